package cockpit.core.ingest;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection from asking a channel that is down. It opens after some failures in a row, whichever streams had them;
 * when its pause is over, one read goes through as a probe: if that succeeds it closes, and if not it opens for longer.
 */
final class Circuit {

    /** Failures in a row that open it. */
    static final int FAILURES = 5;

    private final Backoff backoff;
    private int failures;
    private int openings;
    private @Nullable Instant openUntil;
    private boolean probing;

    Circuit(Backoff backoff) {
        this.backoff = backoff;
    }

    /** How a read may begin. */
    enum Leave {
        GRANTED,
        /** As the one probe, until {@link #succeeded}, {@link #failed} or {@link #undecided}. */
        AS_PROBE,
        REFUSED
    }

    synchronized Leave ask(Instant now) {
        if (openUntil == null) {
            return Leave.GRANTED;
        }
        if (probing || openUntil.isAfter(now)) {
            return Leave.REFUSED;
        }
        probing = true;
        return Leave.AS_PROBE;
    }

    /** The channel answered, be it with a refusal. */
    synchronized void succeeded() {
        failures = 0;
        openings = 0;
        openUntil = null;
        probing = false;
    }

    /** The channel was down. */
    synchronized void failed(Instant now) {
        failures++;
        if (probing || (openUntil == null && failures >= FAILURES)) {
            openings++;
            openUntil = now.plus(backoff.pause(openings));
            probing = false;
        }
    }

    /** The probe ended without an answer, such as one that was interrupted; the next read may be another. */
    synchronized void undecided() {
        probing = false;
    }

    /** Somebody wants to know now: the next read is the probe. */
    synchronized void tryNow(Instant now) {
        if (openUntil != null) {
            openUntil = now;
        }
    }

    /** Until when nothing is asked; empty while it is closed. */
    synchronized Optional<Instant> openUntil() {
        return Optional.ofNullable(openUntil);
    }
}
