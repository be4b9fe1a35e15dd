package cockpit.core.ingest;

import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A connection as its page shows it.
 *
 * @param id unique in its tenant
 * @param title what the admin called it
 * @param source id of the data source
 * @param state how it is
 * @param sentence what is wrong and who must act; or the last check's answer
 * @param fault who must act, empty if nobody
 * @param streams its streams
 * @param refusedPushes pushes with a wrong signature since the start
 * @param quarantined rows set aside and not yet dealt with
 */
public record ConnectionStatus(
        String id,
        Text title,
        String source,
        State state,
        Optional<Text> sentence,
        Optional<Fault> fault,
        List<StreamStatus> streams,
        long refusedPushes,
        long quarantined) {

    /** How a connection is. */
    public enum State {
        /** All streams are up to date. */
        LIVE,
        /** History is being read. */
        BACK_FILLING,
        /** A stream failed and is tried again. */
        RETRYING,
        /** Somebody must act. */
        STOPPED,
        /** Its data source is not installed. */
        SOURCE_MISSING
    }

    /**
     * @param rows stored since the connection was made
     * @param lastSuccess when a read or push last succeeded
     * @param nextRun when it is read next; empty for pushed streams
     * @param progress share of the history that is surely read, 0 to 1, which never falls; empty where it is done
     */
    public record StreamStatus(
            String name,
            Text title,
            long rows,
            Optional<Instant> lastSuccess,
            Optional<Instant> nextRun,
            Optional<Double> progress,
            Optional<Text> problem) {}
}
