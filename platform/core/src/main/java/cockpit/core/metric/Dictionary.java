package cockpit.core.metric;

import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A tenant's metrics, and what the members of its dimensions are called. Immutable. */
public interface Dictionary {

    Optional<Metric> find(String code);

    /** In the order of the files. */
    List<Metric> all();

    /** Dimensions that every dataset behind the metric has. @throws IllegalArgumentException if it is unknown */
    Set<Dimension> dimensionsOf(String code);

    /** What a member of a dimension is called; empty where the dictionary does not say. */
    Optional<Text> title(Dimension dimension, String member);

    /** Datasets behind a metric, through all formulas. @throws IllegalArgumentException if it is unknown */
    Set<Dataset> datasetsOf(String code);
}
