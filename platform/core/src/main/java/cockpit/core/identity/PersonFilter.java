package cockpit.core.identity;

import cockpit.core.warehouse.Fact;
import cockpit.spi.data.Dataset;

/** Stands where facts come in and keeps out whom the tenant has erased. */
@FunctionalInterface
public interface PersonFilter {

    /** For tests and for those who erase nobody. */
    PersonFilter NONE = (_, _, _, fact) -> fact;

    /** The fact as it may be stored: of an erased person, without the keys, and under a key that names nobody. */
    Fact cleaned(String tenant, String connection, Dataset dataset, Fact fact);
}
