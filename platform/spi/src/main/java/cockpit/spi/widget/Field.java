package cockpit.spi.widget;

import cockpit.spi.Direction;
import cockpit.spi.Unit;
import java.util.Objects;

/**
 * A column of {@link Rows}.
 *
 * @param slot the slot that it was bound to
 * @param code code of the metric or dimension, unique in its rows
 * @param title in the reader's language
 * @param kind what its values are
 * @param unit of a metric; COUNT for dimensions
 * @param direction of a metric; NEUTRAL for dimensions
 */
public record Field(String slot, String code, String title, Kind kind, Unit unit, Direction direction) {

    /** What a column's values are. */
    public enum Kind {
        /** {@link java.math.BigDecimal}, or null where there is nothing to count. */
        METRIC,
        /** {@link Member}. */
        DIMENSION,
        /** {@link Member} whose code is ISO-8601: {@code 2026-11-11} or {@code 2026-11-11T14:00}. */
        TIME
    }

    public Field {
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(direction, "direction");
    }

    public static Field metric(String slot, String code, String title, Unit unit, Direction direction) {
        return new Field(slot, code, title, Kind.METRIC, unit, direction);
    }

    public static Field dimension(String slot, String code, String title) {
        return new Field(slot, code, title, Kind.DIMENSION, Unit.COUNT, Direction.NEUTRAL);
    }

    public static Field time(String slot, String code, String title) {
        return new Field(slot, code, title, Kind.TIME, Unit.COUNT, Direction.NEUTRAL);
    }
}
