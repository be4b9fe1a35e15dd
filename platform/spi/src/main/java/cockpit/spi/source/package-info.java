/** The extension point for data sources: a plugin that reads one channel. */
@NullMarked
package cockpit.spi.source;

import org.jspecify.annotations.NullMarked;
