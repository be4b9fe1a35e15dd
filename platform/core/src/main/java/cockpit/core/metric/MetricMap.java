package cockpit.core.metric;

import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A dictionary in memory. Every part that a formula names is there, and no formula contains itself. */
final class MetricMap implements Dictionary {

    static final Dictionary EMPTY = new MetricMap(List.of());

    private final Map<String, Metric> metrics;
    private final Map<String, Set<Dataset>> datasets = new LinkedHashMap<>();
    private final Map<Member, Text> titles;

    /** A member of a dimension, by its code. */
    record Member(Dimension dimension, String code) {}

    MetricMap(Collection<Metric> metrics) {
        this(metrics, Map.of());
    }

    MetricMap(Collection<Metric> metrics, Map<Member, Text> titles) {
        Map<String, Metric> byCode = new LinkedHashMap<>();
        metrics.forEach(metric -> byCode.put(metric.code(), metric));
        this.metrics = Collections.unmodifiableMap(byCode);
        this.titles = Map.copyOf(titles);
        byCode.keySet().forEach(this::collect);
    }

    private Set<Dataset> collect(String code) {
        Set<Dataset> known = datasets.get(code);
        if (known != null) {
            return known;
        }
        Set<Dataset> found = EnumSet.noneOf(Dataset.class);
        switch (metrics.get(code).definition()) {
            case Metric.Measure measure -> found.add(measure.dataset());
            case Metric.Ratio ratio -> {
                found.addAll(collect(ratio.numerator()));
                found.addAll(collect(ratio.denominator()));
            }
            case Metric.Difference difference -> {
                found.addAll(collect(difference.minuend()));
                found.addAll(collect(difference.subtrahend()));
            }
        }
        datasets.put(code, Collections.unmodifiableSet(found));
        return found;
    }

    @Override
    public Optional<Metric> find(String code) {
        return Optional.ofNullable(metrics.get(code));
    }

    @Override
    public List<Metric> all() {
        return List.copyOf(metrics.values());
    }

    @Override
    public Set<Dimension> dimensionsOf(String code) {
        Set<Dimension> common = EnumSet.allOf(Dimension.class);
        datasetsOf(code).forEach(dataset -> common.removeIf(dimension -> !DatasetTable.has(dataset, dimension)));
        return Collections.unmodifiableSet(common);
    }

    @Override
    public Optional<Text> title(Dimension dimension, String member) {
        return Optional.ofNullable(titles.get(new Member(dimension, member)));
    }

    @Override
    public Set<Dataset> datasetsOf(String code) {
        Set<Dataset> known = datasets.get(code);
        if (known == null) {
            throw new IllegalArgumentException("There is no metric " + code + ".");
        }
        return known;
    }
}
