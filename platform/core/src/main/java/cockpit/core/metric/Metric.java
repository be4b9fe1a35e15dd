package cockpit.core.metric;

import cockpit.spi.Direction;
import cockpit.spi.Text;
import cockpit.spi.Unit;
import cockpit.spi.data.Dataset;
import java.util.List;
import java.util.Optional;

/**
 * One definition of the dictionary.
 *
 * @param code unique in its tenant: {@code cost_per_lead}
 * @param title what tiles show
 * @param description exactly what is counted, from which step to which
 * @param unit of the value
 * @param direction which way is better
 * @param owner who answers for it
 * @param playbook what to do when it leaves its band
 * @param definition how it is computed
 */
public record Metric(
        String code,
        Text title,
        Text description,
        Unit unit,
        Direction direction,
        Text owner,
        Text playbook,
        Definition definition) {

    /** How a metric is computed. */
    public sealed interface Definition permits Measure, Ratio, Difference {}

    /**
     * An aggregate over one dataset.
     *
     * @param column what is summed or counted distinctly; empty for a count of facts
     * @param filters all must hold
     */
    public record Measure(Dataset dataset, Aggregation aggregation, Optional<String> column, List<Filter> filters)
            implements Definition {
        public Measure {
            filters = List.copyOf(filters);
        }
    }

    /** Summed parts divided; never an average of ratios. Nothing where the denominator is 0 or missing. */
    public record Ratio(String numerator, String denominator) implements Definition {}

    /** One metric less another, a missing one counting 0; nothing where both are missing. */
    public record Difference(String minuend, String subtrahend) implements Definition {}

    /** What is done with the facts. */
    public enum Aggregation {
        SUM,
        COUNT,
        COUNT_DISTINCT
    }

    /**
     * A condition on a column.
     *
     * @param column of the dataset
     * @param operator how it compares
     * @param values one for GREATER, any number for IN and NOT_IN, none for PRESENT and ABSENT
     */
    public record Filter(String column, Operator operator, List<String> values) {

        /** How a column compares. */
        public enum Operator {
            IN,
            /** Also true where the column is empty. */
            NOT_IN,
            GREATER,
            PRESENT,
            /** Where the column is empty. */
            ABSENT
        }

        public Filter {
            values = List.copyOf(values);
        }
    }
}
