package cockpit.core.ingest;

import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a dataset can be trusted now.
 *
 * @param at when its oldest stream last succeeded; empty if one never did
 * @param problem what is wrong in one sentence; empty if all is well
 */
public record Freshness(Dataset dataset, Optional<Instant> at, Trust trust, Optional<Text> problem) {

    /** In one word. */
    public enum Trust {
        /** Fresh, and another source says the same. */
        RECONCILED,
        FRESH,
        UNKNOWN,
        /** Later than promised. */
        LATE,
        /** History is still being read, a source is down, or days are missing. */
        PARTIAL,
        /** Two sources say something else. */
        CONFLICT;

        /** Whether a reader must know of this rather than of the other. */
        public boolean isWorseThan(Trust other) {
            return compareTo(other) > 0;
        }
    }
}
