/** WeChat's official account and mini program, played over their data interfaces and the event callback. */
@NullMarked
package cockpit.simulator.wechat;

import org.jspecify.annotations.NullMarked;
