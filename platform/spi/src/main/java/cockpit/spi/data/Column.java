package cockpit.spi.data;

import java.util.List;
import java.util.Objects;

/**
 * A column of a stream: its name at the channel, its type, and the dataset column that it fills.
 *
 * <pre>{@code
 * Column.text("clue_id").as("lead_id").asRequired()
 * Column.yuan("stat_cost").as("spend_fen")
 * Column.oneOf("status", "PAID", "REFUNDED")
 * }</pre>
 *
 * @param name key of the value in a {@link cockpit.spi.source.Row}, and header in a dropped CSV file
 * @param type how the host reads the value
 * @param target dataset column that it fills; a name that the dataset lacks is checked but not stored
 * @param required whether a row without the value is set aside
 * @param allowed values that may occur; empty where any may. Another one sets the row aside with the reason
 */
public record Column(String name, ColumnType type, String target, boolean required, List<String> allowed) {

    public Column {
        Objects.requireNonNull(type, "type");
        if (name.isBlank() || target.isBlank()) {
            throw new IllegalArgumentException("A column needs a name and a target.");
        }
        allowed = List.copyOf(allowed);
    }

    public static Column of(String name, ColumnType type) {
        return new Column(name, type, name, false, List.of());
    }

    public static Column text(String name) {
        return of(name, ColumnType.TEXT);
    }

    public static Column count(String name) {
        return of(name, ColumnType.COUNT);
    }

    public static Column fen(String name) {
        return of(name, ColumnType.FEN);
    }

    public static Column yuan(String name) {
        return of(name, ColumnType.YUAN);
    }

    public static Column bool(String name) {
        return of(name, ColumnType.BOOLEAN);
    }

    public static Column date(String name) {
        return of(name, ColumnType.DATE);
    }

    public static Column instant(String name) {
        return of(name, ColumnType.INSTANT);
    }

    /** A phone number in clear, of which only the keyed hash is kept, in {@code phone_hash}. */
    public static Column phone(String name) {
        return of(name, ColumnType.PHONE).as("phone_hash");
    }

    /** An id in clear, of which only the keyed hash is kept. */
    public static Column hashed(String name) {
        return of(name, ColumnType.HASHED);
    }

    /** A person's name, which is kept encrypted in {@code person_name}. */
    public static Column personName(String name) {
        return of(name, ColumnType.ENCRYPTED).as("person_name");
    }

    /** Personal data that is neither stored nor shown. */
    public static Column dropped(String name) {
        return of(name, ColumnType.DROPPED);
    }

    public static Column oneOf(String name, String... allowed) {
        return new Column(name, ColumnType.TEXT, name, false, List.of(allowed));
    }

    /** The same column, filling another dataset column. */
    public Column as(String datasetColumn) {
        return new Column(name, type, datasetColumn, required, allowed);
    }

    /** The same column, without which a row is set aside. */
    public Column asRequired() {
        return new Column(name, type, target, true, allowed);
    }
}
