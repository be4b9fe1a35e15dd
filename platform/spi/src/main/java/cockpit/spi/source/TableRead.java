package cockpit.spi.source;

import java.time.ZoneId;
import java.util.List;

/**
 * Which rows of a table to read. It holds names and values, never a piece of SQL: the host looks each name up in the
 * database's own catalogue before it uses it, and binds each value.
 *
 * @param table the table
 * @param columns names of the columns to read
 * @param order names of the columns that the rows are read in the order of; together they tell two rows apart
 * @param after where to go on: a whole {@link TablePage#position()}, and the rows behind it are read; or its first values
 *     only, and those from there on are, ties included; or nothing, and all are. Rows that lack a value in a column of
 *     {@code order} are never read: they have no place
 * @param limit how many rows at most, up to {@link #MOST_ROWS}
 * @param zone in which the table's times are that do not say
 */
public record TableRead(
        TableName table, List<String> columns, List<String> order, List<String> after, int limit, ZoneId zone) {

    /** The most rows that one read brings. */
    public static final int MOST_ROWS = 5_000;

    public TableRead {
        columns = List.copyOf(columns);
        order = List.copyOf(order);
        after = List.copyOf(after);
        if (columns.isEmpty() || order.isEmpty() || after.size() > order.size()) {
            throw new IllegalArgumentException(
                    "A read names columns and an order, and goes on from no more values than the order has columns.");
        }
        if (limit < 1 || limit > MOST_ROWS) {
            throw new IllegalArgumentException("A read brings 1 to " + MOST_ROWS + " rows; found " + limit + ".");
        }
    }
}
