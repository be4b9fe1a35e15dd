package cockpit.core.ingest;

import cockpit.core.ingest.ConnectionStatus.Origin;
import cockpit.spi.Text;
import java.time.Duration;
import java.util.Map;

/**
 * One entry of {@code connections.yaml}, or a connection that was made on a page.
 *
 * @param id unique in its tenant
 * @param source id of the data source
 * @param historyDays how many days back the first read begins
 * @param requestsPerSecond how many requests the channel gets at most, with bursts of twice as many
 * @param settings as written; in a file with {@code ${NAME}} and {@code ${NAME:default}} for values of the environment
 * @param orgUnits code of the org unit by the channel's own id
 * @param every interval by stream, where it is not the source's own
 * @param origin where it was defined
 * @param sealed secrets of a connection that was made on a page, encrypted; empty for others
 */
record ConnectionConfig(
        String id,
        Text title,
        String source,
        int historyDays,
        int requestsPerSecond,
        Map<String, String> settings,
        Map<String, String> orgUnits,
        Map<String, Duration> every,
        Origin origin,
        String sealed) {

    ConnectionConfig {
        settings = Map.copyOf(settings);
        orgUnits = Map.copyOf(orgUnits);
        every = Map.copyOf(every);
    }

    /** Without settings, which may hold a secret that somebody wrote into a file. */
    @Override
    public String toString() {
        return "ConnectionConfig[" + id + " of " + source + "]";
    }
}
