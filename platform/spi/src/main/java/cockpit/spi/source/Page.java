package cockpit.spi.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one read of a stream brought. The host stores the rows and the next cursor in one transaction: a crash in
 * between repeats the page and changes nothing.
 *
 * @param rows at most some thousand; may be empty
 * @param next cursor for the next read, opaque to the host; null keeps the one it was read with
 * @param more whether the next page can be read now; false where the channel has nothing newer
 */
public record Page(List<Row> rows, @Nullable String next, boolean more) {

    public Page {
        rows = List.copyOf(rows);
    }

    /** The last page for now. */
    public static Page last(List<Row> rows, String next) {
        return new Page(rows, next, false);
    }

    /** A page that another one follows at once. */
    public static Page continued(List<Row> rows, String next) {
        return new Page(rows, next, true);
    }
}
