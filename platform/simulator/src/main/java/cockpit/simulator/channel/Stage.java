package cockpit.simulator.channel;

import cockpit.simulator.Credentials;
import cockpit.simulator.clock.WorldClock;
import cockpit.simulator.fault.Faults;
import cockpit.simulator.ledger.Truth;
import cockpit.simulator.world.World;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What a channel plays with.
 *
 * @param truth what happened; its world says what is planned
 * @param clock the world's time: what a channel shows depends on it
 * @param faults ordered troubles
 * @param credentials what clients must know
 * @param accessLife how long access tokens work, at most as long as the channel's own do
 * @param unlimited whether the channel's frequency limits are off, for measuring
 * @param real the clock on the wall: tokens and limits run on it
 */
public record Stage(
        Truth truth,
        WorldClock clock,
        Faults faults,
        Credentials credentials,
        Duration accessLife,
        boolean unlimited,
        InstantSource real) {

    /** The world that is played. */
    public World world() {
        return truth.world();
    }
}
