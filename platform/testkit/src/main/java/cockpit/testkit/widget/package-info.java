/** The contract of a widget plugin: inherit {@link cockpit.testkit.widget.WidgetContract}. */
@NullMarked
package cockpit.testkit.widget;

import org.jspecify.annotations.NullMarked;
