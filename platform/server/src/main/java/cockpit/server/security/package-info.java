/** Who may come in: sign-in, set-up and users. */
@NullMarked
package cockpit.server.security;

import org.jspecify.annotations.NullMarked;
