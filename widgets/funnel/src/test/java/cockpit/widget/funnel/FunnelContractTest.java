package cockpit.widget.funnel;

import cockpit.spi.widget.Widget;
import cockpit.testkit.widget.WidgetContract;

class FunnelContractTest extends WidgetContract {

    @Override
    protected Widget widget() {
        return new FunnelWidget();
    }
}
