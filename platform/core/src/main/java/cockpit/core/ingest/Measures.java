package cockpit.core.ingest;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a connection has done since this server started, and how it stands. It holds no personal data.
 *
 * @param rows that the channel delivered
 * @param changed facts that were new or changed
 * @param setAside rows that did not fit
 * @param failures by kind: a fault's name, or INTERNAL where facts or metadata could not be written
 * @param lag by stream: how long ago it was last up to date; empty where it never was
 * @param quarantined rows set aside and not yet dealt with
 */
public record Measures(
        String connection,
        String source,
        long pages,
        long rows,
        long changed,
        long setAside,
        Map<String, Long> failures,
        Map<String, Optional<Duration>> lag,
        long quarantined,
        ConnectionStatus.State state) {

    /**
     * Reads of all tenants of this server.
     *
     * @param waiting for their turn
     * @param running now
     */
    public record Queue(int waiting, int running) {}
}
