package cockpit.core.metric;

import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.spi.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A small chain: headquarters, two regions, three stores. */
final class Chain {

    static final OrgTree ORG = new OrgTree(List.of(
            unit("HQ", null, OrgUnit.Level.HQ),
            unit("EAST", "HQ", OrgUnit.Level.REGION),
            unit("SOUTH", "HQ", OrgUnit.Level.REGION),
            new OrgUnit(
                    "S001",
                    "EAST",
                    Text.of("西湖店", "Xihu"),
                    OrgUnit.Level.STORE,
                    Map.of("province", "浙江", "city", "杭州", "lng", "120.13", "lat", "30.26")),
            unit("S002", "EAST", OrgUnit.Level.STORE),
            unit("S003", "SOUTH", OrgUnit.Level.STORE)));

    static final Tenant TENANT = new Tenant("yanjiusuo", Text.of("颜究所", "Yanjiusuo"), MemoryWarehouse.ZONE, ORG);

    /** The dictionary that the product ships for this chain. */
    static final Path TENANT_FOLDER = Path.of("../../tenant-configs/yanjiusuo");

    private Chain() {}

    private static OrgUnit unit(String code, @org.jspecify.annotations.Nullable String parent, OrgUnit.Level level) {
        return new OrgUnit(code, parent, Text.same(code), level, Map.of());
    }

    static Viewer viewer(String orgUnit) {
        return new Viewer("yanjiusuo", "u", "U", Set.of(Right.VIEW), orgUnit, Locale.SIMPLIFIED_CHINESE);
    }

    static Tenants tenants() {
        return new Tenants() {
            @Override
            public List<Tenant> all() {
                return List.of(TENANT);
            }

            @Override
            public Optional<Tenant> find(String code) {
                return code.equals(TENANT.code()) ? Optional.of(TENANT) : Optional.empty();
            }

            @Override
            public void whenLoaded(Consumer<Tenant> listener) {
                listener.accept(TENANT);
            }
        };
    }
}
