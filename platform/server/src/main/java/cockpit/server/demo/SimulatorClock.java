package cockpit.server.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of the simulated world, so that "today" is the same day on both sides. It is computed from the simulator's last
 * answer and follows when that world is sped up, frozen or moved on. Small differences are not followed, so that time
 * does not jump to and fro; larger ones would make what the channels sign look too old.
 */
public final class SimulatorClock implements InstantSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatorClock.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Simulator simulator;
    private final InstantSource real;
    private final Thread following;
    private volatile Simulator.Clock reading;

    /** @throws cockpit.core.tenant.StartProblem if the simulator does not answer */
    SimulatorClock(Simulator simulator, InstantSource real) {
        this.simulator = simulator;
        this.real = real;
        try {
            this.reading = simulator.clock();
        } catch (IOException e) {
            throw simulator.unreachable(e);
        }
        this.following = Thread.ofVirtual().name("simulator-clock").start(this::follow);
    }

    @Override
    public Instant instant() {
        return reading.at(real.instant());
    }

    private void follow() {
        boolean silent = false;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(PAUSE);
                reading = next(reading, simulator.clock(), real.instant());
                silent = false;
            } catch (InterruptedException _) {
                return;
            } catch (IOException e) {
                if (!silent) {
                    LOG.warn("The simulator does not answer; time goes on as it was: {}", e.getMessage());
                }
                silent = true;
            }
        }
    }

    /** The old reading where both say about the same. */
    static Simulator.Clock next(Simulator.Clock old, Simulator.Clock fresh, Instant now) {
        Duration difference = Duration.between(old.at(now), fresh.at(now)).abs();
        boolean same = old.speed() == fresh.speed()
                && old.frozen() == fresh.frozen()
                && difference.toMillis() <= 100 * Math.max(1, fresh.speed());
        return same ? old : fresh;
    }

    @Override
    public void close() {
        following.interrupt();
    }
}
