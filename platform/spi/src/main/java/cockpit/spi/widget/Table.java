package cockpit.spi.widget;

import cockpit.spi.Direction;
import cockpit.spi.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows and columns.
 *
 * @param dimension code of the dimension that the rows are members of; empty where they are none. With the key of a row it
 *     says what a click on the row means
 * @param columns what each cell of a row is
 * @param rows one cell a column
 */
public record Table(String dimension, List<Column> columns, List<Line> rows) implements Drawing {

    /**
     * @param title head of the column; may be empty
     * @param kind how cells look
     * @param unit of VALUE, BAR and CHANGE cells
     * @param direction of CHANGE cells
     */
    public record Column(String title, Kind kind, Unit unit, Direction direction) {

        /** How cells look. */
        public enum Kind {
            /** Text as it is. */
            TEXT,
            /** Whole number; the first three stand out. */
            RANK,
            /** Whole number of places gained, negative lost, null for new ones. */
            RANK_CHANGE,
            /** Number. */
            VALUE,
            /** Number with a bar in proportion to the column's largest. */
            BAR,
            /** Change as a share of one: 0.12 is +12 %. */
            CHANGE
        }

        public Column {
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(unit, "unit");
            Objects.requireNonNull(direction, "direction");
        }

        public static Column text(String title) {
            return new Column(title, Kind.TEXT, Unit.COUNT, Direction.NEUTRAL);
        }

        public static Column of(Kind kind, String title, Unit unit, Direction direction) {
            return new Column(title, kind, unit, direction);
        }
    }

    /**
     * A row.
     *
     * @param key for selections and for moving it in place when its rank changes: the member's code
     * @param cells {@link String} for TEXT, {@link BigDecimal} for the others; null for none
     */
    public record Line(String key, List<@Nullable Object> cells) {
        public Line {
            Objects.requireNonNull(key, "key");
            cells = Collections.unmodifiableList(new ArrayList<>(cells));
        }
    }

    /** @throws IllegalArgumentException if a cell is missing or of the wrong type */
    public Table {
        Objects.requireNonNull(dimension, "dimension");
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (Line row : rows) {
            if (row.cells().size() != columns.size()) {
                throw new IllegalArgumentException("Row " + row.key() + " has "
                        + row.cells().size() + " cells for " + columns.size() + " columns.");
            }
            for (int index = 0; index < columns.size(); index++) {
                Object cell = row.cells().get(index);
                boolean text = columns.get(index).kind() == Column.Kind.TEXT;
                if (cell != null && !(text ? cell instanceof String : cell instanceof BigDecimal)) {
                    throw new IllegalArgumentException("Row " + row.key() + ", column " + index + ": a "
                            + columns.get(index).kind() + " cell is " + (text ? "a String." : "a BigDecimal."));
                }
            }
        }
    }

    /** A table whose rows are no members of a dimension. */
    public Table(List<Column> columns, List<Line> rows) {
        this("", columns, rows);
    }
}
