/** The canonical fact tables that every stream is mapped onto. */
@NullMarked
package cockpit.spi.data;

import org.jspecify.annotations.NullMarked;
