package cockpit.spi.source;

import cockpit.spi.Text;
import org.jspecify.annotations.Nullable;

/**
 * One open connection. The host calls {@link #read} of one stream from one thread at a time, of different streams
 * possibly at once, and ends a call that must stop by interrupting its thread.
 */
public interface Feed extends AutoCloseable {

    /**
     * Asks the channel whether the settings work, at the smallest cost.
     *
     * @return one sentence for the admin: which account was reached
     * @throws SourceFault if not, with who must act
     */
    Text check() throws SourceFault, InterruptedException;

    /**
     * Reads the next page of a stream. The same cursor gives the same rows as long as the channel does not change.
     *
     * @param stream name of a stream with an interval; never another
     * @param cursor {@link Page#next()} of the page before; null at the very first read of the connection, which begins
     *     {@link SourceContext#historyDays()} days back, and at the beginning of each run of a stream that is
     *     {@linkplain Stream#readInFull() read in full}
     * @throws SourceFault if the channel refused, with who must act
     * @throws InterruptedException if the thread was interrupted; the page is read again later
     */
    Page read(String stream, @Nullable String cursor) throws SourceFault, InterruptedException;

    /**
     * Reads one record of a dropped file, by the file's own header. Called for dropped streams only, without network.
     *
     * @return the record by the names of the stream's columns; by default as it stands
     */
    default Row dropped(String stream, Row record) {
        return record;
    }

    /** Gives everything back. Called once, but harmless when called twice. */
    @Override
    default void close() {}
}
