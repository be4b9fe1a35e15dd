/** How metrics go over time. */
@NullMarked
package cockpit.widget.trend;

import org.jspecify.annotations.NullMarked;
