/** Who is ahead, and who moved. */
@NullMarked
package cockpit.widget.leaderboard;

import org.jspecify.annotations.NullMarked;
