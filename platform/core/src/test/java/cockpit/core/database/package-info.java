@NullMarked
package cockpit.core.database;

import org.jspecify.annotations.NullMarked;
