@NullMarked
package cockpit.core.dashboard;

import org.jspecify.annotations.NullMarked;
