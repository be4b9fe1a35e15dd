/** The pages of those who are signed in. */
@NullMarked
package cockpit.server.view;

import org.jspecify.annotations.NullMarked;
