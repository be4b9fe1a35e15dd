/** YAML files read with the line of every value, so that a mistake gets one clear sentence. */
@NullMarked
package cockpit.core.yaml;

import org.jspecify.annotations.NullMarked;
