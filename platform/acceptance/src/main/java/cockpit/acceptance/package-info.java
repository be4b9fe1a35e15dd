/** The packaged product, driven as its users drive it: through HTTP and a real browser. */
@NullMarked
package cockpit.acceptance;

import org.jspecify.annotations.NullMarked;
