package cockpit.testkit.widget;

import cockpit.spi.widget.Field;
import cockpit.spi.widget.Member;
import cockpit.spi.widget.Rows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows for tests, one line a row.
 *
 * <pre>{@code
 * Rows rows = RowsBuilder.of(store, sales)
 *         .row("S001", 120_00)
 *         .row(member, null)
 *         .build();
 * }</pre>
 */
public final class RowsBuilder {

    private final List<Field> fields;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    private RowsBuilder(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    /** Fields in the order of the host: dimensions first, then metrics. */
    public static RowsBuilder of(Field... fields) {
        return new RowsBuilder(List.of(fields));
    }

    public static RowsBuilder of(List<Field> fields) {
        return new RowsBuilder(fields);
    }

    /**
     * Adds a row.
     *
     * @param values one a field: for a metric a number, a decimal text or null; for a dimension a {@link Member} or a
     *     text that is both code and label
     * @throws IllegalArgumentException if a value does not suit its field
     */
    public RowsBuilder row(@Nullable Object... values) {
        if (values.length != fields.size()) {
            throw new IllegalArgumentException(
                    "A row needs " + fields.size() + " values, found " + values.length + ".");
        }
        List<@Nullable Object> row = new ArrayList<>(values.length);
        for (int index = 0; index < values.length; index++) {
            row.add(value(fields.get(index), values[index]));
        }
        rows.add(row);
        return this;
    }

    public Rows build() {
        return new Rows(fields, rows);
    }

    private static @Nullable Object value(Field field, @Nullable Object value) {
        if (field.kind() == Field.Kind.METRIC) {
            return switch (value) {
                case null -> null;
                case BigDecimal number -> number;
                case Integer number -> BigDecimal.valueOf(number);
                case Long number -> BigDecimal.valueOf(number);
                case String number -> new BigDecimal(number);
                default ->
                    throw new IllegalArgumentException("Field " + field.code() + " takes a whole number, a decimal"
                            + " text or null, found " + value.getClass().getSimpleName() + ".");
            };
        }
        return switch (value) {
            case Member member -> member;
            case String text -> Member.of(text, text);
            case null, default ->
                throw new IllegalArgumentException("Field " + field.code() + " takes a member or a text.");
        };
    }
}
