@NullMarked
package cockpit.server.security;

import org.jspecify.annotations.NullMarked;
