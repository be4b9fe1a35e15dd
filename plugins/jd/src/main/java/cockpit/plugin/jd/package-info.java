/** JD: orders and refunds over the open platform JOS. */
@NullMarked
package cockpit.plugin.jd;

import org.jspecify.annotations.NullMarked;
