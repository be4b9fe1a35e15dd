package cockpit.spi.source;

/**
 * A column of a table, as the database's catalogue has it.
 *
 * @param name exactly as the database spells it
 * @param kind what its values are
 */
public record TableColumn(String name, Kind kind) {

    /** What a column's values are, whatever the product calls their type. */
    public enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        DATE,
        /** Date and time of day that do not say in which zone. */
        LOCAL_TIME,
        /** A moment, whatever zone it is shown in. */
        INSTANT,
        /** What a dataset cannot hold: binary data, arrays, shapes. It is never read. */
        OTHER
    }
}
