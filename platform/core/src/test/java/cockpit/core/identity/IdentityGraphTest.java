package cockpit.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.core.warehouse.Batch;
import cockpit.core.warehouse.Change;
import cockpit.core.warehouse.DuckDbWarehouse;
import cockpit.core.warehouse.Fact;
import cockpit.core.warehouse.Query;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityGraphTest {

    static final Duration LONG = Duration.ofSeconds(30);
    static final Instant NOW = Instant.parse("2026-03-01T04:00:00Z");
    static final LocalDate DAY = LocalDate.of(2026, 3, 1);
    static final String ANN = "a".repeat(64);
    static final String BOB = "b".repeat(64);

    @TempDir
    Path directory;

    final IdentityGraphs graphs = new IdentityGraphs();
    final List<Change> changes = new CopyOnWriteArrayList<>();
    DuckDbWarehouse warehouse;

    static OrgTree org() {
        return new OrgTree(List.of(
                new OrgUnit("HQ", null, Text.of("总部", "HQ"), OrgUnit.Level.HQ, Map.of()),
                new OrgUnit("S001", "HQ", Text.of("一店", "One"), OrgUnit.Level.STORE, Map.of())));
    }

    @BeforeEach
    void open() throws Exception {
        warehouse = new DuckDbWarehouse(
                directory, InstantSource.fixed(NOW), DuckDbWarehouse.Limits.ofThisMachine(), graphs);
        warehouse.open("acme", org());
        graphs.follow("acme", warehouse);
        warehouse.onChange(changes::add);
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    void rules(String yaml) throws Exception {
        Path folder = Files.createDirectories(directory.resolve("config"));
        Files.writeString(folder.resolve("identity.yaml"), yaml);
        graphs.load("acme", folder);
        graphs.follow("acme", warehouse);
        warehouse.alter("acme", _ -> List.of());
    }

    static Fact fact(String key, @Nullable Object... pairs) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("day", DAY);
        values.put("at", NOW);
        values.put("org_unit", "S001");
        for (int index = 0; index < pairs.length; index += 2) {
            values.put(String.valueOf(pairs[index]), pairs[index + 1]);
        }
        return new Fact(key, 0, values);
    }

    void store(String connection, Dataset dataset, Fact... facts) {
        warehouse.write(
                "acme",
                new Batch(connection, dataset.code(), dataset, List.of(facts), Optional.empty(), Optional.empty()));
    }

    List<List<@Nullable Object>> rows(String sql) {
        return warehouse.query("acme", new Query(sql, List.of()), LONG).rows();
    }

    /** Who a fact belongs to; 0 for nobody. */
    long person(Dataset dataset, String key) {
        List<List<@Nullable Object>> found = rows("SELECT p.person FROM \"fact_" + dataset.code()
                + "\" f JOIN identity_person p ON p.identity = f.identity WHERE f.source_key = '" + key + "'");
        return found.isEmpty() || !(found.getFirst().getFirst() instanceof Number number) ? 0 : number.longValue();
    }

    @Nested
    class Facts_are_one_persons {

        @Test
        void who_share_a_phone_across_channels() {
            store("ocean", Dataset.LEAD, fact("lead:1", "channel", "OCEANENGINE", "lead_id", "71", "phone_hash", ANN));
            store("crm", Dataset.VISIT, fact("visit:1", "customer_id", "C1", "phone_hash", ANN));
            assertThat(person(Dataset.VISIT, "visit:1")).isPositive().isEqualTo(person(Dataset.LEAD, "lead:1"));
        }

        @Test
        void when_a_crm_names_the_channels_lead() {
            store("ocean", Dataset.LEAD, fact("lead:1", "channel", "OCEANENGINE", "lead_id", "71", "phone_hash", ANN));
            store(
                    "crm",
                    Dataset.LEAD,
                    fact(
                            "lead:L8",
                            "channel",
                            "OCEANENGINE",
                            "lead_id",
                            "L8",
                            "channel_lead_id",
                            "71",
                            "customer_id",
                            "C1"));
            store("crm", Dataset.APPOINTMENT, fact("appointment:1", "lead_id", "L8"));
            assertThat(person(Dataset.APPOINTMENT, "appointment:1"))
                    .isPositive()
                    .isEqualTo(person(Dataset.LEAD, "lead:1"));
        }

        @Test
        void when_a_platforms_order_is_redeemed_at_the_counter() {
            store("tmall", Dataset.ORDER, fact("order:9", "channel", "TMALL", "order_no", "T9", "open_id", "buyer"));
            store(
                    "pos",
                    Dataset.REDEMPTION,
                    fact("redemption:1", "channel", "TMALL", "platform_order_id", "T9", "customer_id", "C1"));
            assertThat(person(Dataset.ORDER, "order:9"))
                    .isPositive()
                    .isEqualTo(person(Dataset.REDEMPTION, "redemption:1"));
        }

        @Test
        void only_within_the_systems_that_share_numbers() throws Exception {
            store("pos", Dataset.ORDER, fact("order:1", "order_no", "1", "customer_id", "1001"));
            store("crm", Dataset.VISIT, fact("visit:1", "customer_id", "1001"));
            assertThat(person(Dataset.ORDER, "order:1")).isNotEqualTo(person(Dataset.VISIT, "visit:1"));

            rules("numbers:\n  - {code: brand, connections: [pos, crm]}\n");

            assertThat(person(Dataset.ORDER, "order:1")).isEqualTo(person(Dataset.VISIT, "visit:1"));
            store("pos", Dataset.ORDER, fact("order:2", "order_no", "2", "customer_id", "1001"));
            assertThat(person(Dataset.ORDER, "order:2")).isEqualTo(person(Dataset.VISIT, "visit:1"));
        }

        @Test
        void only_within_one_account_by_the_channels_name() {
            store("a", Dataset.TOUCH, fact("touch:1", "channel", "DOUYIN", "account_id", "1", "open_id", "x"));
            store("a", Dataset.TOUCH, fact("touch:2", "channel", "DOUYIN", "account_id", "2", "open_id", "x"));
            store("b", Dataset.TOUCH, fact("touch:3", "channel", "DOUYIN", "account_id", "1", "open_id", "x"));
            assertThat(person(Dataset.TOUCH, "touch:1"))
                    .isEqualTo(person(Dataset.TOUCH, "touch:3"))
                    .isNotEqualTo(person(Dataset.TOUCH, "touch:2"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-", "NULL", " 无 ", "散客", "unknown"})
        void never_by_what_systems_write_for_nobody(String nobody) {
            store("pos", Dataset.ORDER, fact("order:1", "customer_id", nobody), fact("order:2", "customer_id", nobody));
            assertThat(person(Dataset.ORDER, "order:1")).isZero();
        }
    }

    @Nested
    class A_late_join {

        @Test
        void keeps_the_older_number_and_tells_which_days_count_differently() {
            store("ocean", Dataset.LEAD, fact("lead:1", "channel", "OCEANENGINE", "lead_id", "71", "phone_hash", ANN));
            store(
                    "tmall",
                    Dataset.ORDER,
                    fact("order:1", "channel", "TMALL", "open_id", "buyer", "day", DAY.minusDays(9)));
            long lead = person(Dataset.LEAD, "lead:1");
            long version = warehouse.version("acme", Dataset.LEAD) + warehouse.version("acme", Dataset.ORDER);
            changes.clear();

            store(
                    "crm",
                    Dataset.MEMBER,
                    fact("member:1", "channel", "TMALL", "account_id", "tmall", "open_id", "buyer", "phone_hash", ANN));

            assertThat(person(Dataset.ORDER, "order:1")).isEqualTo(lead).isEqualTo(person(Dataset.LEAD, "lead:1"));
            assertThat(changes).anySatisfy(change -> {
                assertThat(change.dataset()).isEqualTo(Dataset.ORDER);
                assertThat(change.from()).isEqualTo(DAY.minusDays(9));
                assertThat(change.orgUnits()).contains("S001", "HQ", "");
            });
            assertThat(changes).noneMatch(change -> change.dataset() == Dataset.LEAD);
            assertThat(warehouse.version("acme", Dataset.LEAD) + warehouse.version("acme", Dataset.ORDER))
                    .isEqualTo(version + 1);
        }

        @Test
        void comes_apart_when_the_row_that_joined_is_corrected() {
            store("crm", Dataset.VISIT, fact("visit:1", "customer_id", "C1", "phone_hash", ANN));
            store("crm", Dataset.VISIT, fact("visit:2", "customer_id", "C2", "phone_hash", BOB));
            store("crm", Dataset.LEAD, fact("lead:1", "lead_id", "1", "customer_id", "C1", "phone_hash", BOB));
            assertThat(person(Dataset.VISIT, "visit:1")).isEqualTo(person(Dataset.VISIT, "visit:2"));

            store("crm", Dataset.LEAD, fact("lead:1", "lead_id", "1", "customer_id", "C1", "phone_hash", ANN));

            assertThat(person(Dataset.VISIT, "visit:1"))
                    .isPositive()
                    .isEqualTo(person(Dataset.LEAD, "lead:1"))
                    .isNotEqualTo(person(Dataset.VISIT, "visit:2"));
        }

        @Test
        void is_not_announced_where_nothing_was_counted_before() {
            store("crm", Dataset.VISIT, fact("visit:1", "customer_id", "C1", "phone_hash", ANN));
            changes.clear();
            store("ocean", Dataset.LEAD, fact("lead:1", "lead_id", "1", "phone_hash", ANN));
            assertThat(changes).extracting(Change::dataset).containsExactly(Dataset.LEAD);
        }

        @Test
        void of_the_same_rows_again_changes_nothing() {
            Fact visit = fact("visit:1", "customer_id", "C1", "phone_hash", ANN);
            store("crm", Dataset.VISIT, visit);
            List<List<@Nullable Object>> before = rows("SELECT * FROM identity_seen");
            changes.clear();
            store("crm", Dataset.VISIT, visit);
            assertThat(changes).isEmpty();
            assertThat(rows("SELECT * FROM identity_seen")).isEqualTo(before);
        }
    }

    @Nested
    class A_hub {

        @Test
        void joins_nobody_once_it_stands_beside_too_many_and_joins_again_when_it_no_longer_does() {
            for (int index = 1; index <= 5; index++) {
                store("crm", Dataset.VISIT, fact("visit:" + index, "customer_id", "C" + index, "phone_hash", ANN));
            }
            assertThat(person(Dataset.VISIT, "visit:1")).isEqualTo(person(Dataset.VISIT, "visit:5"));
            changes.clear();

            store("crm", Dataset.VISIT, fact("visit:6", "customer_id", "C6", "phone_hash", ANN));

            Set<Long> persons = new TreeSet<>();
            for (int index = 1; index <= 6; index++) {
                persons.add(person(Dataset.VISIT, "visit:" + index));
            }
            assertThat(persons).hasSize(6).doesNotContain(0L);
            assertThat(changes).isNotEmpty();

            store("crm", Dataset.VISIT, fact("visit:6", "customer_id", "C6", "phone_hash", BOB));
            assertThat(person(Dataset.VISIT, "visit:1")).isEqualTo(person(Dataset.VISIT, "visit:5"));
            assertThat(person(Dataset.VISIT, "visit:6")).isNotEqualTo(person(Dataset.VISIT, "visit:1"));
        }

        @Test
        void is_a_made_up_customer_with_many_phones_too() {
            for (int index = 0; index < 9; index++) {
                store(
                        "pos",
                        Dataset.ORDER,
                        fact(
                                "order:" + index,
                                "customer_id",
                                "WALKIN",
                                "phone_hash",
                                String.valueOf(index).repeat(64)));
            }
            assertThat(person(Dataset.ORDER, "order:1")).isNotEqualTo(person(Dataset.ORDER, "order:2"));
        }

        @Test
        void costs_no_more_however_many_rows_carry_it() {
            List<Fact> many = new ArrayList<>();
            for (int index = 0; index < 3000; index++) {
                many.add(fact("visit:" + index, "customer_id", "C" + index, "phone_hash", ANN));
            }
            store("crm", Dataset.VISIT, many.toArray(Fact[]::new));
            assertThat(rows("SELECT count(DISTINCT person) FROM identity_person")
                            .getFirst()
                            .getFirst())
                    .isEqualTo(3000L);
            store("crm", Dataset.VISIT, fact("visit:x", "customer_id", "Cx", "phone_hash", ANN));
            assertThat(person(Dataset.VISIT, "visit:x")).isPositive().isNotEqualTo(person(Dataset.VISIT, "visit:7"));
        }
    }

    @Test
    void a_rows_keys_may_vanish_with_it() {
        Fact visit = fact("visit:1", "customer_id", "C1", "phone_hash", ANN);
        store("crm", Dataset.VISIT, visit);
        warehouse.write(
                "acme",
                new Batch(
                        "crm",
                        "visit",
                        Dataset.VISIT,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Batch.Refresh(1, true, Set.of(), true))));
        assertThat(rows("SELECT count(*) FROM fact_visit").getFirst().getFirst())
                .isEqualTo(0L);
        assertThat(rows("SELECT count(*) FROM identity_key").getFirst().getFirst())
                .isEqualTo(0L);
        assertThat(rows("SELECT count(*) FROM identity_person").getFirst().getFirst())
                .isEqualTo(0L);
    }

    @Test
    void keys_have_the_number_here_that_they_have_in_the_database() {
        store("crm", Dataset.VISIT, fact("visit:1", "customer_id", "客户-é", "phone_hash", ANN));
        assertThat(rows("SELECT kind, scope, \"value\", key_id FROM identity_key"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(new PersonKey(
                                        KeyKind.ofRank(
                                                ((Number) java.util.Objects.requireNonNull(row.get(0))).intValue()),
                                        String.valueOf(row.get(1)),
                                        String.valueOf(row.get(2)))
                                .number())
                        .isEqualTo(row.get(3)));
    }

    /** Whatever the order, the batches and the corrections, the graph is what the stored facts alone make of it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void following_the_facts_gives_what_making_it_anew_gives(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 12; round++) {
            List<Fact> batch = new ArrayList<>();
            Dataset dataset = random.nextBoolean() ? Dataset.VISIT : Dataset.MEMBER;
            for (int index = 0; index < 1 + random.nextInt(12); index++) {
                batch.add(fact(
                        dataset.code() + ":" + random.nextInt(60),
                        "customer_id",
                        random.nextInt(3) == 0 ? null : "C" + random.nextInt(40),
                        "phone_hash",
                        random.nextInt(3) == 0
                                ? null
                                : String.valueOf(random.nextInt(30)).repeat(20),
                        "union_id",
                        random.nextInt(3) != 0 ? null : "U" + random.nextInt(25)));
            }
            store(random.nextBoolean() ? "crm" : "pos", dataset, batch.toArray(Fact[]::new));
        }
        Set<Set<String>> followed = groups();
        List<List<@Nullable Object>> seen = seen();

        rules("most-beside: 6\n");
        rules("most-beside: 5\n");

        assertThat(groups()).isEqualTo(followed);
        assertThat(seen()).isEqualTo(seen);
        assertThat(followed).hasSizeGreaterThan(2);
    }

    private List<List<@Nullable Object>> seen() {
        return rows("SELECT identity, dataset, source, facts FROM identity_seen ORDER BY ALL");
    }

    private Set<Set<String>> groups() {
        Map<Object, Set<String>> groups = new HashMap<>();
        rows("SELECT p.person, f.n FROM (SELECT identity, connection || source_key AS n FROM fact_visit UNION ALL SELECT"
                        + " identity, connection || source_key FROM fact_member) f JOIN identity_person p ON p.identity ="
                        + " f.identity")
                .forEach(row -> groups.computeIfAbsent(String.valueOf(row.get(0)), _ -> new TreeSet<>())
                        .add(String.valueOf(row.get(1))));
        return Set.copyOf(groups.values());
    }

    @Test
    void a_graph_that_was_not_finished_is_made_anew_when_the_facts_are_opened() throws Exception {
        store("ocean", Dataset.LEAD, fact("lead:1", "lead_id", "1", "phone_hash", ANN));
        store("crm", Dataset.VISIT, fact("visit:1", "customer_id", "C1", "phone_hash", ANN));
        long person = person(Dataset.LEAD, "lead:1");
        warehouse.alter("acme", writer -> {
            IdentityGraph.execute(writer, "UPDATE identity_state SET rules = 'building'");
            IdentityGraph.execute(writer, "DELETE FROM identity_person");
            IdentityGraph.execute(writer, "UPDATE fact_visit SET identity = NULL");
            return List.of();
        });
        warehouse.close();

        open();
        warehouse.alter("acme", _ -> List.of());

        assertThat(person(Dataset.LEAD, "lead:1")).isEqualTo(person);
        assertThat(person(Dataset.VISIT, "visit:1")).isEqualTo(person);
    }
}
