/** Whether figures can be trusted: what was promised, what is missing, and what two sources say differently. */
@NullMarked
package cockpit.core.trust;

import org.jspecify.annotations.NullMarked;
