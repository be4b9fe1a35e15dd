package cockpit.core.trust;

import cockpit.core.metric.Metric;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Something that must hold of a tenant's facts. */
public sealed interface Check {

    /** Unique in its tenant. */
    String code();

    Text title();

    /**
     * A day's figures are there by a time of the day: "yesterday by 08:00" is {@code daysBack} 1 and {@code by} 08:00. Until then
     * the day before is enough.
     */
    record ByTime(String code, Text title, String connection, String stream, int daysBack, LocalTime by)
            implements Check {}

    /** A read or a push succeeded lately. */
    record Within(String code, Text title, String connection, String stream, Duration most) implements Check {}

    /**
     * No day between the first and the last that has facts is without any.
     *
     * @param days how far back it looks
     */
    record NoHoles(String code, Text title, String connection, String stream, int days) implements Check {}

    /**
     * Two sources say the same, day by day.
     *
     * @param by what is compared besides days
     * @param days how far back it looks
     * @param settled days at the end that are not compared yet, since sources differ while a day goes on
     */
    record Agreement(
            String code, Text title, Side left, Side right, Set<By> by, Tolerance tolerance, int days, int settled)
            implements Check {

        public Agreement {
            by = by.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(by));
        }
    }

    /** What days are split by. */
    enum By {
        ORG_UNIT,
        CHANNEL
    }

    /** One of two figures that must agree. */
    sealed interface Side {

        Text title();

        /** A metric of the dictionary, counted over the whole tenant. */
        record OfMetric(Text title, String metric, Set<String> channels) implements Side {
            public OfMetric {
                channels = Set.copyOf(channels);
            }
        }

        /**
         * A sum or count over the facts of some connections.
         *
         * @param column what is summed; empty for a count of facts
         * @param connections whose facts; empty for all
         */
        record OfFacts(
                Text title,
                Dataset dataset,
                Optional<String> column,
                Set<String> connections,
                List<Metric.Filter> filters)
                implements Side {
            public OfFacts {
                connections = Set.copyOf(connections);
                filters = List.copyOf(filters);
            }
        }
    }

    /**
     * How far two figures may be apart: by one of the two.
     *
     * @param absolute in the unit that is stored: fen, pieces
     * @param relative share of the larger
     */
    record Tolerance(BigDecimal absolute, BigDecimal relative) {

        boolean covers(BigDecimal left, BigDecimal right) {
            BigDecimal apart = left.subtract(right).abs();
            return apart.compareTo(absolute) <= 0
                    || apart.compareTo(left.abs().max(right.abs()).multiply(relative)) <= 0;
        }
    }
}
