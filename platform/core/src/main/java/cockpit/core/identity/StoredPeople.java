package cockpit.core.identity;

import cockpit.core.tenant.AccessDenied;
import cockpit.core.tenant.AuditLog;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Vault;
import cockpit.core.tenant.Viewer;
import cockpit.core.warehouse.Alterations;
import cockpit.core.warehouse.Query;
import cockpit.core.warehouse.Warehouse;
import cockpit.spi.data.Dataset;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Persons from the graph in the warehouse. */
public final class StoredPeople implements People {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_FOUND = 20;
    private static final int LONGEST_REASON = 500;

    private final Warehouse warehouse;
    private final Alterations facts;
    private final IdentityGraphs graphs;
    private final Tenants tenants;
    private final Vault vault;
    private final AuditLog audit;
    private final InstantSource clock;

    public StoredPeople(
            Warehouse warehouse,
            Alterations facts,
            IdentityGraphs graphs,
            Tenants tenants,
            Vault vault,
            AuditLog audit,
            InstantSource clock) {
        this.warehouse = warehouse;
        this.facts = facts;
        this.graphs = graphs;
        this.tenants = tenants;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public List<Person> find(Viewer viewer, KeyKind kind, String written) {
        require(viewer, Right.SEE_PERSONAL_DATA);
        Optional<String> value = value(viewer.tenant(), kind, written);
        List<Person> found = value.isEmpty()
                ? List.of()
                : rows(
                                viewer.tenant(),
                                "SELECT DISTINCT person FROM identity_key WHERE kind = ? AND \"value\" = ? LIMIT "
                                        + MOST_FOUND,
                                (long) kind.rank(),
                                value.get())
                        .stream()
                        .map(row -> person(viewer.tenant(), number(row.getFirst())))
                        .toList();
        audit.add(
                viewer,
                "person.find",
                found.isEmpty()
                        ? kind.name()
                        : found.stream().map(one -> "#" + one.number()).collect(Collectors.joining(" ")),
                "by " + kind.name().toLowerCase(Locale.ROOT));
        return found;
    }

    /** What a key's value is stored as; empty for what can be no key. */
    private Optional<String> value(String tenant, KeyKind kind, String written) {
        if (kind == KeyKind.PHONE) {
            return Phones.normalised(written).map(phone -> vault.phoneHash(tenant, phone));
        }
        return KeyColumns.isNothing(written) ? Optional.empty() : Optional.of(written.strip());
    }

    private void require(Viewer viewer, Right... rights) {
        for (Right right : rights) {
            viewer.require(right);
        }
        if (!tenants.get(viewer.tenant()).org().root().code().equals(viewer.orgUnit())) {
            throw new AccessDenied(rights[0]);
        }
    }

    /** @throws AccessDenied for who may not decide about persons */
    void requireDecider(Viewer viewer) {
        require(viewer, Right.SEE_PERSONAL_DATA, Right.MANAGE_PERSONS);
    }

    /** Everything about one person. */
    Person person(String tenant, long number) {
        List<Person.Key> keys = rows(
                        tenant,
                        "SELECT kind, scope, \"value\", hub FROM identity_key WHERE person = ? ORDER BY kind, scope, \"value\"",
                        number)
                .stream()
                .map(row -> new Person.Key(key(row.get(0), row.get(1), row.get(2)), Boolean.TRUE.equals(row.get(3))))
                .toList();
        Map<Dataset, Long> counts = new EnumMap<>(Dataset.class);
        rows(
                        tenant,
                        "SELECT s.dataset, sum(s.facts) FROM identity_seen s JOIN identity_person p ON p.identity = s.identity"
                                + " WHERE p.person = ? AND s.dataset <> '' GROUP BY s.dataset",
                        number)
                .forEach(row -> counts.put(dataset(row.get(0)), number(row.get(1))));
        return new Person(number, keys, links(tenant, number), counts, decisions(tenant, number));
    }

    private List<Person.Link> links(String tenant, long number) {
        record Pair(PersonKey one, PersonKey other) {}
        Map<Pair, List<Person.Evidence>> pairs = new LinkedHashMap<>();
        rows(
                        tenant,
                        "WITH mine AS (SELECT key_id FROM identity_key WHERE person = ?), sets AS (SELECT DISTINCT m.identity"
                                + " FROM identity_member m SEMI JOIN mine k ON k.key_id = m.key_id) SELECT a.kind, ka.scope,"
                                + " ka.\"value\", b.kind, kb.scope, kb.\"value\", s.dataset, s.source, sum(s.facts),"
                                + " min(s.first_seen), max(s.last_seen) FROM sets t JOIN identity_member a ON a.identity ="
                                + " t.identity JOIN identity_member b ON b.identity = t.identity AND (a.kind, a.key_id) <"
                                + " (b.kind, b.key_id) JOIN identity_key ka ON ka.key_id = a.key_id JOIN identity_key kb ON"
                                + " kb.key_id = b.key_id JOIN identity_seen s ON s.identity = t.identity WHERE a.key_id IN"
                                + " (SELECT key_id FROM mine) OR b.key_id IN (SELECT key_id FROM mine) GROUP BY ALL ORDER BY"
                                + " 1, 4, 7, 8 LIMIT 500",
                        number)
                .forEach(row -> {
                    List<Person.Evidence> evidence = pairs.computeIfAbsent(
                            new Pair(key(row.get(0), row.get(1), row.get(2)), key(row.get(3), row.get(4), row.get(5))),
                            _ -> new ArrayList<>());
                    if (!"".equals(row.get(6))) {
                        evidence.add(new Person.Evidence(
                                dataset(row.get(6)),
                                text(row.get(7)),
                                number(row.get(8)),
                                day(row.get(9)),
                                day(row.get(10))));
                    }
                });
        List<Person.Decided> cuts = decisions(tenant, number).stream()
                .filter(decided -> decided.action() == Decision.CUT)
                .toList();
        return pairs.entrySet().stream()
                .map(entry -> new Person.Link(
                        entry.getKey().one(),
                        entry.getKey().other(),
                        entry.getValue(),
                        cuts.stream()
                                .anyMatch(cut -> cut.one().equals(entry.getKey().one())
                                        && entry.getKey().other().equals(cut.other()))))
                .toList();
    }

    private List<Person.Decided> decisions(String tenant, long number) {
        return rows(
                        tenant,
                        "SELECT number, action, text_a, text_b, actor, \"at\", reason FROM identity_decision WHERE key_a IN"
                                + " (SELECT key_id FROM identity_key WHERE person = ?) OR key_b IN (SELECT key_id FROM"
                                + " identity_key WHERE person = ?) ORDER BY number",
                        number,
                        number)
                .stream()
                .map(row -> new Person.Decided(
                        number(row.get(0)),
                        Decision.valueOf(text(row.get(1))),
                        PersonKey.ofText(text(row.get(2))),
                        text(row.get(3)).isEmpty() ? null : PersonKey.ofText(text(row.get(3))),
                        text(row.get(4)),
                        row.get(5) instanceof OffsetDateTime at ? at.toInstant() : Instant.EPOCH,
                        text(row.get(6))))
                .toList();
    }

    @Override
    public List<String> names(Viewer viewer, long person) {
        require(viewer, Right.SEE_PERSONAL_DATA);
        String tenant = viewer.tenant();
        audit.add(viewer, "person.reveal", "#" + person, "names");
        String sealed = Arrays.stream(Dataset.values())
                .map(dataset -> "SELECT f.person_name AS n FROM \"fact_" + dataset.code()
                        + "\" f SEMI JOIN (SELECT identity FROM identity_person WHERE person = ?) p ON p.identity ="
                        + " f.identity WHERE f.person_name IS NOT NULL")
                .collect(Collectors.joining(" UNION "));
        return rows(
                        tenant,
                        sealed,
                        Collections.nCopies(Dataset.values().length, (Object) person)
                                .toArray())
                .stream()
                .map(row -> vault.decrypt(tenant, PersonNames.PURPOSE, text(row.getFirst()))
                        .reveal())
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public void cut(Viewer viewer, PersonKey one, PersonKey other, String reason) {
        boolean ordered =
                one.kind() != other.kind() ? one.kind().compareTo(other.kind()) < 0 : one.number() < other.number();
        decide(viewer, Decision.CUT, ordered ? one : other, ordered ? other : one, reason);
    }

    @Override
    public void join(Viewer viewer, PersonKey one, PersonKey other, String reason) {
        decide(viewer, Decision.JOINED, one, other, reason);
    }

    @Override
    public void share(Viewer viewer, PersonKey key, String reason) {
        decide(viewer, Decision.SHARED, key, null, reason);
    }

    private void decide(Viewer viewer, Decision action, PersonKey one, @Nullable PersonKey other, String reason) {
        requireDecider(viewer);
        if (one.equals(other)) {
            throw new IllegalArgumentException("A key is one with itself already.");
        }
        String tenant = viewer.tenant();
        IdentityGraph graph = graphs.graph(tenant);
        String cut = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
        for (PersonKey key : other == null ? List.of(one) : List.of(one, other)) {
            if (rows(tenant, "SELECT 1 FROM identity_key WHERE key_id = ?", key.number())
                    .isEmpty()) {
                throw new IllegalArgumentException(
                        "There is no such " + key.kind().title().en().toLowerCase(Locale.ROOT) + " any more.");
            }
        }
        facts.alter(tenant, writer -> {
            if (known(writer, action, one, other)) {
                return List.of();
            }
            try (PreparedStatement insert = writer.prepareStatement(
                    "INSERT INTO identity_decision SELECT coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ? FROM"
                            + " identity_decision")) {
                insert.setString(1, action.name());
                insert.setLong(2, one.number());
                insert.setLong(3, other == null ? 0 : other.number());
                insert.setString(4, one.text());
                insert.setString(5, other == null ? "" : other.text());
                insert.setString(6, viewer.user());
                insert.setObject(7, clock.instant().atOffset(ZoneOffset.UTC));
                insert.setString(8, cut);
                insert.executeUpdate();
            }
            if (action == Decision.JOINED && other != null) {
                graph.link(writer, one, other);
            } else {
                graph.touch(writer, one.number());
                if (other != null) {
                    graph.touch(writer, other.number());
                }
            }
            return List.of();
        });
        audit.add(
                viewer,
                "person." + action.name().toLowerCase(Locale.ROOT),
                one.masked().en() + (other == null ? "" : " – " + other.masked().en()),
                cut);
    }

    private static boolean known(Connection writer, Decision action, PersonKey one, @Nullable PersonKey other)
            throws SQLException {
        return IdentityGraph.number(
                        writer,
                        "SELECT count(*) FROM identity_decision WHERE action = '" + action.name() + "' AND key_a = "
                                + one.number() + " AND key_b = " + (other == null ? 0 : other.number()))
                > 0;
    }

    @Override
    public void takeBack(Viewer viewer, long decision) {
        requireDecider(viewer);
        String tenant = viewer.tenant();
        List<@Nullable Object> row =
                rows(tenant, "SELECT action, text_a, text_b FROM identity_decision WHERE number = ?", decision).stream()
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("There is no decision " + decision + "."));
        Decision action = Decision.valueOf(text(row.get(0)));
        PersonKey one = PersonKey.ofText(text(row.get(1)));
        Optional<PersonKey> other =
                text(row.get(2)).isEmpty() ? Optional.empty() : Optional.of(PersonKey.ofText(text(row.get(2))));
        IdentityGraph graph = graphs.graph(tenant);
        facts.alter(tenant, writer -> {
            IdentityGraph.execute(writer, "DELETE FROM identity_decision WHERE number = " + decision);
            if (action == Decision.JOINED && other.isPresent()) {
                graph.unlink(writer, one, other.get());
            } else {
                graph.touch(writer, one.number());
                if (other.isPresent()) {
                    graph.touch(writer, other.get().number());
                }
            }
            return List.of();
        });
        audit.add(
                viewer,
                "person.take-back",
                one.masked().en() + other.map(key -> " – " + key.masked().en()).orElse(""),
                action.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public Match match(Viewer viewer) {
        require(viewer, Right.SEE_PERSONAL_DATA);
        List<@Nullable Object> row = rows(
                        viewer.tenant(),
                        "SELECT (SELECT count(DISTINCT person) FROM identity_person), (SELECT count(*) FROM (SELECT p.person"
                                + " FROM identity_person p JOIN identity_seen s ON s.identity = p.identity WHERE s.dataset <>"
                                + " '' GROUP BY p.person HAVING count(DISTINCT split_part(s.source, '/', 1)) > 1)), (SELECT"
                                + " count(*) FROM identity_key WHERE hub)")
                .getFirst();
        return new Match(number(row.get(0)), number(row.get(1)), number(row.get(2)));
    }

    private List<List<@Nullable Object>> rows(String tenant, String sql, Object... parameters) {
        return warehouse
                .query(tenant, new Query(sql, Arrays.asList(parameters)), PATIENCE)
                .rows();
    }

    private static PersonKey key(@Nullable Object kind, @Nullable Object scope, @Nullable Object value) {
        return new PersonKey(KeyKind.ofRank((int) number(kind)), text(scope), text(value));
    }

    private static Dataset dataset(@Nullable Object code) {
        return Dataset.valueOf(text(code).toUpperCase(Locale.ROOT));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static LocalDate day(@Nullable Object value) {
        return value instanceof LocalDate day ? day : LocalDate.EPOCH;
    }
}
