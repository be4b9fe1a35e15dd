/** Where facts rest: one interface, embedded DuckDB behind it. */
@NullMarked
package cockpit.core.warehouse;

import org.jspecify.annotations.NullMarked;
