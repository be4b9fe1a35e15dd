/** Tencent Ads: advertising reports and leads over the Marketing API v3. */
@NullMarked
package cockpit.plugin.tencentads;

import org.jspecify.annotations.NullMarked;
