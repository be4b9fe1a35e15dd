/** Any table of a database and any file of rows, mapped by an admin onto a dataset. */
@NullMarked
package cockpit.plugin.table;

import org.jspecify.annotations.NullMarked;
