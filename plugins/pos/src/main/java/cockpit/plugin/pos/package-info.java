/** The tills: orders, refunds and redemptions, pushed as events or dropped as files. */
@NullMarked
package cockpit.plugin.pos;

import org.jspecify.annotations.NullMarked;
