/** Tmall and Taobao: trades and refunds over the open platform TOP. */
@NullMarked
package cockpit.plugin.tmall;

import org.jspecify.annotations.NullMarked;
