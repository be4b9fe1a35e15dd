/** What a plugin compiles against: values that every extension point shares. */
@NullMarked
package cockpit.spi;

import org.jspecify.annotations.NullMarked;
