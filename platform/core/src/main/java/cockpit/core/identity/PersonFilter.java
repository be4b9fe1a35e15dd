package cockpit.core.identity;

import cockpit.core.warehouse.Fact;
import cockpit.spi.data.Dataset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stands where facts come in and keeps out whom the tenant has erased. */
public interface PersonFilter {

    /** For tests and for those who erase nobody. */
    PersonFilter NONE = new PersonFilter() {

        @Override
        public Fact cleaned(String tenant, String connection, Dataset dataset, Fact fact) {
            return fact;
        }

        @Override
        public boolean isErased(
                String tenant, String connection, Dataset dataset, Map<String, ? extends @Nullable Object> values) {
            return false;
        }
    };

    /** The fact as it may be stored: of an erased person, without the keys, and under a key that names nobody. */
    Fact cleaned(String tenant, String connection, Dataset dataset, Fact fact);

    /** Whether values by dataset column, a phone as its keyed hash, carry a key of an erased person. */
    boolean isErased(String tenant, String connection, Dataset dataset, Map<String, ? extends @Nullable Object> values);
}
