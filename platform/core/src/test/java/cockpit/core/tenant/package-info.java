@NullMarked
package cockpit.core.tenant;

import org.jspecify.annotations.NullMarked;
