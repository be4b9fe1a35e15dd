/** Where the business is. */
@NullMarked
package cockpit.widget.map;

import org.jspecify.annotations.NullMarked;
