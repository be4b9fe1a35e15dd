@NullMarked
package cockpit.core.ingest;

import org.jspecify.annotations.NullMarked;
