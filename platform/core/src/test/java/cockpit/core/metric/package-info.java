@NullMarked
package cockpit.core.metric;

import org.jspecify.annotations.NullMarked;
