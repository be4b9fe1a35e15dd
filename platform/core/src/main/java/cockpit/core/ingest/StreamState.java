package cockpit.core.ingest;

import cockpit.core.ingest.ConnectionStatus.StreamStatus;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Stream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How one stream of a connection is doing. Guarded by itself. */
final class StreamState {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private final Stream stream;
    private final Optional<Duration> every;
    private long rows;
    private @Nullable Instant lastSuccess;
    private boolean caughtUp;
    private boolean running;
    private boolean dirty;
    private Instant nextRun;
    private int failures;
    private @Nullable Problem problem;
    private @Nullable Double progress;
    private Way way = Way.UNKNOWN;
    private @Nullable LocalDate before;
    private final boolean resumed;
    private final Set<String> noticed = new HashSet<>();
    private @Nullable FullRun fullRun;

    /** How a source goes through its history. */
    private enum Way {
        UNKNOWN,
        FROM_THE_OLDEST,
        FROM_THE_NEWEST
    }

    StreamState(Stream stream, Optional<Duration> every, IngestMemory.Run run, Instant now) {
        this.stream = stream;
        this.every = every;
        this.rows = run.rows();
        this.lastSuccess = run.lastSuccess().orElse(null);
        this.caughtUp = run.caughtUp() || every.isEmpty();
        this.resumed = run.lastSuccess().isPresent();
        this.nextRun = now;
    }

    Stream stream() {
        return stream;
    }

    Optional<Duration> every() {
        return every;
    }

    /** Marks a pulled stream as running if it is due. */
    synchronized boolean begin(Instant now) {
        boolean due = every.isPresent() && !running && !stopped() && !nextRun.isAfter(now);
        running |= due;
        return due;
    }

    synchronized void end() {
        running = false;
    }

    boolean readsInFull() {
        return stream.reading() instanceof Stream.Reading.Full;
    }

    /** The run that is under way, or a new one. */
    synchronized FullRun fullRun() {
        if (fullRun == null) {
            fullRun = new FullRun();
        }
        return fullRun;
    }

    /** A run that reads everything begins anew. */
    synchronized void breakRun() {
        fullRun = null;
    }

    private boolean stopped() {
        return problem != null && problem.stops();
    }

    synchronized boolean caughtUp() {
        return caughtUp;
    }

    /** Rows landed: by a page, a push or a file. */
    synchronized void landed(int changed, Instant now) {
        rows += changed;
        lastSuccess = now;
        dirty = true;
    }

    /** A page was stored. */
    synchronized void read(boolean more, Optional<LocalDate> newestDay, int historyDays, LocalDate today, Instant now) {
        failures = 0;
        problem = null;
        if (!more) {
            fullRun = null;
            caughtUp = true;
            progress = null;
            nextRun = now.plus(every.orElse(LONGEST_PAUSE));
        } else if (!caughtUp && newestDay.isPresent() && historyDays > 0) {
            learnWay(newestDay.get(), today);
            long since = today.toEpochDay() - newestDay.get().toEpochDay();
            double days =
                    switch (way) {
                        case UNKNOWN -> 0;
                        case FROM_THE_OLDEST -> historyDays - since;
                        case FROM_THE_NEWEST -> since;
                    };
            double share = Math.clamp(days / historyDays, 0, 0.99);
            progress = progress == null ? share : Math.max(progress, share);
        }
        dirty = true;
    }

    /**
     * A history that begins with today is read backwards: only the days after a page are done. One that was interrupted may
     * begin anywhere, so its second day tells.
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

    /**
     * A read failed, which breaks a run that reads everything, unless the channel only asked to wait. Without a given pause
     * the pause doubles, up to a quarter of an hour, less some jitter.
     */
    synchronized void failed(Problem what, Optional<Duration> pause, Instant now) {
        problem = what;
        failures++;
        if (!what.fault().equals(Optional.of(Fault.LIMIT))) {
            fullRun = null;
        }
        Duration growing = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 20));
        Duration capped = growing.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : growing;
        long jittered = (long)
                (capped.toMillis() * (0.8 + 0.2 * ThreadLocalRandom.current().nextDouble()));
        nextRun = now.plus(pause.orElse(Duration.ofMillis(jittered)));
    }

    /** Makes it due now, whatever was wrong. */
    synchronized void retryNow(Instant now) {
        failures = 0;
        if (stopped()) {
            problem = null;
        }
        nextRun = now;
    }

    /** Files wait to be read; {@code share} of those seen are done. */
    synchronized void filesRead(double share) {
        if (every.isEmpty()) {
            caughtUp = share >= 1;
            progress = caughtUp ? null : Double.valueOf(share);
        }
    }

    synchronized void note(@Nullable Problem what) {
        problem = what;
    }

    /** @return whether the field was not known before */
    synchronized boolean notice(String field) {
        return noticed.size() < 200 && noticed.add(field);
    }

    synchronized Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    synchronized Optional<Instant> lastSuccess() {
        return Optional.ofNullable(lastSuccess);
    }

    /** What to remember, once after each change. */
    synchronized Optional<IngestMemory.Run> takeDirty() {
        if (!dirty) {
            return Optional.empty();
        }
        dirty = false;
        return Optional.of(new IngestMemory.Run(rows, Optional.ofNullable(lastSuccess), caughtUp));
    }

    synchronized StreamStatus status() {
        Optional<Instant> next = every.isPresent() && !stopped() ? Optional.of(nextRun) : Optional.empty();
        Optional<Double> share = caughtUp ? Optional.empty() : Optional.of(progress == null ? 0.0 : progress);
        return new StreamStatus(
                stream.name(),
                stream.title(),
                rows,
                Optional.ofNullable(lastSuccess),
                next,
                share,
                Optional.ofNullable(problem).map(Problem::sentence));
    }
}
