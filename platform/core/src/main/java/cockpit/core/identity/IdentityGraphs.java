package cockpit.core.identity;

import cockpit.core.warehouse.Alterations;
import cockpit.core.warehouse.Companion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The identity graphs of all tenants. Rules are loaded before a tenant's facts are opened, and again when they change. */
public final class IdentityGraphs implements Companion.Maker {

    private final Map<String, IdentityRules> rules = new ConcurrentHashMap<>();
    private final Map<String, IdentityGraph> graphs = new ConcurrentHashMap<>();

    @Override
    public Companion of(String tenant) {
        IdentityGraph graph = new IdentityGraph(tenant, rules.getOrDefault(tenant, IdentityRules.DEFAULT));
        graphs.put(tenant, graph);
        return graph;
    }

    /**
     * Reads a tenant's rules. A tenant that is open keeps its own until {@link #follow}.
     *
     * @throws cockpit.core.yaml.YamlProblem for the first mistake; the rules stay as they were
     */
    public void load(String tenant, Path folder) {
        rules.put(tenant, IdentityRules.read(folder));
    }

    /** Makes the graph of an open tenant anew if it was made by other rules or never finished. Does not wait. */
    public void follow(String tenant, Alterations facts) {
        IdentityGraph graph = graph(tenant);
        facts.alterSoon(tenant, writer -> {
            IdentityRules wanted = rules.getOrDefault(tenant, IdentityRules.DEFAULT);
            return graph.rules().equals(wanted) && !graph.isStale(writer) ? List.of() : graph.rebuild(writer, wanted);
        });
    }

    KeyColumns columns(String tenant) {
        return graph(tenant).columns();
    }

    IdentityGraph graph(String tenant) {
        IdentityGraph graph = graphs.get(tenant);
        if (graph == null) {
            throw new IllegalArgumentException("The facts of tenant " + tenant + " are not open.");
        }
        return graph;
    }
}
