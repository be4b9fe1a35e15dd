/** At which step people are lost. */
@NullMarked
package cockpit.widget.funnel;

import org.jspecify.annotations.NullMarked;
