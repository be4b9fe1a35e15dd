/** A few conveniences over the JDK's HTTP server. */
@NullMarked
package cockpit.simulator.http;

import org.jspecify.annotations.NullMarked;
