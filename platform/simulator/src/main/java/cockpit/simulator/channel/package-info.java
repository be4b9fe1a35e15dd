/** What every played channel offers to the simulator, and what it plays with. */
@NullMarked
package cockpit.simulator.channel;

import org.jspecify.annotations.NullMarked;
