/** JD's open platform JOS: signed forms around one JSON text, orders that are split, after-sales services. */
@NullMarked
package cockpit.simulator.jd;

import org.jspecify.annotations.NullMarked;
