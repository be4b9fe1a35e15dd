package cockpit.core.identity;

import cockpit.core.tenant.AuditLog;
import cockpit.core.tenant.Vault;
import cockpit.core.tenant.Viewer;
import cockpit.core.warehouse.Alterations;
import cockpit.core.warehouse.Companion;
import cockpit.spi.data.ColumnType;
import cockpit.spi.data.Dataset;
import cockpit.spi.data.DatasetColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Erases from the warehouse, the graph and every {@link PersonalStore}. */
public final class StoredErasures implements Erasures {

    private final StoredPeople people;
    private final Alterations facts;
    private final IdentityGraphs graphs;
    private final ErasureList list;
    private final Vault vault;
    private final AuditLog audit;
    private final List<PersonalStore> stores;

    public StoredErasures(
            StoredPeople people,
            Alterations facts,
            IdentityGraphs graphs,
            ErasureList list,
            Vault vault,
            AuditLog audit,
            List<PersonalStore> stores) {
        this.people = people;
        this.facts = facts;
        this.graphs = graphs;
        this.list = list;
        this.vault = vault;
        this.audit = audit;
        this.stores = List.copyOf(stores);
    }

    @Override
    public List<Part> look(Viewer viewer, long person) {
        people.requireDecider(viewer);
        Person known = people.person(viewer.tenant(), person);
        if (known.keys().isEmpty()) {
            return List.of();
        }
        List<Part> parts = parts(known);
        Trace trace = new Trace(viewer.tenant(), vault, keys(known));
        for (PersonalStore store : stores) {
            parts.add(new Part(store.title(), store.count(viewer.tenant(), trace)));
        }
        return List.copyOf(parts);
    }

    private static List<Part> parts(Person known) {
        List<Part> parts = new ArrayList<>();
        known.facts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> parts.add(new Part(entry.getKey().title(), entry.getValue())));
        return parts;
    }

    private static List<PersonKey> keys(Person known) {
        return known.keys().stream().map(Person.Key::key).toList();
    }

    @Override
    public List<Part> erase(Viewer viewer, long person, String reason) {
        people.requireDecider(viewer);
        String tenant = viewer.tenant();
        Person known = people.person(tenant, person);
        if (known.keys().isEmpty()) {
            return List.of();
        }
        audit.add(viewer, "person.erase", "#" + person, reason);
        // From here on nothing new comes in; only then is what there is taken out.
        list.add(tenant, keys(known));
        List<Part> parts = parts(known);
        Trace trace = new Trace(tenant, vault, keys(known));
        for (PersonalStore store : stores) {
            parts.add(new Part(store.title(), store.erase(tenant, trace)));
        }
        facts.alter(tenant, writer -> eraseFacts(writer, tenant, known));
        audit.add(
                viewer,
                "person.erased",
                "#" + person,
                parts.stream()
                        .map(part -> part.title().en() + " " + part.count())
                        .collect(Collectors.joining(", ")));
        return List.copyOf(parts);
    }

    private List<Companion.Reach> eraseFacts(Connection writer, String tenant, Person known) throws SQLException {
        IdentityGraph graph = graphs.graph(tenant);
        IdentityGraph.execute(
                writer,
                "CREATE TEMP TABLE IF NOT EXISTS erased_row (\"row\" BIGINT NOT NULL, new_key VARCHAR NOT NULL)");
        graph.forget(writer, keys(known));
        List<Companion.Reach> reaches = new ArrayList<>();
        for (Dataset dataset : Dataset.values()) {
            IdentityGraph.execute(writer, "DELETE FROM erased_row");
            Set<String> names = new HashSet<>();
            LocalDate from = LocalDate.MAX;
            LocalDate to = LocalDate.MIN;
            try (Statement statement = writer.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT f.rowid AS \"row\", f.connection, f.source_key, f.* EXCLUDE (connection, source_key) FROM"
                                    + " \"fact_" + dataset.code() + "\" f SEMI JOIN identity_person p ON p.identity ="
                                    + " f.identity AND p.person = " + known.number());
                    PreparedStatement insert = writer.prepareStatement("INSERT INTO erased_row VALUES (?, ?)")) {
                while (rows.next()) {
                    Map<String, @Nullable Object> values = new HashMap<>();
                    for (DatasetColumn column : dataset.columns()) {
                        if (column.type() != ColumnType.INSTANT) {
                            values.put(column.name(), rows.getObject(column.name()));
                        }
                    }
                    Set<String> own = ErasureList.names(graphs.columns(tenant).of(rows.getString(2), dataset, values));
                    names.addAll(own);
                    LocalDate day = rows.getObject("day", LocalDate.class);
                    from = day.isBefore(from) ? day : from;
                    to = day.isAfter(to) ? day : to;
                    insert.setLong(1, rows.getLong(1));
                    insert.setString(2, list.key(tenant, rows.getString(3), own));
                    insert.executeUpdate();
                }
            }
            if (from.isAfter(to)) {
                continue;
            }
            reaches.add(new Companion.Reach(dataset, from, to));
            clean(writer, graph, dataset, names);
        }
        return reaches;
    }

    private static void clean(Connection writer, IdentityGraph graph, Dataset dataset, Set<String> names)
            throws SQLException {
        String table = "\"fact_" + dataset.code() + "\"";
        String mine = "rowid IN (SELECT \"row\" FROM erased_row)";
        graph.removing(writer, dataset, "SELECT \"row\" AS gone FROM erased_row");
        String telling = KeyColumns.TELLING.stream()
                .filter(column -> dataset.column(column).isPresent())
                .sorted()
                .map(column -> "\"" + column + "\" = NULL")
                .collect(Collectors.joining(", "));
        IdentityGraph.execute(
                writer,
                "UPDATE " + table + " f SET " + telling + ", source_key = e.new_key FROM erased_row e WHERE e.\"row\" ="
                        + " f.rowid");
        for (DatasetColumn column : dataset.columns()) {
            if (column.type() == ColumnType.TEXT && !KeyColumns.TELLING.contains(column.name()) && !names.isEmpty()) {
                try (PreparedStatement update = writer.prepareStatement("UPDATE " + table + " SET \"" + column.name()
                        + "\" = NULL WHERE " + mine + " AND \"" + column.name() + "\" IN (?"
                        + ", ?".repeat(names.size() - 1) + ")")) {
                    int index = 1;
                    for (String name : names) {
                        update.setString(index++, name);
                    }
                    update.executeUpdate();
                }
            }
        }
        graph.follow(writer, dataset, mine);
    }
}
