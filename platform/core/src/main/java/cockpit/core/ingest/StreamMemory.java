package cockpit.core.ingest;

import java.time.Instant;
import java.util.Optional;

/**
 * What of a stream outlives a restart.
 *
 * @param rows stored so far
 * @param caughtUp whether its history was read
 * @param nextRun when it is due; empty if it never ran
 * @param failures in a row
 * @param problem what is wrong
 * @param pause that somebody paused it
 */
record StreamMemory(
        long rows,
        Optional<Instant> lastSuccess,
        boolean caughtUp,
        Optional<Instant> nextRun,
        int failures,
        Optional<Problem> problem,
        BackFill.Memory backFill,
        Optional<Pause> pause) {

    static final StreamMemory NONE = new StreamMemory(
            0, Optional.empty(), false, Optional.empty(), 0, Optional.empty(), BackFill.Memory.NONE, Optional.empty());
}
