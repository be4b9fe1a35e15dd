/** One number that decides the day. */
@NullMarked
package cockpit.widget.kpi;

import org.jspecify.annotations.NullMarked;
