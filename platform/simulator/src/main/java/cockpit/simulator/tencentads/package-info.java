/** Tencent Ads as its clients see it: authorisation, reports and leads of the Marketing API v3. */
@NullMarked
package cockpit.simulator.tencentads;

import org.jspecify.annotations.NullMarked;
