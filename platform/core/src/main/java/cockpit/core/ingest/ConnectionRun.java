package cockpit.core.ingest;

import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of a stream: page after page until there was no more, or until something ended it.
 *
 * @param rows that the channel delivered
 * @param changed facts that were new or changed
 * @param setAside rows that did not fit
 * @param fault who must act; empty if nobody of those
 * @param sentence why it failed; empty if it did not
 */
public record ConnectionRun(
        String stream,
        Instant startedAt,
        Duration took,
        long pages,
        long rows,
        long changed,
        long setAside,
        Outcome outcome,
        Optional<Fault> fault,
        Optional<Text> sentence) {

    /** How a run ended. */
    public enum Outcome {
        /** The channel has nothing newer. */
        DONE,
        /** It failed. */
        FAILED,
        /** It was paused, its settings changed or the server stopped; it goes on where it was. */
        BROKEN_OFF
    }

    /** Whether it came to its end and brought nothing, as most runs do. */
    boolean isIdle() {
        return outcome == Outcome.DONE && rows == 0;
    }
}
