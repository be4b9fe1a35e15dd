@NullMarked
package cockpit.core.trust;

import org.jspecify.annotations.NullMarked;
