@NullMarked
package cockpit.core.warehouse;

import org.jspecify.annotations.NullMarked;
