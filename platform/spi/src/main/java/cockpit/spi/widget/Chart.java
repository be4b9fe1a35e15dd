package cockpit.spi.widget;

import cockpit.spi.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Marks over an axis.
 *
 * @param kind how the marks look
 * @param dimension code of the dimension that the points are members of, {@code time} for times; empty where they are none,
 *     as the steps of a funnel. With the key of a point it says what a click on a mark means
 * @param points the axis, in order
 * @param series each with one value a point
 */
public record Chart(Kind kind, String dimension, List<Point> points, List<Series> series) implements Drawing {

    /** How the marks look. */
    public enum Kind {
        LINE,
        AREA,
        /** Upright bars. */
        COLUMN,
        /** Upright bars on one another. */
        STACKED_COLUMN,
        /** Lying bars. */
        BAR,
        /**
         * Steps from wide to narrow. The first series is the step's size; a second of unit RATIO is the share that came
         * from the step before.
         */
        FUNNEL
    }

    /**
     * A place on the axis.
     *
     * @param key for selections and for patching in place: the member's code
     * @param label what the axis shows; ISO-8601 for times, which the host formats
     * @param time whether the label is a time
     */
    public record Point(String key, String label, boolean time) {}

    /**
     * Values over the axis.
     *
     * @param key stable from frame to frame
     * @param name what legend and tooltip show
     * @param unit of the values
     * @param values one a point, null where there is none
     * @param role how it stands to the others
     * @param dimension code of the dimension that the series is a member of; empty where it is none
     * @param member code of that member; empty also for what belongs to no member
     */
    public record Series(
            String key,
            String name,
            Unit unit,
            List<@Nullable BigDecimal> values,
            Role role,
            String dimension,
            String member) {

        /** How a series stands to the others. */
        public enum Role {
            MAIN,
            /** The compared period: drawn behind, dimmed. */
            COMPARISON,
            /** Drawn against an axis of its own on the right. */
            SECOND_AXIS
        }

        public Series {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(unit, "unit");
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(dimension, "dimension");
            Objects.requireNonNull(member, "member");
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }

        /** A series that is no member of a dimension. */
        public Series(String key, String name, Unit unit, List<@Nullable BigDecimal> values, Role role) {
            this(key, name, unit, values, role, "", "");
        }
    }

    /** @throws IllegalArgumentException if a series has another number of values than there are points */
    public Chart {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(dimension, "dimension");
        points = List.copyOf(points);
        series = List.copyOf(series);
        for (Series one : series) {
            if (one.values().size() != points.size()) {
                throw new IllegalArgumentException("Series " + one.key() + " has "
                        + one.values().size() + " values for " + points.size() + " points.");
            }
        }
    }

    /** A chart whose points are no members of a dimension. */
    public Chart(Kind kind, List<Point> points, List<Series> series) {
        this(kind, "", points, series);
    }
}
