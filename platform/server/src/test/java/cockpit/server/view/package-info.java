/** What the pages do, without a browser. */
@NullMarked
package cockpit.server.view;

import org.jspecify.annotations.NullMarked;
