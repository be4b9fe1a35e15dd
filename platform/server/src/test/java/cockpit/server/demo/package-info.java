@NullMarked
package cockpit.server.demo;

import org.jspecify.annotations.NullMarked;
