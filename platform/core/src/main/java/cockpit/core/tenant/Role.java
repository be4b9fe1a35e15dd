package cockpit.core.tenant;

import cockpit.spi.Text;
import java.util.Set;

/**
 * A named set of rights.
 *
 * @param code unique in its tenant: {@code store-manager}
 */
public record Role(String code, Text title, Set<Right> rights) {

    public Role {
        rights = Set.copyOf(rights);
    }
}
