package cockpit.core.live;

import cockpit.core.ingest.Freshness;
import java.util.List;

/** Says how far a tenant's datasets can be trusted now. Asked often; answers from memory. */
@FunctionalInterface
public interface FreshnessSource {

    /** One entry for each dataset that some connection fills; a dataset without one counts as unknown. */
    List<Freshness> of(String tenant);
}
