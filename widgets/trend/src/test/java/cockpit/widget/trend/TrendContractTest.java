package cockpit.widget.trend;

import cockpit.spi.widget.Widget;
import cockpit.testkit.widget.WidgetContract;

class TrendContractTest extends WidgetContract {

    @Override
    protected Widget widget() {
        return new TrendWidget();
    }
}
