/** One person across channels: which keys belong to whom, why, and what a person may ask to be forgotten. */
@NullMarked
package cockpit.core.identity;

import org.jspecify.annotations.NullMarked;
