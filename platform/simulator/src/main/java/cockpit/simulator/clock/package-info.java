/** The clock that the world runs on. */
@NullMarked
package cockpit.simulator.clock;

import org.jspecify.annotations.NullMarked;
