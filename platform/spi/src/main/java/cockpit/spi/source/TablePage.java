package cockpit.spi.source;

import java.util.List;

/**
 * What a read of a table brought.
 *
 * @param rows in the order asked for; times and dates are ISO-8601 texts, times with their offset
 * @param position where the last row stands, to go on from; as given to the read where there was none
 * @param more whether there may be rows behind the last
 */
public record TablePage(List<Row> rows, List<String> position, boolean more) {

    public TablePage {
        rows = List.copyOf(rows);
        position = List.copyOf(position);
    }
}
