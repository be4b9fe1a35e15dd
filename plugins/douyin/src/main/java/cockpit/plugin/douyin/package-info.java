/** Ocean Engine: advertising reports and Feiyu leads over the Marketing API. */
@NullMarked
package cockpit.plugin.douyin;

import org.jspecify.annotations.NullMarked;
