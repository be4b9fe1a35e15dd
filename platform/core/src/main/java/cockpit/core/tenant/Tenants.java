package cockpit.core.tenant;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The tenants of this install. */
public interface Tenants {

    List<Tenant> all();

    Optional<Tenant> find(String code);

    /** @throws IllegalArgumentException if there is no such tenant */
    default Tenant get(String code) {
        return find(code).orElseThrow(() -> new IllegalArgumentException("There is no tenant " + code + "."));
    }

    /** Calls back for each tenant that is there, and for each that is loaded or changed later. */
    void whenLoaded(Consumer<Tenant> listener);
}
