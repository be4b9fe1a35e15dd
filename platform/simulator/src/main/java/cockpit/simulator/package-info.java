/** The channel simulator: command line, start and stop. */
@NullMarked
package cockpit.simulator;

import org.jspecify.annotations.NullMarked;
