package cockpit.core.warehouse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query brought.
 *
 * @param columns names in the order of the SELECT
 * @param rows values: String, Long (any integer that fits), BigDecimal, Double, Boolean, LocalDate, OffsetDateTime,
 *     LocalDateTime or null
 */
public record Answer(List<String> columns, List<List<@Nullable Object>> rows) {}
