/** Ocean Engine as its clients see it: tokens, limits, reports and leads. */
@NullMarked
package cockpit.simulator.oceanengine;

import org.jspecify.annotations.NullMarked;
