/** Tmall's open platform TOP: signed forms, trades, refunds and messages. */
@NullMarked
package cockpit.simulator.tmall;

import org.jspecify.annotations.NullMarked;
