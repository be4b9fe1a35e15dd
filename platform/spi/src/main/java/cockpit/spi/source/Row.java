package cockpit.spi.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as the channel delivered it. Values are {@link String}, {@link Number} (integers as long or BigInteger,
 * fractions as BigDecimal, never double), {@link Boolean} or null; the host converts them by the stream's columns.
 *
 * @param values value by column name
 * @param origin where it was read, for the person who has to look for it: {@code order_ALL_20260301_1.csv, line 12};
 *     empty where the stream says enough
 */
public record Row(Map<String, @Nullable Object> values, String origin) {

    public Row {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public static Row of(Map<String, ? extends @Nullable Object> values) {
        return new Row(new LinkedHashMap<>(values), "");
    }
}
