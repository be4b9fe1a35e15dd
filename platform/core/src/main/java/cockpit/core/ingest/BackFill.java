package cockpit.core.ingest;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/**
 * How far a stream's history was read, measured by the days of its facts. Channels are read from the oldest day on or from the
 * newest day back; the first page tells. The share only grows. Guarded by its stream.
 */
final class BackFill {

    private static final int WHOLE = 10_000;
    private static final int NEARLY = 9_900;
    private static final double FORGET_SECONDS = 60;

    private int done;
    private boolean begun;
    private boolean newestFirst;
    private long millis;
    private double recentRows;
    private double recentSeconds;

    /**
     * What outlives a restart.
     *
     * @param done share in ten thousandths
     * @param millis time spent on it
     */
    record Memory(int done, boolean newestFirst, long millis) {
        static final Memory NONE = new Memory(0, false, 0);
    }

    /**
     * As its page shows it.
     *
     * @param share of the history, 0 to 1, never shrinking
     * @param daysLeft days of history that are still to be read, never growing
     * @param rowsPerSecond lately
     * @param left how long it will take at the speed so far; empty while that cannot be said
     */
    record Progress(double share, long daysLeft, double rowsPerSecond, Optional<Duration> left) {}

    BackFill(Memory memory) {
        this.done = Math.clamp(memory.done(), 0, NEARLY);
        this.newestFirst = memory.newestFirst();
        this.millis = memory.millis();
        this.begun = memory.done() > 0 || memory.millis() > 0;
    }

    Memory memory() {
        return new Memory(done, newestFirst, millis);
    }

    /** A page was stored, so long after the one before. */
    void page(long rows, Duration took) {
        millis += took.toMillis();
        double seconds = Math.max(took.toNanos() / 1e9, 1e-6);
        double keep = Math.exp(-seconds / FORGET_SECONDS);
        recentRows = recentRows * keep + rows;
        recentSeconds = recentSeconds * keep + seconds;
    }

    /** Facts of these days were among the page. */
    void days(LocalDate oldest, LocalDate newest, int historyDays, LocalDate today) {
        if (historyDays <= 0) {
            return;
        }
        if (!begun) {
            begun = true;
            newestFirst = !newest.isBefore(today.minusDays(1)) && oldest.isAfter(today.minusDays(historyDays / 2L + 1));
        }
        long read = newestFirst
                ? today.toEpochDay() - oldest.toEpochDay()
                : historyDays - (today.toEpochDay() - newest.toEpochDay());
        done = Math.max(done, Math.clamp(read * WHOLE / historyDays, 0, NEARLY));
    }

    Optional<Progress> progress(int historyDays) {
        if (!begun) {
            return Optional.empty();
        }
        double share = done / (double) WHOLE;
        long daysLeft = Math.max(1, Math.ceilDiv((long) historyDays * (WHOLE - done), WHOLE));
        Optional<Duration> left = done < 50 || millis < 1_000
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) (millis * (1 - share) / share)));
        return Optional.of(new Progress(share, daysLeft, recentSeconds == 0 ? 0 : recentRows / recentSeconds, left));
    }
}
