package cockpit.core.metric;

import cockpit.core.tenant.Viewer;
import cockpit.spi.widget.Rows;

/** Answers queries. The viewer's tenant and org subtree are compiled into the SQL. */
public interface MetricEngine {

    /**
     * Answers one query.
     *
     * @throws MetricRefused if a metric is unknown or a dimension does not fit, with a sentence
     * @throws cockpit.core.warehouse.WarehouseFault if the warehouse could not answer
     */
    Rows query(Viewer viewer, MetricQuery query);
}
