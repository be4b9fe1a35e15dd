@NullMarked
package cockpit.core.identity;

import org.jspecify.annotations.NullMarked;
