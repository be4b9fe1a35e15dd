/** What a test or a presenter may do to the simulator. */
@NullMarked
package cockpit.simulator.control;

import org.jspecify.annotations.NullMarked;
