/** Kuaishou's Magnetic Engine: advertising reports and leads over the Marketing API. */
@NullMarked
package cockpit.plugin.kuaishou;

import org.jspecify.annotations.NullMarked;
