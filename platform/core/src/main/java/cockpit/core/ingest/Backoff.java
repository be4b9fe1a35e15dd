package cockpit.core.ingest;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses after failures: exponential with full jitter. The pause is drawn evenly between the shortest one and a bound that
 * doubles with each failure, so that many connections that failed together do not come back together.
 */
final class Backoff {

    private static final Duration SHORTEST = Duration.ofMillis(500);

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** The longest pause that may follow so many failures in a row. */
    Duration bound(int failures) {
        Duration growing = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, 20));
        return growing.compareTo(longest) > 0 ? longest : growing;
    }

    /** A pause after so many failures in a row, from 1. */
    Duration pause(int failures) {
        long room = bound(failures).minus(SHORTEST).toMillis();
        return SHORTEST.plusMillis(room <= 0 ? 0 : random.nextLong(room + 1));
    }
}
