@NullMarked
package cockpit.core.plugin;

import org.jspecify.annotations.NullMarked;
