/** What can be made to go wrong. */
@NullMarked
package cockpit.simulator.fault;

import org.jspecify.annotations.NullMarked;
