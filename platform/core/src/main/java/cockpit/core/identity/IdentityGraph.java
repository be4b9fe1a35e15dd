package cockpit.core.identity;

import cockpit.core.warehouse.Companion;
import cockpit.spi.data.Dataset;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tenant's identity graph, in the tenant's store beside the facts.
 *
 * <p>A fact carries a set of keys, and its {@code identity} is the set's number. Sets and keys are the nodes; a set is linked to
 * each of its keys, unless the key is a hub or the link was cut. What hangs together is a person. So nothing is merged: a row
 * that is corrected, vanishes or is erased takes its links along, and whoever hung together by them alone comes apart again.
 *
 * <ul>
 *   <li>{@code identity_key}: each key, its person, and whether it is a hub
 *   <li>{@code identity_member}: which keys make up a set
 *   <li>{@code identity_person}: the person of each set; what facts are counted by
 *   <li>{@code identity_seen}: how many facts of which stream carry a set, on which days
 *   <li>{@code identity_decision}: what people have decided; it outlives the facts that it is about
 *   <li>{@code identity_edge}: a view, two keys that stand together in facts of a stream
 * </ul>
 *
 * <p>A transaction looks again at the persons that it touches, whole, and at no others. Their number, and that of the keys of
 * one person, is small; a key that would make one large, a hub, is taken out before.
 */
final class IdentityGraph implements Companion {

    private static final Logger LOG = LoggerFactory.getLogger(IdentityGraph.class);
    private static final int CHUNK = 250_000;
    private static final String BUILDING = "building";

    private final String tenant;
    private volatile IdentityRules rules;
    private volatile KeyColumns columns;
    private final Map<Dataset, Boolean> touched = new EnumMap<>(Dataset.class);
    private boolean decided;
    private long lastPerson;

    IdentityGraph(String tenant, IdentityRules rules) {
        this.tenant = tenant;
        this.rules = rules;
        this.columns = new KeyColumns(rules);
    }

    KeyColumns columns() {
        return columns;
    }

    IdentityRules rules() {
        return rules;
    }

    // ---- tables ----

    @Override
    public void open(Connection writer) throws SQLException {
        for (String statement : List.of(
                """
                CREATE TABLE IF NOT EXISTS identity_key (
                    key_id BIGINT NOT NULL, kind TINYINT NOT NULL, scope VARCHAR NOT NULL, "value" VARCHAR NOT NULL,
                    person BIGINT NOT NULL, hub BOOLEAN NOT NULL)""",
                """
                CREATE TABLE IF NOT EXISTS identity_member (
                    identity BIGINT NOT NULL, kind TINYINT NOT NULL, key_id BIGINT NOT NULL)""",
                "CREATE TABLE IF NOT EXISTS identity_person (identity BIGINT NOT NULL, person BIGINT NOT NULL)",
                """
                CREATE TABLE IF NOT EXISTS identity_seen (
                    identity BIGINT NOT NULL, dataset VARCHAR NOT NULL, source VARCHAR NOT NULL, facts BIGINT NOT NULL,
                    first_seen DATE NOT NULL, last_seen DATE NOT NULL)""",
                """
                CREATE TABLE IF NOT EXISTS identity_decision (
                    number BIGINT NOT NULL, action VARCHAR NOT NULL, key_a BIGINT NOT NULL, key_b BIGINT NOT NULL,
                    text_a VARCHAR NOT NULL, text_b VARCHAR NOT NULL, actor VARCHAR NOT NULL,
                    "at" TIMESTAMP WITH TIME ZONE NOT NULL, reason VARCHAR NOT NULL)""",
                "CREATE TABLE IF NOT EXISTS identity_state (rules VARCHAR NOT NULL, last_person BIGINT NOT NULL)",
                """
                CREATE VIEW IF NOT EXISTS identity_edge AS
                SELECT a.kind AS kind_a, ka.scope AS scope_a, ka."value" AS value_a, b.kind AS kind_b, kb.scope AS scope_b,
                    kb."value" AS value_b, a.key_id AS key_a, b.key_id AS key_b, s.dataset, s.source,
                    min(s.first_seen) AS first_seen, max(s.last_seen) AS last_seen, sum(s.facts) AS facts,
                    greatest(a.kind, b.kind) AS strength
                FROM identity_member a
                JOIN identity_member b ON b.identity = a.identity AND (a.kind, a.key_id) < (b.kind, b.key_id)
                JOIN identity_key ka ON ka.key_id = a.key_id JOIN identity_key kb ON kb.key_id = b.key_id
                JOIN identity_seen s ON s.identity = a.identity
                GROUP BY ALL""",
                """
                CREATE TEMP TABLE id_delta (
                    identity BIGINT NOT NULL, dataset VARCHAR NOT NULL, source VARCHAR NOT NULL, facts BIGINT NOT NULL,
                    first_seen DATE, last_seen DATE)""",
                """
                CREATE TEMP TABLE id_sum (
                    identity BIGINT NOT NULL, dataset VARCHAR NOT NULL, source VARCHAR NOT NULL, facts BIGINT NOT NULL,
                    first_seen DATE, last_seen DATE)""",
                "CREATE TEMP TABLE id_new (identity BIGINT NOT NULL)",
                "CREATE TEMP TABLE id_text (identity BIGINT NOT NULL, \"text\" VARCHAR NOT NULL)",
                "CREATE TEMP TABLE id_key (identity BIGINT NOT NULL, \"text\" VARCHAR NOT NULL, key_id BIGINT NOT NULL, kind TINYINT NOT NULL)",
                "CREATE TEMP TABLE id_near (identity BIGINT NOT NULL, kind TINYINT NOT NULL, key_id BIGINT NOT NULL)",
                "CREATE TEMP TABLE id_link (identity BIGINT NOT NULL, kind TINYINT NOT NULL, key_id BIGINT NOT NULL)",
                "CREATE TEMP TABLE id_open (key_id BIGINT NOT NULL)",
                "CREATE TEMP TABLE id_fresh (identity BIGINT NOT NULL)",
                "CREATE TEMP TABLE id_lost (identity BIGINT NOT NULL)",
                "CREATE TEMP TABLE id_touched (key_id BIGINT NOT NULL, shrinks BOOLEAN NOT NULL)",
                "CREATE TEMP TABLE id_wide (key_id BIGINT NOT NULL)",
                "CREATE TEMP TABLE id_hub (key_id BIGINT NOT NULL, hub BOOLEAN NOT NULL)",
                "CREATE TEMP TABLE id_person (person BIGINT NOT NULL)",
                "CREATE TEMP TABLE id_set (identity BIGINT NOT NULL, person BIGINT NOT NULL)",
                "CREATE TEMP TABLE id_assign (node BIGINT NOT NULL, person BIGINT NOT NULL)")) {
            execute(writer, statement);
        }
        lastPerson = number(
                writer,
                "SELECT max(n) FROM (SELECT max(person) AS n FROM identity_key UNION ALL SELECT max(person) FROM"
                        + " identity_person UNION ALL SELECT max(last_person) FROM identity_state)");
    }

    @Override
    public String identity(Dataset dataset) {
        return columns.identity(dataset);
    }

    /** Whether the stored graph was made by other rules, or never finished. */
    boolean isStale(Connection writer) throws SQLException {
        return !rules.fingerprint().equals(storedRules(writer));
    }

    private static String storedRules(Connection writer) throws SQLException {
        try (Statement statement = writer.createStatement();
                ResultSet found = statement.executeQuery("SELECT rules FROM identity_state")) {
            return found.next() ? found.getString(1) : "";
        }
    }

    // ---- following the facts ----

    @Override
    public void storing(Connection writer, Dataset dataset, String difference) throws SQLException {
        take(writer, dataset, "SELECT * FROM \"" + difference + "\"", "identity");
        if (number(writer, "SELECT count(old_row) FROM \"" + difference + "\"") > 0) {
            leave(writer, dataset, "SELECT old_row AS gone FROM \"" + difference + "\" WHERE old_row IS NOT NULL");
        }
        touched.put(dataset, true);
    }

    @Override
    public void removing(Connection writer, Dataset dataset, String rows) throws SQLException {
        leave(writer, dataset, rows);
        touched.put(dataset, true);
    }

    /**
     * Facts that come: how often each set, and the keys of sets that are new. Here and below, the small side of a join is always
     * the one that is looked up in, since the other may be as large as the tenant's history.
     */
    private void take(Connection writer, Dataset dataset, String facts, String identity) throws SQLException {
        long sets = update(
                writer,
                "INSERT INTO id_delta SELECT " + identity + ", '" + dataset.code() + "', " + source()
                        + ", count(*), min(day), max(day) FROM (" + facts + ") WHERE " + identity
                        + " IS NOT NULL GROUP BY ALL");
        if (sets == 0) {
            return;
        }
        long fresh = update(
                writer,
                "INSERT INTO id_new SELECT identity FROM id_delta WHERE facts > 0 EXCEPT SELECT p.identity FROM"
                        + " identity_person p SEMI JOIN id_delta d ON d.identity = p.identity EXCEPT SELECT identity FROM"
                        + " id_text");
        if (fresh > 0) {
            execute(
                    writer,
                    "INSERT INTO id_text SELECT DISTINCT identity, \"text\" FROM (SELECT n." + identity
                            + " AS identity, unnest([" + String.join(", ", columns.keys(dataset))
                            + "]) AS \"text\" FROM (" + facts + ") n SEMI JOIN id_new w ON w.identity = n." + identity
                            + ") WHERE \"text\" IS NOT NULL");
            execute(writer, "DELETE FROM id_new");
        }
    }

    private static void leave(Connection writer, Dataset dataset, String rows) throws SQLException {
        execute(
                writer,
                "INSERT INTO id_delta SELECT f.identity, '" + dataset.code() + "', " + source()
                        + ", -count(*), NULL, NULL FROM \"fact_" + dataset.code()
                        + "\" f WHERE f.identity IS NOT NULL AND f.rowid IN (" + rows + ") GROUP BY ALL");
    }

    /** Connection and stream, which a fact's key begins with. */
    private static String source() {
        return "connection || '/' || split_part(source_key, ':', 1)";
    }

    @Override
    public List<Reach> settle(Connection writer) throws SQLException {
        if (touched.isEmpty() && !decided) {
            return List.of();
        }
        touched.clear();
        boolean withDecisions = decided;
        decided = false;
        if (!withDecisions && number(writer, "SELECT count(*) FROM id_delta") == 0) {
            return List.of();
        }
        count(writer);
        List<Reach> reaches = List.of();
        if (withDecisions
                || number(writer, "SELECT (SELECT count(*) FROM id_fresh) + (SELECT count(*) FROM id_lost)") > 0) {
            reaches = regroup(writer);
        }
        clear(writer);
        return reaches;
    }

    private static void clear(Connection writer) throws SQLException {
        for (String table : List.of(
                "id_delta",
                "id_sum",
                "id_text",
                "id_key",
                "id_fresh",
                "id_lost",
                "id_touched",
                "id_wide",
                "id_open",
                "id_near",
                "id_hub",
                "id_person",
                "id_set",
                "id_link",
                "id_assign")) {
            execute(writer, "DELETE FROM " + table);
        }
    }

    /** Brings {@code identity_seen} up to date and finds the sets that are new and those that nothing carries any more. */
    private static void count(Connection writer) throws SQLException {
        execute(
                writer,
                "INSERT INTO id_sum SELECT identity, dataset, source, sum(facts), min(first_seen), max(last_seen) FROM"
                        + " id_delta GROUP BY ALL");
        execute(
                writer,
                "UPDATE identity_seen s SET facts = s.facts + d.facts,"
                        + " first_seen = least(s.first_seen, coalesce(d.first_seen, s.first_seen)),"
                        + " last_seen = greatest(s.last_seen, coalesce(d.last_seen, s.last_seen)) FROM id_sum d WHERE"
                        + " d.identity = s.identity AND d.dataset = s.dataset AND d.source = s.source AND"
                        + " (d.facts <> 0 OR d.first_seen < s.first_seen OR d.last_seen > s.last_seen)");
        execute(
                writer,
                "INSERT INTO identity_seen SELECT d.* FROM id_sum d ANTI JOIN (SELECT s.identity, s.dataset, s.source FROM"
                        + " identity_seen s SEMI JOIN id_sum o ON o.identity = s.identity) e ON e.identity = d.identity AND"
                        + " e.dataset = d.dataset AND e.source = d.source WHERE d.facts > 0");
        boolean leaves = number(writer, "SELECT count(*) FROM id_delta WHERE facts < 0") > 0;
        if (leaves) {
            execute(
                    writer,
                    "DELETE FROM identity_seen WHERE facts <= 0 AND identity IN (SELECT identity FROM id_delta WHERE facts <"
                            + " 0)");
            execute(
                    writer,
                    "INSERT INTO id_lost SELECT p.identity FROM identity_person p SEMI JOIN (SELECT identity FROM id_delta"
                            + " WHERE facts < 0) d ON d.identity = p.identity EXCEPT SELECT s.identity FROM identity_seen s"
                            + " SEMI JOIN id_delta d ON d.identity = s.identity");
        }
        execute(
                writer,
                "INSERT INTO id_fresh SELECT s.identity FROM identity_seen s SEMI JOIN (SELECT identity FROM id_text) d ON"
                        + " d.identity = s.identity EXCEPT SELECT p.identity FROM identity_person p SEMI JOIN id_text d ON"
                        + " d.identity = p.identity");
    }

    private List<Reach> regroup(Connection writer) throws SQLException {
        if (number(writer, "SELECT count(*) FROM id_lost") > 0) {
            execute(
                    writer,
                    "INSERT INTO id_touched SELECT DISTINCT m.key_id, true FROM identity_member m SEMI JOIN id_lost l ON"
                            + " l.identity = m.identity");
            execute(writer, "DELETE FROM identity_member WHERE identity IN (SELECT identity FROM id_lost)");
            execute(writer, "DELETE FROM identity_person WHERE identity IN (SELECT identity FROM id_lost)");
        }
        addMembers(writer);
        markHubs(writer);
        if (number(writer, "SELECT count(*) FROM id_touched WHERE shrinks") > 0) {
            execute(
                    writer,
                    "DELETE FROM identity_key WHERE key_id IN (SELECT key_id FROM id_touched WHERE shrinks EXCEPT SELECT"
                            + " m.key_id FROM identity_member m SEMI JOIN id_touched t ON t.key_id = m.key_id)");
        }
        execute(
                writer,
                "INSERT INTO id_person SELECT DISTINCT k.person FROM identity_key k SEMI JOIN id_touched t ON t.key_id ="
                        + " k.key_id WHERE k.person <> 0");
        if (number(writer, "SELECT count(*) FROM id_wide") > 0) {
            execute(
                    writer,
                    "INSERT INTO id_person SELECT DISTINCT p.person FROM identity_person p SEMI JOIN (SELECT m.identity FROM"
                            + " identity_member m SEMI JOIN id_wide w ON w.key_id = m.key_id) m ON m.identity = p.identity");
        }
        Components components = new Components();
        load(writer, components);
        List<Components.Assigned> assigned = components.assign(() -> ++lastPerson);
        return store(writer, assigned);
    }

    /** Keys and members of the new sets. */
    private static void addMembers(Connection writer) throws SQLException {
        execute(
                writer,
                "INSERT INTO id_key SELECT DISTINCT t.identity, t.\"text\", " + KeyColumns.number("t.\"text\"")
                        + ", CAST(split_part(t.\"text\", chr(31), 1) AS TINYINT) FROM id_text t SEMI JOIN id_fresh f ON"
                        + " f.identity = t.identity");
        execute(
                writer,
                "INSERT INTO identity_key SELECT DISTINCT n.key_id, n.kind, split_part(n.\"text\", chr(31), 2),"
                        + " split_part(n.\"text\", chr(31), 3), 0, false FROM id_key n ANTI JOIN (SELECT k.key_id FROM"
                        + " identity_key k SEMI JOIN id_key o ON o.key_id = k.key_id) known ON known.key_id = n.key_id");
        execute(writer, "INSERT INTO identity_member SELECT identity, kind, key_id FROM id_key");
        execute(writer, "INSERT INTO id_touched SELECT DISTINCT key_id, false FROM id_key");
    }

    /** Finds which of the touched keys have come to stand beside too many, and which no longer do. */
    private void markHubs(Connection writer) throws SQLException {
        String apart = Arrays.stream(KeyKind.values())
                .filter(KeyKind::tellsPersonsApart)
                .map(kind -> String.valueOf(kind.rank()))
                .collect(Collectors.joining(", "));
        // A hub to which something was added is still one; counting its neighbours each time would be dear.
        execute(
                writer,
                "INSERT INTO id_open SELECT DISTINCT k.key_id FROM identity_key k JOIN (SELECT key_id, bool_or(shrinks) AS"
                        + " shrinks FROM id_touched GROUP BY key_id) t ON t.key_id = k.key_id WHERE NOT k.hub OR t.shrinks");
        execute(
                writer,
                "INSERT INTO id_near SELECT m.identity, m.kind, m.key_id FROM identity_member m SEMI JOIN (SELECT o.identity"
                        + " FROM identity_member o SEMI JOIN id_open t ON t.key_id = o.key_id) s ON s.identity = m.identity");
        execute(
                writer,
                "INSERT INTO id_hub SELECT h.key_id, h.hub FROM (SELECT key_id, max(n) > " + rules.mostBeside()
                        + " OR bool_or(shared) AS hub FROM (SELECT m.key_id, count(DISTINCT o.key_id) AS n, false AS shared"
                        + " FROM id_near m SEMI JOIN id_open t ON t.key_id = m.key_id JOIN (SELECT n.identity, n.kind,"
                        + " n.key_id, k.scope FROM id_near n JOIN (SELECT key_id, scope FROM identity_key SEMI JOIN id_near"
                        + " USING (key_id)) k ON k.key_id = n.key_id WHERE n.kind IN (" + apart + ")) o ON o.identity ="
                        + " m.identity AND o.key_id <> m.key_id AND o.kind <> m.kind GROUP BY m.key_id, o.kind, o.scope"
                        + " UNION ALL SELECT key_id, 0, false FROM id_open UNION ALL SELECT d.key_a, 0, true FROM"
                        + " identity_decision d SEMI JOIN id_open t ON t.key_id = d.key_a WHERE d.action = '"
                        + Decision.SHARED
                        + "') GROUP BY key_id) h JOIN (SELECT key_id, hub FROM identity_key SEMI JOIN id_open USING (key_id)) k"
                        + " ON k.key_id = h.key_id AND k.hub <> h.hub");
        if (number(writer, "SELECT count(*) FROM id_hub") > 0) {
            execute(writer, "UPDATE identity_key k SET hub = h.hub FROM id_hub h WHERE h.key_id = k.key_id");
            execute(writer, "INSERT INTO id_wide SELECT key_id FROM id_hub");
        }
    }

    /** All sets and keys of the touched persons, and the links between them that hold. Sets have negative numbers here. */
    private static void load(Connection writer, Components components) throws SQLException {
        execute(
                writer,
                "INSERT INTO id_set SELECT p.identity, p.person FROM identity_person p SEMI JOIN id_person t ON t.person ="
                        + " p.person UNION ALL SELECT identity, 0 FROM id_fresh");
        execute(
                writer,
                "INSERT INTO id_link SELECT m.identity, m.kind, m.key_id FROM identity_member m SEMI JOIN id_set s ON"
                        + " s.identity = m.identity");
        try (Statement statement = writer.createStatement();
                ResultSet sets = statement.executeQuery("SELECT identity, person FROM id_set")) {
            while (sets.next()) {
                components.add(~sets.getLong(1), sets.getLong(2));
            }
        }
        Set<Long> hubs = new HashSet<>();
        try (Statement statement = writer.createStatement();
                ResultSet keys = statement.executeQuery(
                        "SELECT k.key_id, k.person, k.hub FROM identity_key k SEMI JOIN (SELECT key_id FROM id_link UNION"
                                + " SELECT key_id FROM id_touched) l ON l.key_id = k.key_id")) {
            while (keys.next()) {
                components.add(keys.getLong(1), keys.getLong(2));
                if (keys.getBoolean(3)) {
                    hubs.add(keys.getLong(1));
                }
            }
        }
        boolean cuts =
                number(writer, "SELECT count(*) FROM identity_decision WHERE action = '" + Decision.CUT + "'") > 0;
        String cut = cuts
                ? " ANTI JOIN (SELECT m.identity, m.key_id FROM identity_decision d JOIN id_link o ON o.key_id = d.key_a"
                        + " JOIN id_link m ON m.identity = o.identity AND m.key_id = d.key_b WHERE d.action = '"
                        + Decision.CUT + "') c ON c.identity = l.identity AND c.key_id = l.key_id"
                : "";
        try (Statement statement = writer.createStatement();
                ResultSet links = statement.executeQuery("SELECT l.identity, l.key_id FROM id_link l" + cut)) {
            while (links.next()) {
                if (!hubs.contains(links.getLong(2))) {
                    components.join(~links.getLong(1), links.getLong(2));
                }
            }
        }
    }

    private List<Reach> store(Connection writer, List<Components.Assigned> assigned) throws SQLException {
        Set<Long> merged = new HashSet<>();
        try (DuckDBAppender appender =
                writer.unwrap(DuckDBConnection.class).createAppender("temp", "main", "id_assign")) {
            for (Components.Assigned one : assigned) {
                appender.beginRow();
                appender.append(one.node());
                appender.append(one.person());
                appender.endRow();
                if (one.node() < 0 && one.before() != 0) {
                    merged.add(one.node());
                }
            }
        }
        execute(
                writer,
                "UPDATE identity_key k SET person = a.person FROM id_assign a WHERE a.node >= 0 AND a.node = k.key_id");
        execute(
                writer,
                "UPDATE identity_person p SET person = a.person FROM id_assign a WHERE a.node < 0 AND -1 - a.node = p.identity");
        execute(
                writer,
                "INSERT INTO identity_person SELECT -1 - a.node, a.person FROM id_assign a WHERE a.node < 0 AND -1 - a.node IN"
                        + " (SELECT identity FROM id_fresh)");
        return merged.isEmpty() ? List.of() : reach(writer);
    }

    /** Facts that were there before and now belong to another person: late joins change what was counted. */
    private static List<Reach> reach(Connection writer) throws SQLException {
        List<Reach> reaches = new ArrayList<>();
        try (Statement statement = writer.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT s.dataset, min(s.first_seen), max(s.last_seen) FROM identity_seen s SEMI JOIN (SELECT -1 -"
                                + " node AS identity FROM id_assign WHERE node < 0) a ON a.identity = s.identity ANTI JOIN"
                                + " id_fresh f ON f.identity = s.identity WHERE s.dataset <> '' GROUP BY s.dataset")) {
            while (found.next()) {
                reaches.add(new Reach(
                        Dataset.valueOf(found.getString(1).toUpperCase(Locale.ROOT)),
                        found.getObject(2, LocalDate.class),
                        found.getObject(3, LocalDate.class)));
            }
        }
        return reaches;
    }

    // ---- decisions ----

    /** What a key links was decided anew: its neighbourhood is looked at again when the transaction settles. */
    void touch(Connection writer, long key) throws SQLException {
        decided = true;
        execute(writer, "INSERT INTO id_touched VALUES (" + key + ", true)");
        execute(writer, "INSERT INTO id_wide VALUES (" + key + ")");
    }

    /** Two keys are one person's because somebody says so: a set of its own that no fact carries. */
    void link(Connection writer, PersonKey one, PersonKey other) throws SQLException {
        long set = joined(one, other);
        try (PreparedStatement statement = writer.prepareStatement(
                "INSERT INTO id_delta VALUES (?, '', 'manual', 1, current_date, current_date)")) {
            statement.setLong(1, set);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = writer.prepareStatement("INSERT INTO id_text VALUES (?, ?)")) {
            for (PersonKey key : List.of(one, other)) {
                statement.setLong(1, set);
                statement.setString(2, key.text());
                statement.executeUpdate();
            }
        }
        decided = true;
    }

    void unlink(Connection writer, PersonKey one, PersonKey other) throws SQLException {
        try (PreparedStatement statement =
                writer.prepareStatement("INSERT INTO id_delta VALUES (?, '', 'manual', -1, NULL, NULL)")) {
            statement.setLong(1, joined(one, other));
            statement.executeUpdate();
        }
        decided = true;
    }

    /** Decisions about keys that are erased go too: they name them. */
    void forget(Connection writer, List<PersonKey> keys) throws SQLException {
        for (PersonKey key : keys) {
            long number = key.number();
            try (PreparedStatement found = writer.prepareStatement(
                    "SELECT text_a, text_b FROM identity_decision WHERE action = ? AND (key_a = ? OR key_b = ?)")) {
                found.setString(1, Decision.JOINED.name());
                found.setLong(2, number);
                found.setLong(3, number);
                try (ResultSet pairs = found.executeQuery()) {
                    while (pairs.next()) {
                        unlink(writer, PersonKey.ofText(pairs.getString(1)), PersonKey.ofText(pairs.getString(2)));
                    }
                }
            }
            execute(writer, "DELETE FROM identity_decision WHERE key_a = " + number + " OR key_b = " + number);
        }
    }

    /** Facts were altered where they stand; they were given to {@link #removing} before. */
    void follow(Connection writer, Dataset dataset, String rows) throws SQLException {
        String table = "\"fact_" + dataset.code() + "\"";
        execute(writer, "UPDATE " + table + " SET identity = " + columns.identity(dataset) + " WHERE " + rows);
        take(writer, dataset, "SELECT * FROM " + table + " WHERE " + rows, "identity");
        touched.put(dataset, true);
    }

    private static long joined(PersonKey one, PersonKey other) {
        long first = Math.min(one.number(), other.number());
        long second = Math.max(one.number(), other.number());
        return new PersonKey(KeyKind.CUSTOMER, "joined by hand", first + " " + second).number();
    }

    // ---- from the beginning ----

    /**
     * Makes the graph anew from all facts, in parts that commit by themselves. One that is interrupted begins again; persons
     * keep the numbers of the keys that they keep.
     */
    List<Reach> rebuild(Connection writer, IdentityRules wanted) throws SQLException {
        long begin = System.nanoTime();
        rules = wanted;
        columns = new KeyColumns(wanted);
        for (String statement : List.of(
                "DELETE FROM identity_state",
                "INSERT INTO identity_state VALUES ('" + BUILDING + "', " + lastPerson + ")",
                "DELETE FROM identity_member",
                "DELETE FROM identity_person",
                "DELETE FROM identity_seen",
                "UPDATE identity_key SET hub = false WHERE hub")) {
            execute(writer, statement);
        }
        writer.commit();
        List<Reach> reaches = new ArrayList<>();
        long facts = 0;
        for (Dataset dataset : Dataset.values()) {
            String table = "\"fact_" + dataset.code() + "\"";
            String identity = columns.identity(dataset);
            long last = number(writer, "SELECT coalesce(max(rowid), -1) FROM " + table);
            for (long from = 0; from <= last; from += CHUNK) {
                String range = "rowid BETWEEN " + from + " AND " + (from + CHUNK - 1);
                execute(
                        writer,
                        "UPDATE " + table + " SET identity = " + identity + " WHERE " + range
                                + " AND identity IS DISTINCT FROM " + identity);
                take(writer, dataset, "SELECT * FROM " + table + " WHERE " + range, "identity");
                touched.put(dataset, true);
                List<Reach> _ = settle(writer);
                writer.commit();
            }
            if (last >= 0) {
                facts += last + 1;
                whole(writer, dataset).ifPresent(reaches::add);
            }
        }
        relink(writer);
        execute(writer, "DELETE FROM identity_key WHERE key_id NOT IN (SELECT key_id FROM identity_member)");
        try (PreparedStatement state =
                writer.prepareStatement("UPDATE identity_state SET rules = ?, last_person = ?")) {
            state.setString(1, wanted.fingerprint());
            state.setLong(2, lastPerson);
            state.executeUpdate();
        }
        writer.commit();
        LOG.info(
                "The identity graph of {} was made from {} facts in {} ms",
                tenant,
                facts,
                (System.nanoTime() - begin) / 1_000_000);
        return reaches;
    }

    private void relink(Connection writer) throws SQLException {
        record Pair(PersonKey one, PersonKey other) {}
        List<Pair> joined = new ArrayList<>();
        try (Statement statement = writer.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT text_a, text_b FROM identity_decision WHERE action = '" + Decision.JOINED + "'")) {
            while (found.next()) {
                joined.add(new Pair(PersonKey.ofText(found.getString(1)), PersonKey.ofText(found.getString(2))));
            }
        }
        for (Pair pair : joined) {
            link(writer, pair.one(), pair.other());
        }
        if (!joined.isEmpty()) {
            List<Reach> _ = settle(writer);
        }
    }

    private static Optional<Reach> whole(Connection writer, Dataset dataset) throws SQLException {
        try (Statement statement = writer.createStatement();
                ResultSet days =
                        statement.executeQuery("SELECT min(day), max(day) FROM \"fact_" + dataset.code() + "\"")) {
            days.next();
            LocalDate from = days.getObject(1, LocalDate.class);
            LocalDate to = days.getObject(2, LocalDate.class);
            return from == null || to == null ? Optional.empty() : Optional.of(new Reach(dataset, from, to));
        }
    }

    // ---- all ----

    static void execute(Connection writer, String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute(sql);
        }
    }

    /** @return how many rows it touched */
    private static long update(Connection writer, String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    static long number(Connection writer, String sql) throws SQLException {
        try (Statement statement = writer.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            return found.next() ? found.getLong(1) : 0;
        }
    }
}
