package cockpit.widget.map;

import cockpit.spi.widget.Widget;
import cockpit.testkit.widget.WidgetContract;

class MapContractTest extends WidgetContract {

    @Override
    protected Widget widget() {
        return new MapWidget();
    }
}
