package cockpit.spi.widget;

import cockpit.spi.Direction;
import cockpit.spi.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One large number.
 *
 * @param title the metric's name; empty where the tile's own title says it
 * @param value the number, null where there is nothing to count
 * @param unit of the value
 * @param direction which way is better
 * @param compared the value of the compared period, null where nothing is compared; the host shows the change in percent,
 *     for a RATIO in percentage points
 * @param comparedWith what it is compared with
 * @param sparkline the course over the range, fewer than two values where there is none
 */
public record Figure(
        String title,
        @Nullable BigDecimal value,
        Unit unit,
        Direction direction,
        @Nullable BigDecimal compared,
        String comparedWith,
        List<@Nullable BigDecimal> sparkline)
        implements Drawing {

    public Figure {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(comparedWith, "comparedWith");
        sparkline = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(sparkline));
    }
}
