/** The application: wiring, configuration and start-up checks. */
@NullMarked
package cockpit.server;

import org.jspecify.annotations.NullMarked;
