@NullMarked
package cockpit.server.web;

import org.jspecify.annotations.NullMarked;
