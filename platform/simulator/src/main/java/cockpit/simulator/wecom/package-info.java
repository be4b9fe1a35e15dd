/** WeCom, played over its server API and its encrypted callback. */
@NullMarked
package cockpit.simulator.wecom;

import org.jspecify.annotations.NullMarked;
