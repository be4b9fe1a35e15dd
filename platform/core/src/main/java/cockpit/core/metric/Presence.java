package cockpit.core.metric;

import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.core.warehouse.Warehouse;
import cockpit.spi.data.Dataset;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which org units have ever had a fact of a dataset: what tells "none today" (0) from "not known at this level" (nothing).
 * Facts are never deleted, so a yes is remembered for good and a no until the dataset changes.
 */
final class Presence {

    private final Warehouse warehouse;
    private final SqlCompiler compiler;
    private final Duration timeout;
    private final Map<Key, Seen> seen = new ConcurrentHashMap<>();

    private record Key(String tenant, Dataset dataset) {}

    private record Seen(long version, Set<String> units) {}

    Presence(Warehouse warehouse, SqlCompiler compiler, Duration timeout) {
        this.warehouse = warehouse;
        this.compiler = compiler;
        this.timeout = timeout;
    }

    /** Whether any unit of a subtree has had a fact; of the whole tree, whether there is any fact at all. */
    boolean seen(String tenant, Dataset dataset, OrgTree org, String top) {
        Key key = new Key(tenant, dataset);
        Seen known = seen.get(key);
        if (known != null && any(known, org, top)) {
            return true;
        }
        long version = warehouse.version(tenant, dataset);
        if (known != null && known.version() == version) {
            return false;
        }
        Set<String> units = warehouse.query(tenant, compiler.unitsSeen(dataset), timeout).rows().stream()
                .map(row -> text(row.getFirst()))
                .collect(Collectors.toUnmodifiableSet());
        Seen fresh = new Seen(version, units);
        seen.put(key, fresh);
        return any(fresh, org, top);
    }

    /** The nearest unit above another at which facts themselves stand. Facts without a unit stand at the root. */
    Optional<OrgUnit> above(String tenant, Dataset dataset, OrgTree org, String unit) {
        boolean none = !seen(tenant, dataset, org, org.root().code());
        Seen known = seen.get(new Key(tenant, dataset));
        if (none || known == null) {
            return Optional.empty();
        }
        return org.path(unit).reversed().stream()
                .filter(higher -> !higher.code().equals(unit))
                .filter(higher -> known.units().contains(higher.code())
                        || (known.units().contains("") && higher.equals(org.root())))
                .findFirst();
    }

    private static boolean any(Seen seen, OrgTree org, String top) {
        if (top.equals(org.root().code())) {
            return !seen.units().isEmpty();
        }
        return seen.units().contains(top) || seen.units().stream().anyMatch(unit -> org.within(unit, top));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
