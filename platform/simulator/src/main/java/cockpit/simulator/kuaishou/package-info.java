/** Kuaishou's Magnetic Engine as its clients see it: consent, reports, files with the history, leads. */
@NullMarked
package cockpit.simulator.kuaishou;

import org.jspecify.annotations.NullMarked;
