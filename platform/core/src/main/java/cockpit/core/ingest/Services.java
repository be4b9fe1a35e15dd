package cockpit.core.ingest;

import cockpit.core.identity.PersonFilter;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.Vault;
import cockpit.core.warehouse.Warehouse;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What every connection of this server shares.
 *
 * @param persons keeps out whom a tenant has erased
 * @param liveReads permits for reads of streams that are up to date
 * @param historyReads permits for reads of history: few, so that they never crowd out the others
 */
record Services(
        Warehouse warehouse,
        Plugins plugins,
        Vault vault,
        Transactions transactions,
        IngestMemory memory,
        Quarantine quarantine,
        NewFields fields,
        RunHistory history,
        MappingStore mappings,
        Leases leases,
        PersonFilter persons,
        InstantSource clock,
        Map<String, String> environment,
        Path dataDirectory,
        HttpClient http,
        Turns liveReads,
        Turns historyReads) {

    /** Never the environment: it holds secrets. */
    @Override
    public String toString() {
        return "Services";
    }
}
