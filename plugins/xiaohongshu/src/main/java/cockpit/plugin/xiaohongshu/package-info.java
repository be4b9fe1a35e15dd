/** Xiaohongshu's Spotlight: advertising reports and notes over the Marketing API. */
@NullMarked
package cockpit.plugin.xiaohongshu;

import org.jspecify.annotations.NullMarked;
