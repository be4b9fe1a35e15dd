package cockpit.core.live;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs plugin code so that whatever it does costs its own tile only. It runs on a thread that is given up when the time is
 * over; a widget that holds several such threads is not run until one of them comes back.
 */
final class WidgetGuard implements AutoCloseable {

    private static final int MOST_STUCK = 2;

    private final Duration budget;
    private final Map<String, AtomicInteger> stuck = new ConcurrentHashMap<>();
    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("widget-", 1).factory());

    /** It threw; the cause is what. */
    static final class Failed extends Exception {

        private static final long serialVersionUID = 1L;

        Failed(Throwable cause) {
            super(cause);
        }
    }

    /** It took longer than it may. */
    static final class Slow extends Exception {

        private static final long serialVersionUID = 1L;
    }

    WidgetGuard(Duration budget) {
        this.budget = budget;
    }

    <T> T call(String widget, Callable<T> work) throws Failed, Slow {
        AtomicInteger held = stuck.computeIfAbsent(widget, _ -> new AtomicInteger());
        if (held.get() >= MOST_STUCK) {
            throw new Slow();
        }
        AtomicBoolean ended = new AtomicBoolean();
        Future<T> result = threads.submit(() -> {
            try {
                return work.call();
            } finally {
                if (!ended.compareAndSet(false, true)) {
                    held.decrementAndGet();
                }
            }
        });
        try {
            return result.get(budget.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new Failed(e.getCause());
        } catch (TimeoutException _) {
            giveUp(result, ended, held);
            throw new Slow();
        } catch (InterruptedException e) {
            giveUp(result, ended, held);
            Thread.currentThread().interrupt();
            throw new Failed(e);
        }
    }

    private static void giveUp(Future<?> result, AtomicBoolean ended, AtomicInteger held) {
        held.incrementAndGet();
        if (!ended.compareAndSet(false, true)) {
            held.decrementAndGet();
        }
        result.cancel(true);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
