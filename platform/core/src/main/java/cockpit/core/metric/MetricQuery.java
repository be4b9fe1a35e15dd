package cockpit.core.metric;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of the dictionary. Row scope is not part of it: it comes from the viewer.
 *
 * @param metrics codes with the slot that each was bound to; at least one
 * @param dimensions with their slots; each at most once
 * @param time slot and grain, if the answer is split by time
 * @param range whole days in the tenant's zone
 * @param cutOff counts only facts up to this instant's time of day on the last day; empty counts the whole last day
 * @param channels only these; empty for all
 * @param orgUnit only this unit's subtree; empty for all that the viewer sees. A unit outside the viewer's scope gives no
 *     rows
 * @param order by the first metric, or by time and member where NATURAL
 * @param limit at most so many rows
 */
public record MetricQuery(
        List<Bound<String>> metrics,
        List<Bound<Dimension>> dimensions,
        Optional<Bound<Grain>> time,
        DayRange range,
        Optional<java.time.LocalTime> cutOff,
        Set<String> channels,
        Optional<String> orgUnit,
        Order order,
        int limit) {

    /** Something and the slot that it was bound to. */
    public record Bound<T>(String slot, T to) {}

    /** Order of the rows. */
    public enum Order {
        /** Time, then members by code. */
        NATURAL,
        LARGEST_FIRST,
        SMALLEST_FIRST
    }

    public MetricQuery {
        metrics = List.copyOf(metrics);
        dimensions = List.copyOf(dimensions);
        channels = Set.copyOf(channels);
        if (metrics.isEmpty() || limit < 1) {
            throw new IllegalArgumentException("A query asks for at least one metric and one row.");
        }
    }
}
