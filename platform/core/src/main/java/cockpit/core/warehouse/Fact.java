package cockpit.core.warehouse;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a dataset, typed.
 *
 * @param key identifies it in its connection
 * @param version grows with each change; equal versions: the last to arrive wins
 * @param values by dataset column: String, Long, BigDecimal, Boolean, LocalDate or Instant; absent means null
 */
public record Fact(String key, long version, Map<String, @Nullable Object> values) {}
