package cockpit.core.ingest;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a stream's history was read, measured by the days of its facts. It claims only what is surely read, and the share
 * only grows. Guarded by its stream.
 */
final class BackFill {

    private static final int WHOLE = 10_000;
    private static final int NEARLY = 9_900;
    private static final double FORGET_SECONDS = 60;

    private final boolean resumed;
    private int done;
    private Way way;
    private @Nullable LocalDate before;
    private long millis;
    private double recentRows;
    private double recentSeconds;

    /** How a source goes through its history. */
    enum Way {
        UNKNOWN,
        FROM_THE_OLDEST,
        FROM_THE_NEWEST
    }

    /**
     * What outlives a restart.
     *
     * @param done share in ten thousandths
     * @param millis time spent on it
     */
    record Memory(int done, Way way, long millis) {
        static final Memory NONE = new Memory(0, Way.UNKNOWN, 0);
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

    /** @param resumed whether something of the history was read before */
    BackFill(Memory memory, boolean resumed) {
        this.done = Math.clamp(memory.done(), 0, NEARLY);
        this.way = memory.way();
        this.millis = memory.millis();
        this.resumed = resumed;
    }

    Memory memory() {
        return new Memory(done, way, millis);
    }

    /** A page was stored, so long after the one before. */
    void page(long rows, Duration took) {
        millis += took.toMillis();
        double seconds = Math.max(took.toNanos() / 1e9, 1e-6);
        double keep = Math.exp(-seconds / FORGET_SECONDS);
        recentRows = recentRows * keep + rows;
        recentSeconds = recentSeconds * keep + seconds;
    }

    /** The newest day of the facts of a page. */
    void day(LocalDate newest, int historyDays, LocalDate today) {
        if (historyDays <= 0) {
            return;
        }
        learnWay(newest, today);
        long since = today.toEpochDay() - newest.toEpochDay();
        long read =
                switch (way) {
                    case UNKNOWN -> 0;
                    case FROM_THE_OLDEST -> historyDays - since;
                    case FROM_THE_NEWEST -> since;
                };
        done = Math.max(done, Math.clamp(read * WHOLE / historyDays, 0, NEARLY));
    }

    /**
     * A history that begins with today is read backwards: only the days after a page are done. One that was interrupted before
     * the way was known may begin anywhere, so its second day tells.
     */
    private void learnWay(LocalDate newest, LocalDate today) {
        if (way == Way.UNKNOWN) {
            if (!newest.isBefore(today.minusDays(1))) {
                way = Way.FROM_THE_NEWEST;
            } else if (!resumed) {
                way = Way.FROM_THE_OLDEST;
            } else if (before != null && !newest.equals(before)) {
                way = newest.isBefore(before) ? Way.FROM_THE_NEWEST : Way.FROM_THE_OLDEST;
            }
        }
        before = newest;
    }

    Optional<Progress> progress(int historyDays) {
        if (way == Way.UNKNOWN) {
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
