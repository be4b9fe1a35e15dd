/** The extension point for widgets: a plugin that turns rows into a drawing. */
@NullMarked
package cockpit.spi.widget;

import org.jspecify.annotations.NullMarked;
