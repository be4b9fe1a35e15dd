package cockpit.core.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuckDbWarehouseTest {

    static final Duration LONG = Duration.ofSeconds(30);
    static final Instant NOW = Instant.parse("2026-03-01T04:00:00Z");
    static final LocalDate DAY = LocalDate.of(2026, 3, 1);

    @TempDir
    Path directory;

    DuckDbWarehouse warehouse;
    final List<Change> changes = new CopyOnWriteArrayList<>();

    static OrgTree org() {
        return new OrgTree(List.of(
                new OrgUnit("HQ", null, Text.of("总部", "HQ"), OrgUnit.Level.HQ, Map.of()),
                new OrgUnit("EAST", "HQ", Text.of("华东", "East"), OrgUnit.Level.REGION, Map.of()),
                new OrgUnit("S001", "EAST", Text.of("上海一店", "Shanghai 1"), OrgUnit.Level.STORE, Map.of()),
                new OrgUnit("WEST", "HQ", Text.of("华西", "West"), OrgUnit.Level.REGION, Map.of())));
    }

    @BeforeEach
    void open() throws Exception {
        warehouse = new DuckDbWarehouse(directory, InstantSource.fixed(NOW));
        warehouse.open("acme", org());
        warehouse.onChange(changes::add);
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    static Fact lead(String key, long version, String state) {
        return lead(key, version, state, DAY, "S001");
    }

    static Fact lead(String key, long version, String state, LocalDate day, @Nullable String unit) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("lead_id", key);
        values.put("state", state);
        values.put("day", day);
        values.put("at", NOW);
        values.put("org_unit", unit);
        return new Fact(key, version, values);
    }

    static Batch batch(Fact... facts) {
        return new Batch("ocean", "lead", Dataset.LEAD, List.of(facts), Optional.empty(), Optional.empty());
    }

    static Batch event(String id, Fact... facts) {
        return new Batch("ocean", "lead", Dataset.LEAD, List.of(facts), Optional.empty(), Optional.of(id));
    }

    static Batch page(String cursor, Fact... facts) {
        return new Batch("ocean", "lead", Dataset.LEAD, List.of(facts), Optional.of(cursor), Optional.empty());
    }

    List<List<@Nullable Object>> rows(String sql, @Nullable Object... parameters) {
        return warehouse
                .query("acme", new Query(sql, new ArrayList<>(java.util.Arrays.asList(parameters))), LONG)
                .rows();
    }

    String states() {
        return String.valueOf(
                rows("SELECT string_agg(source_key || '=' || state, ' ' ORDER BY source_key) FROM fact_lead")
                        .getFirst()
                        .getFirst());
    }

    static Batch full(long run, boolean complete, Fact... facts) {
        return full(run, complete, Set.of(), facts);
    }

    static Batch full(long run, boolean complete, Set<String> alsoSeen, Fact... facts) {
        return new Batch(
                "ocean",
                "lead",
                Dataset.LEAD,
                List.of(facts),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Batch.Refresh(run, alsoSeen, complete)));
    }

    @Test
    void what_a_complete_run_did_not_bring_vanishes_with_its_last_page() {
        warehouse.write("acme", batch(lead("lead:a", 1, "NEW"), lead("lead:b", 1, "NEW", DAY.minusDays(3), "WEST")));
        warehouse.write("acme", full(1, false, lead("lead:a", 1, "NEW")));
        assertThat(states()).isEqualTo("lead:a=NEW lead:b=NEW");
        changes.clear();
        long version = warehouse.version("acme", Dataset.LEAD);
        assertThat(warehouse.write("acme", full(1, true, lead("lead:c", 1, "NEW", DAY, "S001"))))
                .isEqualTo(1);
        assertThat(states()).isEqualTo("lead:a=NEW lead:c=NEW");
        assertThat(warehouse.version("acme", Dataset.LEAD)).isGreaterThan(version);
        assertThat(changes)
                .anySatisfy(change -> {
                    assertThat(change.from()).isEqualTo(DAY.minusDays(3));
                    assertThat(change.orgUnits()).containsExactly("WEST");
                })
                .hasSize(2);
        assertThat(warehouse.write("acme", full(2, true))).isZero();
        assertThat(rows("SELECT count(*) FROM fact_lead")).containsExactly(List.of(0L));
    }

    @Test
    void a_run_that_was_broken_off_takes_nothing_away_nor_do_its_pages_count_for_the_next() {
        warehouse.write("acme", batch(lead("lead:a", 1, "NEW"), lead("lead:b", 1, "NEW")));
        warehouse.write("acme", full(1, false, lead("lead:a", 1, "NEW")));
        warehouse.write("acme", full(2, true, lead("lead:b", 1, "NEW")));
        assertThat(states()).isEqualTo("lead:b=NEW");
    }

    @Test
    void a_run_spares_other_streams_other_connections_and_what_was_pushed_meanwhile() {
        warehouse.write("acme", batch(lead("lead_form:x", 1, "NEW"), lead("lead:gone", 1, "NEW")));
        warehouse.write(
                "acme",
                new Batch(
                        "other",
                        "lead",
                        Dataset.LEAD,
                        List.of(lead("lead:other", 1, "NEW")),
                        Optional.empty(),
                        Optional.empty()));
        warehouse.write("acme", full(1, false, lead("lead:a", 1, "NEW")));
        warehouse.write("acme", event("e1", lead("lead:pushed", 1, "NEW")));
        warehouse.write("acme", full(1, true, Set.of("lead:gone-but-unreadable")));
        assertThat(states()).isEqualTo("lead:a=NEW lead:other=NEW lead:pushed=NEW lead_form:x=NEW");
    }

    @Test
    void a_row_that_the_channel_still_has_but_that_cannot_be_read_keeps_its_fact() {
        warehouse.write("acme", batch(lead("lead:a", 1, "NEW"), lead("lead:b", 1, "NEW")));
        warehouse.write("acme", full(1, true, Set.of("lead:b"), lead("lead:a", 0, "OLD")));
        assertThat(states()).isEqualTo("lead:a=NEW lead:b=NEW");
    }

    @Test
    void a_run_whose_last_page_cannot_be_stored_takes_nothing_away() {
        warehouse.write("acme", batch(lead("lead:a", 1, "NEW")));
        Fact wrong = new Fact("lead:b", 1, Map.of("day", DAY, "state", 7L));
        assertThatThrownBy(() -> warehouse.write("acme", full(1, true, wrong)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(states()).isEqualTo("lead:a=NEW");
    }

    @Test
    void the_same_page_twice_changes_nothing_and_announces_nothing() {
        assertThat(warehouse.write("acme", batch(lead("a", 1, "NEW"), lead("b", 1, "NEW"))))
                .isEqualTo(2);
        long version = warehouse.version("acme", Dataset.LEAD);
        changes.clear();

        assertThat(warehouse.write("acme", batch(lead("a", 1, "NEW"), lead("b", 1, "NEW"))))
                .isZero();

        assertThat(states()).isEqualTo("a=NEW b=NEW");
        assertThat(changes).isEmpty();
        assertThat(warehouse.version("acme", Dataset.LEAD)).isEqualTo(version);
    }

    @Test
    void an_older_version_never_overwrites_a_newer_one() {
        warehouse.write("acme", batch(lead("a", 5, "WON")));
        assertThat(warehouse.write("acme", batch(lead("a", 4, "NEW")))).isZero();
        assertThat(states()).isEqualTo("a=WON");
    }

    @Test
    void of_equal_versions_the_last_to_arrive_wins() {
        warehouse.write("acme", batch(lead("a", 5, "NEW")));
        assertThat(warehouse.write("acme", batch(lead("a", 5, "WON")))).isEqualTo(1);
        assertThat(states()).isEqualTo("a=WON");
    }

    @Test
    void a_newer_version_with_equal_values_is_remembered_without_being_a_change() {
        warehouse.write("acme", batch(lead("a", 1, "NEW")));
        changes.clear();
        assertThat(warehouse.write("acme", batch(lead("a", 3, "NEW")))).isZero();
        assertThat(changes).isEmpty();

        assertThat(warehouse.write("acme", batch(lead("a", 2, "LOST")))).isZero();
        assertThat(states()).isEqualTo("a=NEW");
    }

    @Test
    void of_a_key_that_stands_twice_in_a_batch_the_larger_version_is_stored() {
        warehouse.write("acme", batch(lead("a", 2, "WON"), lead("a", 1, "NEW"), lead("b", 1, "X"), lead("b", 1, "Y")));
        assertThat(states()).isEqualTo("a=WON b=Y");
    }

    @Test
    void the_same_key_of_another_connection_is_another_fact() {
        warehouse.write("acme", batch(lead("a", 1, "NEW")));
        warehouse.write(
                "acme",
                new Batch(
                        "kuai",
                        "lead",
                        Dataset.LEAD,
                        List.of(lead("a", 1, "NEW")),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(rows("SELECT count(*) FROM fact_lead").getFirst().getFirst()).isEqualTo(2L);
    }

    @Test
    void a_change_names_the_days_and_units_that_a_fact_left_and_entered() {
        warehouse.write("acme", batch(lead("a", 1, "NEW")));
        changes.clear();
        warehouse.write("acme", batch(lead("a", 2, "NEW", DAY.plusDays(3), null)));
        assertThat(changes)
                .containsExactly(new Change("acme", Dataset.LEAD, DAY, DAY.plusDays(3), Set.of("S001", ""), NOW));
    }

    @Test
    void a_known_event_changes_nothing_even_with_other_facts() {
        assertThat(warehouse.write("acme", event("e1", lead("a", 1, "NEW")))).isEqualTo(1);
        assertThat(warehouse.write("acme", event("e1", lead("b", 1, "NEW")))).isZero();
        assertThat(states()).isEqualTo("a=NEW");
    }

    @Test
    void a_cursor_is_there_if_and_only_if_its_rows_are() throws Exception {
        assertThat(warehouse.cursor("acme", "ocean", "lead")).isEmpty();
        warehouse.write("acme", page("p1", lead("a", 1, "NEW")));
        assertThat(warehouse.cursor("acme", "ocean", "lead")).contains("p1");
        warehouse.write("acme", page("p2"));
        assertThat(warehouse.cursor("acme", "ocean", "lead")).contains("p2");

        Fact wrong = new Fact("b", 1, Map.of("day", DAY, "at", Instant.MAX));
        assertThatThrownBy(() -> warehouse.write("acme", page("p3", lead("c", 1, "NEW"), wrong)))
                .isInstanceOf(WarehouseFault.class);
        assertThat(warehouse.cursor("acme", "ocean", "lead")).contains("p2");
        assertThat(states()).isEqualTo("a=NEW");

        warehouse.write("acme", page("p3", lead("c", 1, "NEW")));
        assertThat(states()).isEqualTo("a=NEW c=NEW");
        warehouse.forgetCursor("acme", "ocean", "lead");
        assertThat(warehouse.cursor("acme", "ocean", "lead")).isEmpty();
    }

    @Test
    void of_writers_at_the_same_time_each_learns_its_own_outcome() throws Exception {
        int writers = 24;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Integer>> outcomes = new ArrayList<>();
            for (int index = 0; index < writers; index++) {
                int id = index;
                Callable<Integer> write = () -> {
                    start.await();
                    Fact fact = id % 8 == 7
                            ? new Fact("bad", 1, Map.of("day", DAY, "at", Instant.MAX))
                            : lead("k" + id, 1, "NEW");
                    return warehouse.write("acme", event("e" + id, fact, lead("shared", id, "S")));
                };
                outcomes.add(pool.submit(write));
            }
            start.countDown();
            for (int index = 0; index < writers; index++) {
                Future<Integer> outcome = outcomes.get(index);
                if (index % 8 == 7) {
                    assertThatThrownBy(outcome::get).hasCauseInstanceOf(WarehouseFault.class);
                } else {
                    assertThat(outcome.get()).isBetween(1, 2);
                }
            }
        }
        assertThat(rows("SELECT count(*), count(DISTINCT source_key) FROM fact_lead")
                        .getFirst())
                .isEqualTo(List.of(22L, 22L));
        assertThat(rows("SELECT version FROM fact_lead WHERE source_key = 'shared'")
                        .getFirst()
                        .getFirst())
                .isEqualTo(22L);
    }

    @Test
    void every_type_comes_back_as_it_went_in() {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("day", LocalDate.of(2024, 2, 29));
        values.put("at", Instant.parse("2026-02-28T16:00:00.123456Z"));
        values.put("first_visit", true);
        values.put("visit_id", "1760000000000000001 ‘引号’ \"😀\"");
        values.put("phone_hash", null);
        warehouse.write(
                "acme",
                new Batch(
                        "clinic",
                        "visit",
                        Dataset.VISIT,
                        List.of(new Fact("v", 7, values)),
                        Optional.empty(),
                        Optional.empty()));
        Map<String, @Nullable Object> order = new HashMap<>(Map.of("day", DAY, "paid_fen", 9_007_199_254_740_993L));
        warehouse.write(
                "acme",
                new Batch(
                        "pos",
                        "order",
                        Dataset.ORDER,
                        List.of(new Fact("o", 1, order)),
                        Optional.empty(),
                        Optional.empty()));

        assertThat(rows("SELECT day, \"at\", first_visit, visit_id, phone_hash, org_unit, version FROM fact_visit"))
                .singleElement()
                .isEqualTo(java.util.Arrays.asList(
                        LocalDate.of(2024, 2, 29),
                        OffsetDateTime.of(2026, 2, 28, 16, 0, 0, 123_456_000, ZoneOffset.UTC),
                        true,
                        "1760000000000000001 ‘引号’ \"😀\"",
                        null,
                        "",
                        7L));
        assertThat(
                        rows(
                                "SELECT paid_fen, sum(paid_fen), avg(paid_fen), 1.50, cast(1 as integer) FROM fact_order GROUP BY 1"))
                .singleElement()
                .isEqualTo(List.of(
                        9_007_199_254_740_993L,
                        9_007_199_254_740_993L,
                        9.007199254740992E15,
                        new BigDecimal("1.50"),
                        1L));
        assertThat(rows("SELECT cast(timezone('Asia/Shanghai', \"at\") AS date) FROM fact_visit")
                        .getFirst()
                        .getFirst())
                .isEqualTo(LocalDate.of(2026, 3, 1));
    }

    @Test
    void parameters_of_every_type_are_understood() {
        warehouse.write("acme", batch(lead("a", 1, "NEW")));
        assertThat(rows(
                                "SELECT count(*) FROM fact_lead WHERE day = ? AND \"at\" >= ? AND state = ? AND version = ? AND ? AND 1.5 = ? AND ? IS NULL",
                                DAY,
                                NOW.atOffset(ZoneOffset.ofHours(8)),
                                "NEW",
                                1L,
                                true,
                                new BigDecimal("1.5"),
                                null)
                        .getFirst()
                        .getFirst())
                .isEqualTo(1L);
    }

    @Test
    void a_value_of_the_wrong_type_and_an_unknown_column_are_refused_with_their_names() {
        assertThatThrownBy(() -> warehouse.write("acme", batch(new Fact("a", 1, Map.of("day", DAY, "state", 5L)))))
                .hasMessage("Fact a: column state of lead takes VARCHAR, not Long.");
        assertThatThrownBy(() -> warehouse.write("acme", batch(new Fact("a", 1, Map.of("day", DAY, "colour", "red")))))
                .hasMessage("Fact a: lead has no column colour.");
        assertThatThrownBy(() -> warehouse.write("acme", batch(new Fact("a", 1, Map.of()))))
                .hasMessage("Fact a of lead has no day.");
    }

    @Test
    void the_org_tree_is_a_table() {
        assertThat(
                        rows(
                                "SELECT code, parent, level, region, \"first\", \"last\", name_zh, name_en FROM org_unit WHERE code = 'S001'"))
                .containsExactly(List.of("S001", "EAST", "STORE", "EAST", 2L, 2L, "上海一店", "Shanghai 1"));
        long version = warehouse.version("acme", Dataset.ORDER);
        warehouse.open("acme", org());
        assertThat(warehouse.version("acme", Dataset.ORDER)).isEqualTo(version);
        assertThat(rows("SELECT count(*) FROM org_unit").getFirst().getFirst()).isEqualTo(4L);

        warehouse.open(
                "acme", new OrgTree(List.of(new OrgUnit("HQ", null, Text.of("总部", "HQ"), OrgUnit.Level.HQ, Map.of()))));
        assertThat(rows("SELECT count(*) FROM org_unit").getFirst().getFirst()).isEqualTo(1L);
        assertThat(warehouse.version("acme", Dataset.ORDER)).isGreaterThan(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM read_csv('/etc/passwd')",
                "SELECT * FROM read_text('/etc/passwd')",
                "SELECT * FROM glob('/*')",
                "SELECT 1; COMMIT; DELETE FROM fact_lead",
                "SELECT 1 -- '\n; COMMIT; DELETE FROM fact_lead --'",
                "SELECT 1 /* ' */; COMMIT; DELETE FROM fact_lead /* ' */",
                "SELECT E'\\''; COMMIT; DELETE FROM fact_lead; SELECT ''",
                "SELECT $$ ' $$; COMMIT; DELETE FROM fact_lead; SELECT ''",
                "DELETE FROM fact_lead",
                "COPY fact_lead TO '/tmp/facts.csv'"
            })
    void sql_reaches_no_file_and_changes_no_fact(String sql) {
        warehouse.write("acme", batch(lead("a", 1, "NEW")));
        assertThatThrownBy(() -> rows(sql)).isInstanceOfAny(WarehouseFault.class, IllegalArgumentException.class);
        assertThat(states()).isEqualTo("a=NEW");
    }

    @Test
    void quotes_may_hold_what_would_be_refused_outside() {
        assertThat(rows("(SELECT 'it''s; -- $ /*' AS \"a;b\")").getFirst().getFirst())
                .isEqualTo("it's; -- $ /*");
    }

    private static final String ENDLESS =
            "SELECT count(*) FROM range(1000000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3";

    @Test
    void a_query_that_takes_too_long_ends_with_a_sentence() {
        assertThatThrownBy(() -> warehouse.query("acme", new Query(ENDLESS, List.of()), Duration.ofMillis(200)))
                .isInstanceOf(WarehouseFault.class)
                .hasMessage("The query took longer than 200 ms.");
        assertThat(rows("SELECT 1").getFirst().getFirst()).isEqualTo(1L);
    }

    @Test
    void interrupting_the_thread_cancels_its_query() throws Exception {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                warehouse.query("acme", new Query(ENDLESS, List.of()), LONG);
            } catch (WarehouseFault e) {
                thrown.set(e);
            }
        });
        thread.interrupt();
        thread.join();
        assertThat(thrown.get()).hasMessage("The query was cancelled.");
    }

    @Test
    void readers_and_a_writer_do_not_disturb_each_other() throws Exception {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> readers = new ArrayList<>();
            for (int reader = 0; reader < 6; reader++) {
                readers.add(pool.submit(() -> {
                    boolean whole = true;
                    for (int round = 0; round < 15; round++) {
                        long count = (Long) java.util.Objects.requireNonNull(rows("SELECT count(*) FROM fact_lead")
                                .getFirst()
                                .getFirst());
                        whole &= count % 10 == 0;
                    }
                    return whole;
                }));
            }
            for (int round = 0; round < 30; round++) {
                Fact[] facts = new Fact[10];
                for (int index = 0; index < 10; index++) {
                    facts[index] = lead("r" + round + "-" + index, 1, "NEW");
                }
                warehouse.write("acme", batch(facts));
            }
            for (Future<Boolean> reader : readers) {
                assertThat(reader.get()).isTrue();
            }
        }
    }

    @Test
    void a_hundred_thousand_rows_go_in_and_are_counted() {
        for (int part = 0; part < 10; part++) {
            Fact[] facts = new Fact[10_000];
            for (int index = 0; index < facts.length; index++) {
                int id = part * facts.length + index;
                facts[index] = lead("lead-" + id, 1, "NEW", DAY.plusDays(id % 90), "S001");
            }
            assertThat(warehouse.write("acme", batch(facts))).isEqualTo(10_000);
        }
        assertThat(rows("SELECT count(*), count(DISTINCT day) FROM fact_lead").getFirst())
                .isEqualTo(List.of(100_000L, 90L));
    }

    @Test
    void facts_survive_closing_and_opening() throws Exception {
        warehouse.write("acme", page("p1", lead("a", 1, "NEW")));
        long version = warehouse.version("acme", Dataset.LEAD);
        warehouse.close();
        warehouse =
                new DuckDbWarehouse(directory, InstantSource.offset(InstantSource.fixed(NOW), Duration.ofSeconds(9)));
        warehouse.open("acme", org());
        assertThat(states()).isEqualTo("a=NEW");
        assertThat(warehouse.cursor("acme", "ocean", "lead")).contains("p1");
        assertThat(warehouse.version("acme", Dataset.LEAD)).isGreaterThan(version);
    }

    @Test
    void a_column_that_a_release_adds_is_added_to_an_existing_file() throws Exception {
        warehouse.write("acme", batch(lead("a", 1, "NEW")));
        warehouse.close();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("acme.duckdb"));
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE fact_lead DROP COLUMN city");
        }
        warehouse = new DuckDbWarehouse(directory, InstantSource.fixed(NOW));
        warehouse.open("acme", org());
        assertThat(rows("SELECT city, state FROM fact_lead").getFirst())
                .isEqualTo(java.util.Arrays.asList(null, "NEW"));
    }

    @Test
    void a_second_warehouse_on_the_same_file_is_told_why_not() {
        try (DuckDbWarehouse second = new DuckDbWarehouse(directory, InstantSource.fixed(NOW))) {
            assertThatThrownBy(() -> second.open("acme", org()))
                    .isInstanceOf(WarehouseFault.class)
                    .hasMessageContaining("in use by another Cockpit server");
        }
    }

    @Test
    void a_killed_process_loses_nothing_that_it_acknowledged() throws Exception {
        Path killed = directory.resolve("killed");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        killed.toString())
                .redirectErrorStream(true)
                .start();
        try (var output = process.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.equals("acknowledged 5")) {
                line = output.readLine();
            }
            try (DuckDbWarehouse second = new DuckDbWarehouse(killed, InstantSource.fixed(NOW))) {
                assertThatThrownBy(() -> second.open("acme", org()))
                        .hasMessageContaining("in use by another Cockpit server");
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (DuckDbWarehouse again = new DuckDbWarehouse(killed, InstantSource.fixed(NOW))) {
            again.open("acme", org());
            int last = Integer.parseInt(again.cursor("acme", "ocean", "lead").orElse("0"));
            List<@Nullable Object> counted = again.query(
                            "acme",
                            new Query("SELECT count(*), count(DISTINCT source_key) FROM fact_lead", List.of()),
                            LONG)
                    .rows()
                    .getFirst();
            assertThat(last).isGreaterThanOrEqualTo(5);
            assertThat(counted).isEqualTo(List.of(last * 100L, last * 100L));
        }
        assertThat(Files.exists(killed.resolve("acme.duckdb"))).isTrue();
    }

    /** Writes pages of 100 facts until it is killed. */
    static final class Endless {

        private Endless() {}

        @SuppressWarnings("SystemOut") // its parent process reads what it has acknowledged
        public static void main(String[] arguments) {
            DuckDbWarehouse warehouse = new DuckDbWarehouse(Path.of(arguments[0]), InstantSource.fixed(NOW));
            warehouse.open("acme", org());
            for (int page = 1; ; page++) {
                Fact[] facts = new Fact[100];
                for (int index = 0; index < 100; index++) {
                    facts[index] = lead(page + "-" + index, 1, "NEW");
                }
                warehouse.write("acme", page(String.valueOf(page), facts));
                System.out.println("acknowledged " + page);
            }
        }
    }
}
