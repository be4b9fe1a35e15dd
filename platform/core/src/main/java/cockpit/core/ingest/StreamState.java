package cockpit.core.ingest;

import cockpit.core.ingest.ConnectionRun.Outcome;
import cockpit.core.ingest.ConnectionStatus.StreamStatus;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Stream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one stream of a connection is doing. Guarded by itself. */
final class StreamState {

    private static final Duration UNKNOWN_INTERVAL = Duration.ofMinutes(15);
    private static final Duration LONGEST_WAIT = Duration.ofHours(25);

    private final Stream stream;
    private final Optional<Duration> every;
    private final int historyDays;
    private final Backoff backoff;
    private long rows;
    private @Nullable Instant lastSuccess;
    private boolean caughtUp;
    private boolean running;
    private boolean ending;
    private boolean dirty;
    private Instant nextRun;
    private int failures;
    private @Nullable Problem problem;
    private @Nullable Pause pause;
    private BackFill backFill;
    private @Nullable Double filesShare;
    private Instant readUntil = Instant.EPOCH;
    private boolean changedMeanwhile;
    private @Nullable FullRun fullRun;
    private final List<ConnectionRun> ended = new ArrayList<>();
    private Instant runBegan = Instant.EPOCH;
    private long runNanos;
    private long pageNanos;
    private long runPages;
    private long runRows;
    private long runChanged;
    private long runSetAside;

    StreamState(
            Stream stream,
            Optional<Duration> every,
            int historyDays,
            StreamMemory memory,
            Backoff backoff,
            Instant now) {
        this.stream = stream;
        this.every = every;
        this.historyDays = historyDays;
        this.backoff = backoff;
        this.nextRun = now;
        this.backFill = new BackFill(memory.backFill(), memory.lastSuccess().isPresent());
        remember(memory, now);
    }

    /** Takes over what another server, or an earlier life of this one, has written down. */
    private void remember(StreamMemory memory, Instant now) {
        rows = memory.rows();
        lastSuccess = memory.lastSuccess().orElse(null);
        caughtUp = memory.caughtUp() || every.isEmpty();
        failures = memory.failures();
        problem = memory.problem().orElse(null);
        pause = memory.pause().orElse(null);
        // a clock that was set back must not keep a stream from being read
        nextRun = memory.nextRun()
                .filter(at -> at.isBefore(now.plus(LONGEST_WAIT)))
                .orElse(now);
    }

    /** Shows what the server that reads the stream has written down. */
    synchronized void follow(StreamMemory memory, Instant now) {
        if (!running) {
            remember(memory, now);
            backFill = new BackFill(memory.backFill(), memory.lastSuccess().isPresent());
            dirty = false;
        }
    }

    Stream stream() {
        return stream;
    }

    Optional<Duration> every() {
        return every;
    }

    synchronized boolean isDue(Instant now) {
        return every.isPresent() && !running && !ending && !stopped() && pause == null && !nextRun.isAfter(now);
    }

    /** Marks a pulled stream as running. */
    synchronized void begin(Instant now) {
        running = true;
        runBegan = now;
        runNanos = System.nanoTime();
        pageNanos = runNanos;
        runPages = 0;
        runRows = 0;
        runChanged = 0;
        runSetAside = 0;
    }

    /** The run has ended. */
    synchronized void end(Outcome outcome) {
        running = false;
        if (outcome == Outcome.BROKEN_OFF) {
            fullRun = null;
        }
        Optional<Problem> why = outcome == Outcome.FAILED ? Optional.ofNullable(problem) : Optional.empty();
        ConnectionRun run = new ConnectionRun(
                stream.name(),
                runBegan,
                Duration.ofNanos(System.nanoTime() - runNanos),
                runPages,
                runRows,
                runChanged,
                runSetAside,
                outcome,
                why.flatMap(Problem::fault),
                why.map(Problem::sentence));
        if (run.isIdle() && !ended.isEmpty() && ended.getLast().isIdle()) {
            ended.removeLast();
        }
        ended.add(run);
        dirty = true;
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
    synchronized void read(
            boolean more,
            long read,
            long changed,
            long setAside,
            Optional<LocalDate> newestDay,
            LocalDate today,
            Instant now) {
        failures = 0;
        problem = null;
        runPages++;
        runRows += read;
        runChanged += changed;
        runSetAside += setAside;
        long nanos = System.nanoTime();
        if (!caughtUp) {
            backFill.page(read, Duration.ofNanos(nanos - pageNanos));
            newestDay.ifPresent(day -> backFill.day(day, historyDays, today));
        }
        pageNanos = nanos;
        if (!more) {
            fullRun = null;
            caughtUp = true;
            readUntil = now;
            Duration interval = every.orElse(UNKNOWN_INTERVAL);
            // what changed while it was read may have been missed
            nextRun = now.plus(changedMeanwhile ? interval.dividedBy(10) : interval);
            changedMeanwhile = false;
        }
        dirty = true;
    }

    /**
     * A read failed, which breaks a run that reads everything, unless the channel only asked to wait. Without a given pause
     * the next one is drawn, the longer the more failures there were.
     */
    synchronized void failed(Problem what, Optional<Duration> wait, Instant now) {
        problem = what;
        failures++;
        if (!what.fault().equals(Optional.of(Fault.LIMIT))) {
            fullRun = null;
        }
        nextRun = now.plus(wait.orElseGet(() -> backoff.pause(failures)));
        dirty = true;
    }

    /** Makes it due now, whatever was wrong. */
    synchronized void retryNow(Instant now) {
        failures = 0;
        if (stopped()) {
            problem = null;
        }
        nextRun = now;
        dirty = true;
    }

    /** It is to be read from its beginning: a run that is under way ends after its page. */
    synchronized void wantReset() {
        ending = true;
    }

    synchronized boolean isEnding() {
        return ending;
    }

    /** Whether its cursor is to be forgotten now, since no run is under way; it may begin again after {@link #forgetProgress}. */
    synchronized boolean mayReset() {
        return ending && !running;
    }

    /** It is read from its beginning. */
    synchronized void forgetProgress(Instant now) {
        caughtUp = every.isEmpty();
        backFill = new BackFill(BackFill.Memory.NONE, false);
        fullRun = null;
        ending = false;
        retryNow(now);
    }

    synchronized void pause(@Nullable Pause wanted, Instant now) {
        if (pause != null && wanted == null) {
            nextRun = nextRun.isAfter(now) ? nextRun : now;
        }
        pause = wanted;
    }

    synchronized Optional<Pause> paused() {
        return Optional.ofNullable(pause);
    }

    synchronized boolean isRunning() {
        return running;
    }

    /**
     * The channel said that it changed: it is due soon. A hundred changes make one read, since there is a tenth of the
     * interval between two; a pause after a failure stays what it is.
     */
    synchronized void hasten(Instant now) {
        if (every.isPresent() && failures == 0) {
            Instant soon = readUntil.plus(every.get().dividedBy(10));
            Instant due = soon.isAfter(now) ? soon : now;
            nextRun = due.isBefore(nextRun) ? due : nextRun;
            changedMeanwhile |= running;
        }
    }

    /** Files wait to be read; {@code share} of those seen are done. */
    synchronized void filesRead(double share) {
        if (every.isEmpty()) {
            caughtUp = share >= 1;
            filesShare = caughtUp ? null : Double.valueOf(share);
        }
    }

    synchronized void note(@Nullable Problem what) {
        problem = what;
    }

    synchronized Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    synchronized Optional<Instant> lastSuccess() {
        return Optional.ofNullable(lastSuccess);
    }

    /** Runs that ended since the last call. */
    synchronized List<ConnectionRun> takeRuns() {
        List<ConnectionRun> taken = List.copyOf(ended);
        ended.clear();
        return taken;
    }

    /** What to remember, once after each change. */
    synchronized Optional<StreamMemory> takeDirty() {
        if (!dirty) {
            return Optional.empty();
        }
        dirty = false;
        return Optional.of(new StreamMemory(
                rows,
                Optional.ofNullable(lastSuccess),
                caughtUp,
                every.isEmpty() ? Optional.empty() : Optional.of(nextRun),
                failures,
                every.isEmpty() ? Optional.empty() : Optional.ofNullable(problem),
                backFill.memory(),
                Optional.ofNullable(pause)));
    }

    /** It could not be written down after all. */
    synchronized void markDirty() {
        dirty = true;
    }

    /**
     * @param openUntil until when the connection's circuit is open
     * @param quarantined how many of its rows are set aside
     */
    synchronized StreamStatus status(Optional<Instant> openUntil, long quarantined) {
        Optional<Instant> next = every.isEmpty() || stopped() || pause != null
                ? Optional.empty()
                : Optional.of(openUntil.filter(until -> until.isAfter(nextRun)).orElse(nextRun));
        Optional<BackFill.Progress> history =
                caughtUp || every.isEmpty() ? Optional.empty() : backFill.progress(historyDays);
        Optional<Double> share = caughtUp
                ? Optional.empty()
                : history.map(BackFill.Progress::share).or(() -> Optional.of(filesShare == null ? 0.0 : filesShare));
        return new StreamStatus(
                stream.name(),
                stream.title(),
                rows,
                Optional.ofNullable(lastSuccess),
                next,
                share,
                Optional.ofNullable(problem).map(Problem::sentence),
                Optional.ofNullable(problem).flatMap(Problem::fault),
                every,
                stream.reading(),
                running,
                Optional.ofNullable(pause),
                history.map(progress ->
                        new ConnectionStatus.History(progress.daysLeft(), progress.rowsPerSecond(), progress.left())),
                quarantined);
    }
}
