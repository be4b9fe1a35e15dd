@NullMarked
package cockpit.core.live;

import org.jspecify.annotations.NullMarked;
