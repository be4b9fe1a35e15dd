@NullMarked
package cockpit.server;

import org.jspecify.annotations.NullMarked;
