/** What is shown: cockpits, their drafts, published versions and audience. */
@NullMarked
package cockpit.core.dashboard;

import org.jspecify.annotations.NullMarked;
