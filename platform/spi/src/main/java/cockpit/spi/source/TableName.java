package cockpit.spi.source;

/**
 * A table or view.
 *
 * @param schema its schema; empty for the one that the database takes by itself
 * @param table its name, as the database's catalogue has it; upper and lower case are told apart only where two differ by it
 */
public record TableName(String schema, String table) {

    /** Takes {@code table} or {@code schema.table}. */
    public static TableName of(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new TableName("", text.strip())
                : new TableName(
                        text.substring(0, dot).strip(), text.substring(dot + 1).strip());
    }

    @Override
    public String toString() {
        return schema.isEmpty() ? table : schema + "." + table;
    }
}
