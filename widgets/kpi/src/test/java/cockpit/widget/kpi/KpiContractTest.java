package cockpit.widget.kpi;

import cockpit.spi.widget.Widget;
import cockpit.testkit.widget.WidgetContract;

class KpiContractTest extends WidgetContract {

    @Override
    protected Widget widget() {
        return new KpiWidget();
    }
}
