package cockpit.core.ingest;

import java.time.Duration;
import java.util.Optional;

/**
 * The token bucket of one account, over the machine's uptime. Live requests go first: one may take a token before it is due
 * and wait for it, while a request of a back-fill takes only what is left over.
 */
final class RateLimit {

    private final double perNano;
    private final double burst;
    private double tokens;
    private long last = System.nanoTime();
    private long pausedUntil = last;

    RateLimit(double perSecond, double burst) {
        this.perNano = perSecond / 1_000_000_000d;
        this.burst = burst;
        this.tokens = burst;
    }

    /** Takes a token if there is one. */
    synchronized boolean tryTake() {
        refill();
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Takes a token and waits until it is due. Who asks first, waits least. */
    void take() throws InterruptedException {
        long wait;
        synchronized (this) {
            refill();
            tokens--;
            wait = tokens >= 0 ? 0 : (long) (-tokens / perNano);
        }
        if (wait > 0) {
            Thread.sleep(Duration.ofNanos(wait));
        }
    }

    /** Takes a token that nobody else wants, and waits until there is one. */
    void takeLeftOver() throws InterruptedException {
        while (true) {
            long wait;
            synchronized (this) {
                refill();
                if (tokens >= 1) {
                    tokens--;
                    return;
                }
                wait = (long) ((1 - tokens) / perNano);
            }
            Thread.sleep(Duration.ofNanos(Math.max(wait, 100_000)));
        }
    }

    /** The channel asked to wait: the account is left alone for that long. */
    synchronized void pause(Duration howLong) {
        pausedUntil = Math.max(pausedUntil, System.nanoTime() + howLong.toNanos());
    }

    /** How long the account is still left alone. */
    synchronized Optional<Duration> paused() {
        long left = pausedUntil - System.nanoTime();
        return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }

    /** Requests that may be sent at once. */
    synchronized int available() {
        refill();
        return (int) Math.max(0, Math.floor(tokens));
    }

    private void refill() {
        long now = System.nanoTime();
        tokens = Math.min(burst, tokens + (now - last) * perNano);
        last = now;
    }
}
