package cockpit.core.ingest;

import cockpit.spi.Secret;
import cockpit.spi.Text;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * A connection as it is edited on its page. Secrets go in and never come out: the page learns only which of them have a value.
 *
 * @param id unique in its tenant; it cannot be changed later
 * @param version of the definition that was edited; 0 for a new one
 * @param source id of the data source; it cannot be changed later
 * @param settings values of the form but those of secrets
 * @param secrets new values of secrets
 * @param kept secrets that keep the value they have
 * @param orgUnits code of the org unit by the channel's own id
 * @param every interval by stream, where it is not the source's own
 */
public record ConnectionDraft(
        String id,
        int version,
        Text title,
        String source,
        int historyDays,
        int requestsPerSecond,
        Map<String, String> settings,
        Map<String, Secret> secrets,
        Set<String> kept,
        Map<String, String> orgUnits,
        Map<String, Duration> every) {

    public ConnectionDraft {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
        kept = Set.copyOf(kept);
        orgUnits = Map.copyOf(orgUnits);
        every = Map.copyOf(every);
    }
}
