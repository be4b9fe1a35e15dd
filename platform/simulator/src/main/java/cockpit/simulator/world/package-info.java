/** The truth: an invented clinic chain, as a pure function of seed, store and calendar date. */
@NullMarked
package cockpit.simulator.world;

import org.jspecify.annotations.NullMarked;
