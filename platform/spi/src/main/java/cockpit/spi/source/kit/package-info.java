/**
 * What the plugins of most channels need besides the extension point: tokens that are renewed, reports that are read by
 * days, and the faults that every HTTP interface has. The host does not know it; a plugin may leave it alone.
 */
@NullMarked
package cockpit.spi.source.kit;

import org.jspecify.annotations.NullMarked;
