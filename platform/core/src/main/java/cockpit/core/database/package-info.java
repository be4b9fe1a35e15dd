/** The way to other people's databases: drivers and parameters from an allow-list, SQL written here and nowhere else. */
@NullMarked
package cockpit.core.database;

import org.jspecify.annotations.NullMarked;
