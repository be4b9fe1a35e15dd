/** Plugins: loading, unloading and what they contribute. */
@NullMarked
package cockpit.core.plugin;

import org.jspecify.annotations.NullMarked;
