package cockpit.core.warehouse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SELECT with its parameters.
 *
 * @param sql text with {@code ?} for each parameter; only the metric compiler writes it
 * @param parameters String, Long, BigDecimal, Boolean, LocalDate or OffsetDateTime
 */
public record Query(String sql, List<@Nullable Object> parameters) {

    public Query {
        parameters = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(parameters));
    }
}
