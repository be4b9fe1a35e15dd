package cockpit.simulator.channel;

import java.util.List;

/** The channels that are played beside Ocean Engine, the till and the clinic system. */
public final class PlayedChannels {
    private PlayedChannels() {}

    /** Those whose secrets the credentials hold; the others are left out. */
    public static List<PlayedChannel> on(Stage stage) {
        return List.of();
    }
}
