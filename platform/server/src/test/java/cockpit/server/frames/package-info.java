/** The frame channel on a real port. */
@NullMarked
package cockpit.server.frames;

import org.jspecify.annotations.NullMarked;
