package cockpit.core.ingest;

import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Stream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
 * @param origin where it was defined
 * @param openUntil until when its channel is not asked, since it failed again and again
 * @param quota what may still be asked; empty while the connection is not open
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
        long quarantined,
        Origin origin,
        Optional<Instant> openUntil,
        Optional<Quota> quota) {

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
        /** Somebody paused all that is pulled. */
        PAUSED,
        /** Its data source is not installed. */
        SOURCE_MISSING
    }

    /** Where a connection was defined. */
    public enum Origin {
        /** In the tenant's {@code connections.yaml}; it is changed there. */
        FILE,
        /** On the connection's page. */
        PAGE
    }

    /**
     * @param available requests that may be sent at once
     * @param perSecond how many become available in a second
     * @param pausedFor how long the channel asked to be left alone; empty if it did not
     * @param channelSays how many requests the channel said it would still take; empty if it says no such thing
     */
    public record Quota(int available, int perSecond, Optional<Duration> pausedFor, OptionalLong channelSays) {}

    /**
     * How far a back-fill is.
     *
     * @param daysLeft days of history still to be read; never grows
     * @param rowsPerSecond lately
     * @param left how long it will take at the speed so far; empty while that cannot be said
     */
    public record History(long daysLeft, double rowsPerSecond, Optional<Duration> left) {}

    /**
     * @param rows stored since the connection was made
     * @param lastSuccess when a read or push last succeeded
     * @param nextRun when it is read next; empty for pushed streams and where nothing is read for now
     * @param progress share of the history read, 0 to 1; empty where it is done or unknown
     * @param every interval; empty for streams that are not pulled
     * @param reading what a run reads
     * @param running whether it is being read now
     * @param pause that somebody paused it
     * @param history how far its back-fill is; empty where it is done or unknown
     * @param quarantined its rows set aside
     */
    public record StreamStatus(
            String name,
            Text title,
            long rows,
            Optional<Instant> lastSuccess,
            Optional<Instant> nextRun,
            Optional<Double> progress,
            Optional<Text> problem,
            Optional<Fault> fault,
            Optional<Duration> every,
            Stream.Reading reading,
            boolean running,
            Optional<Pause> pause,
            Optional<History> history,
            long quarantined) {}
}
