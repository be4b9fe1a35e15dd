/** How a fact becomes a pixel: each distinct tile, filters and scope runs once, its frame is encoded once. */
@NullMarked
package cockpit.core.live;

import org.jspecify.annotations.NullMarked;
