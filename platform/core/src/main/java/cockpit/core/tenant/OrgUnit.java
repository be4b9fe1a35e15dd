package cockpit.core.tenant;

import cockpit.spi.Text;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of a tenant's tree.
 *
 * @param code unique in its tenant: {@code S001}
 * @param parent code of the parent; null for the root only
 * @param name what people call it
 * @param level headquarters, region or store
 * @param attributes {@code province}, {@code city}, {@code lng}, {@code lat} where stated
 */
public record OrgUnit(String code, @Nullable String parent, Text name, Level level, Map<String, String> attributes) {

    /** Depth in the tree. */
    public enum Level {
        HQ,
        REGION,
        STORE
    }

    public OrgUnit {
        attributes = Map.copyOf(attributes);
    }
}
