/** Exact sums of the truth, and what was rung up by hand. */
@NullMarked
package cockpit.simulator.ledger;

import org.jspecify.annotations.NullMarked;
