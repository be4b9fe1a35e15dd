/** Xiaohongshu's Spotlight as its clients see it: consent, offline and realtime reports. */
@NullMarked
package cockpit.simulator.xiaohongshu;

import org.jspecify.annotations.NullMarked;
