package cockpit.core.metric;

import cockpit.spi.data.Dataset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A tenant's metrics. Immutable. */
public interface Dictionary {

    Optional<Metric> find(String code);

    /** In the order of the files. */
    List<Metric> all();

    /** Dimensions that every dataset behind the metric has. @throws IllegalArgumentException if it is unknown */
    Set<Dimension> dimensionsOf(String code);

    /** Datasets behind a metric, through all formulas. @throws IllegalArgumentException if it is unknown */
    Set<Dataset> datasetsOf(String code);
}
