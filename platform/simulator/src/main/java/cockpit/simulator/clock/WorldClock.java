package cockpit.simulator.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The world's time: runs at a multiple of real time from where it was started, can stand still, can be moved on, and
 * never runs backwards. Safe for use by several threads.
 */
public final class WorldClock {
    private final InstantSource real;
    private volatile Anchor anchor;

    private record Anchor(Instant real, Instant world, double speed, boolean frozen) {
        Instant worldAt(Instant now) {
            if (frozen) {
                return world;
            }
            long elapsed = Math.max(0, Duration.between(real, now).toMillis());
            return world.plusMillis(Math.round(elapsed * speed));
        }
    }

    /**
     * What the clock shows.
     *
     * @param realNow the machine's time
     * @param worldNow the world's time
     * @param speed world seconds in a real second
     * @param frozen whether it stands still
     */
    public record Reading(Instant realNow, Instant worldNow, double speed, boolean frozen) {}

    /**
     * A clock that shows {@code world} now.
     *
     * @throws IllegalArgumentException unless the speed is above zero and at most 100000
     */
    public WorldClock(InstantSource real, Instant world, double speed, boolean frozen) {
        this.real = real;
        this.anchor = new Anchor(real.instant(), world, checked(speed), frozen);
    }

    /** The world's time. */
    public Instant now() {
        return anchor.worldAt(real.instant());
    }

    /** The world's time in whole epoch seconds. */
    public long seconds() {
        return now().getEpochSecond();
    }

    /** Everything at once. */
    public Reading read() {
        Anchor current = anchor;
        Instant now = real.instant();
        return new Reading(now, current.worldAt(now), current.speed(), current.frozen());
    }

    /** Changes the speed from now on. */
    public synchronized void speed(double speed) {
        double next = checked(speed);
        Instant now = real.instant();
        anchor = new Anchor(now, anchor.worldAt(now), next, anchor.frozen());
    }

    /** Stops the clock, or lets it run on. */
    public synchronized void freeze(boolean frozen) {
        Instant now = real.instant();
        anchor = new Anchor(now, anchor.worldAt(now), anchor.speed(), frozen);
    }

    /**
     * Moves the clock on.
     *
     * @throws IllegalArgumentException for a step backwards
     */
    public synchronized void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("the clock never runs backwards: advanceSeconds must be 0 or more");
        }
        Instant now = real.instant();
        anchor = new Anchor(now, anchor.worldAt(now).plus(step), anchor.speed(), anchor.frozen());
    }

    private static double checked(double speed) {
        if (!(speed > 0) || speed > 100_000) {
            throw new IllegalArgumentException("speed must be above 0 and at most 100000");
        }
        return speed;
    }
}
