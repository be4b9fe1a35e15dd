package cockpit.widget.leaderboard;

import cockpit.spi.widget.Widget;
import cockpit.testkit.widget.WidgetContract;

class LeaderboardContractTest extends WidgetContract {

    @Override
    protected Widget widget() {
        return new LeaderboardWidget();
    }
}
