package cockpit.core.live;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A clock, and an executor that works on the test's own thread whenever the clock is moved. */
final class ManualTime extends AbstractExecutorService implements ScheduledExecutorService, InstantSource {

    private final PriorityQueue<Task> queue =
            new PriorityQueue<>(Comparator.comparing((Task task) -> task.due).thenComparing(task -> task.number));
    private Instant now;
    private long number;
    private boolean shutdown;

    private final class Task extends FutureTask<Object> implements ScheduledFuture<Object> {

        private final long number;
        private Instant due;

        Task(Runnable work, Instant due, long number) {
            super(work, null);
            this.due = due;
            this.number = number;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(now, due));
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    ManualTime(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Lets time pass and does what falls due, in order. */
    void pass(Duration time) {
        Instant until = now.plus(time);
        while (!queue.isEmpty() && !queue.peek().due.isAfter(until)) {
            Task task = queue.remove();
            now = task.due.isAfter(now) ? task.due : now;
            task.run();
        }
        now = until;
    }

    /** Does what is due now. */
    void settle() {
        pass(Duration.ZERO);
    }

    private Task add(Runnable work, Duration delay) {
        Task task = new Task(work, now.plus(delay), number++);
        queue.add(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return add(work, Duration.of(delay, unit.toChronoUnit()));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long first, long delay, TimeUnit unit) {
        return add(
                new Runnable() {
                    @Override
                    public void run() {
                        work.run();
                        ScheduledFuture<?> _ = add(this, Duration.of(delay, unit.toChronoUnit()));
                    }
                },
                Duration.of(first, unit.toChronoUnit()));
    }

    @Override
    public void execute(Runnable work) {
        Task _ = add(work, Duration.ZERO);
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        List<Runnable> left = new ArrayList<>(queue);
        queue.clear();
        return left;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }
}
