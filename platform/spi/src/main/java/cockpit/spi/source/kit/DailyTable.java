package cockpit.spi.source.kit;

import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A paged list of a channel that one stream reads, account by account, over ranges of whole days. */
public interface DailyTable {

    /** The stream that it fills. */
    Stream stream();

    /** How many accounts one request may name. */
    default int accountsAtOnce() {
        return 1;
    }

    /**
     * What is asked for.
     *
     * @param accounts at least one, at most {@link #accountsAtOnce()}
     * @param from first day
     * @param to last day
     */
    record Range(List<String> accounts, LocalDate from, LocalDate to) {

        public Range {
            accounts = List.copyOf(accounts);
        }
    }

    /**
     * A page.
     *
     * @param rows what it brought; may be empty
     * @param next where to go on within the range; empty where it is read to the end. Not the place that was read, unless
     *     the channel is to be asked the same again
     */
    record Slice(List<Row> rows, Optional<String> next) {

        public Slice {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Reads a page with one request, or a few. How many pages there are is to be taken from this answer, never from an
     * earlier one: rows may come in while a list is read.
     *
     * @param place empty at the beginning of a range, then {@link Slice#next()} of the page before. It is kept in the
     *     cursor and must hold no secret
     * @throws SourceFault if the channel refused; LIMIT where what is asked for is not ready yet
     */
    Slice read(Range range, String place) throws SourceFault, InterruptedException;
}
