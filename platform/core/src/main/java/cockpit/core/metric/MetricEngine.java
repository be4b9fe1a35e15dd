package cockpit.core.metric;

import cockpit.core.tenant.Viewer;
import cockpit.spi.widget.Rows;
import java.util.List;

/** Answers queries. The viewer's tenant and org subtree are compiled into the SQL. */
public interface MetricEngine {

    /**
     * Answers one query.
     *
     * @throws MetricRefused if a metric is unknown or a dimension does not fit, with a sentence
     * @throws cockpit.core.warehouse.WarehouseFault if the warehouse could not answer
     */
    Rows query(Viewer viewer, MetricQuery query);

    /**
     * The metrics of a query that cannot have a value at any time, since the facts that they need stand higher in the org tree
     * than where is asked. It goes by where facts have ever stood, so it is true of every dataset and every tenant.
     *
     * @return in the order of the query's metrics; empty where nothing is known to be missing
     * @throws MetricRefused as {@link #query} does
     */
    default List<Gap> gaps(Viewer viewer, MetricQuery query) {
        return List.of();
    }
}
