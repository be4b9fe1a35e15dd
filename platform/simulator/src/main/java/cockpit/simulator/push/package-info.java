/** The till and the clinic system: signed webhooks and CSV files, sent to a host. */
@NullMarked
package cockpit.simulator.push;

import org.jspecify.annotations.NullMarked;
