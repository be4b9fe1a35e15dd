package cockpit.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.ingest.ConnectionStatus.State;
import cockpit.core.ingest.ConnectionStatus.StreamStatus;
import cockpit.core.ingest.Connections.HttpAnswer;
import cockpit.core.ingest.Freshness.Trust;
import cockpit.core.tenant.AccessDenied;
import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Viewer;
import cockpit.core.warehouse.Answer;
import cockpit.core.warehouse.Batch;
import cockpit.core.warehouse.Change;
import cockpit.core.warehouse.DuckDbWarehouse;
import cockpit.core.warehouse.Query;
import cockpit.core.warehouse.Warehouse;
import cockpit.core.warehouse.WarehouseFault;
import cockpit.core.yaml.YamlProblem;
import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.TokenStore;
import cockpit.spi.source.WebhookRequest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {

    static final Tenant TENANT = RowReaderTest.TENANT;
    static final Viewer ADMIN =
            new Viewer("acme", "admin", "Admin", Set.of(Right.MANAGE_CONNECTIONS), "HQ", Locale.CHINA);
    static final String CONNECTIONS = """
            connections:
              - id: ocean
                source: fake
                title: {zh: 巨量引擎, en: Ocean Engine}
                history-days: 120
                settings:
                  app-secret: ${SECRET}
                org-units: {"1730000000000001": S001}
            """;
    static final Charset GB18030 = Charset.forName("GB18030");

    @TempDir
    Path directory;

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T04:00:00Z"));
    final InstantSource clock = now::get;
    final FakePlugins plugins = new FakePlugins();
    final FakeSource source = new FakeSource("fake");
    final List<String> audited = new java.util.concurrent.CopyOnWriteArrayList<>();
    static final TestMetadata METADATA = new TestMetadata();
    Path folder;
    Breakable warehouse;
    Ingest ingest;

    /** The real warehouse, which may be down for a while or die after a commit. */
    static final class Breakable implements Warehouse {

        private final Warehouse real;
        volatile boolean down;
        final AtomicInteger dieAfterCommit = new AtomicInteger();

        Breakable(Warehouse real) {
            this.real = real;
        }

        @Override
        public void open(String tenant, OrgTree org) {
            real.open(tenant, org);
        }

        @Override
        public int write(String tenant, Batch batch) {
            if (down) {
                throw new WarehouseFault("It is down.", new IllegalStateException());
            }
            int changed = real.write(tenant, batch);
            if (dieAfterCommit.getAndDecrement() > 0) {
                throw new WarehouseFault("It died after the commit.", new IllegalStateException());
            }
            return changed;
        }

        @Override
        public Optional<String> cursor(String tenant, String connection, String stream) {
            return real.cursor(tenant, connection, stream);
        }

        @Override
        public void forgetCursor(String tenant, String connection, String stream) {
            real.forgetCursor(tenant, connection, stream);
        }

        @Override
        public Answer query(String tenant, Query query, Duration timeout) {
            return real.query(tenant, query, timeout);
        }

        @Override
        public long version(String tenant, Dataset dataset) {
            return real.version(tenant, dataset);
        }

        @Override
        public AutoCloseable onChange(Consumer<Change> listener) {
            return real.onChange(listener);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectories(directory.resolve("tenant"));
        Files.writeString(folder.resolve("connections.yaml"), CONNECTIONS);
        warehouse = new Breakable(new DuckDbWarehouse(directory.resolve("facts"), clock));
        warehouse.open("acme", TENANT.org());
        start();
    }

    void start() {
        ingest = new Ingest(
                warehouse,
                plugins,
                new TestVault(),
                METADATA,
                (viewer, action, subject, detail) -> audited.add(action + " " + subject + " " + detail),
                clock,
                Map.of("SECRET", "s3cret"),
                directory.resolve("data"));
    }

    @AfterEach
    void close() {
        ingest.close();
        warehouse.close();
        METADATA.clear();
    }

    @AfterAll
    static void closeMetadata() {
        METADATA.close();
    }

    static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).describedAs("within 30 seconds").isLessThan(end);
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    void run() {
        plugins.put(source);
        ingest.load(TENANT, folder);
    }

    ConnectionStatus status() {
        return ingest.all(ADMIN).getFirst();
    }

    StreamStatus stream(String name) {
        return status().streams().stream()
                .filter(stream -> stream.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<List<@Nullable Object>> rows(String sql) {
        return warehouse
                .query("acme", new Query(sql, List.of()), Duration.ofSeconds(30))
                .rows();
    }

    long count(String table) {
        return (Long) java.util.Objects.requireNonNull(
                rows("SELECT count(*) FROM " + table).getFirst().getFirst());
    }

    /**
     * Moves the time on, and first lets runs end that are about to: one that ends afterwards counts its interval from there, and
     * would not be due. A run that the test holds up is not waited for long.
     */
    void advance(Duration duration) {
        long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
        while (isReading() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        now.updateAndGet(instant -> instant.plus(duration));
    }

    private boolean isReading() {
        try {
            return ingest.all(ADMIN).stream()
                    .flatMap(connection -> connection.streams().stream())
                    .anyMatch(StreamStatus::running);
        } catch (RuntimeException _) {
            return false;
        }
    }

    static Text sentence() {
        return Text.of("渠道的话。", "The channel's words.");
    }

    // ---- pulled streams ----

    @Test
    void the_migration_makes_the_tables_that_the_entities_need() throws Exception {
        METADATA.validate();
    }

    @Test
    void history_is_read_page_by_page_and_then_the_stream_is_live() {
        source.reading.set(cursor -> switch (String.valueOf(cursor)) {
            case "null" -> Page.continued(List.of(FakeSource.lead("a"), FakeSource.lead("b")), "p1");
            case "p1" -> Page.continued(List.of(FakeSource.lead("c")), "p2");
            default -> Page.last(List.of(FakeSource.lead("d")), "p3");
        });
        run();
        eventually(() -> status().state() == State.LIVE);
        assertThat(count("fact_lead")).isEqualTo(4);
        assertThat(warehouse.cursor("acme", "ocean", "lead")).contains("p3");
        assertThat(source.cursors).containsExactly("null", "p1", "p2");
        assertThat(stream("lead").rows()).isEqualTo(4);
        assertThat(stream("lead").lastSuccess()).contains(now.get());
        assertThat(stream("lead").nextRun()).contains(now.get().plus(Duration.ofMinutes(1)));
        assertThat(status().sentence()).isEmpty();
        assertThat(rows("SELECT DISTINCT channel, org_unit, connection FROM fact_lead"))
                .containsExactly(List.of("OCEANENGINE", "S001", "ocean"));
    }

    @Test
    void a_stream_is_read_again_when_its_interval_is_over_and_not_before() {
        run();
        eventually(() -> source.cursors.size() == 1 && status().state() == State.LIVE);
        advance(Duration.ofSeconds(59));
        advance(Duration.ofSeconds(1));
        eventually(() -> source.cursors.size() == 2);
    }

    @Test
    void the_file_may_give_a_stream_another_interval() throws Exception {
        Files.writeString(folder.resolve("connections.yaml"), CONNECTIONS + "    every: {lead: 5s}\n");
        run();
        eventually(() -> source.cursors.size() == 1 && status().state() == State.LIVE);
        assertThat(stream("lead").nextRun()).contains(now.get().plusSeconds(5));
    }

    @Test
    void while_history_is_read_its_share_is_shown() {
        CountDownLatch go = new CountDownLatch(1);
        source.reading.set(cursor -> {
            if (cursor == null) {
                Row row = Row.of(Map.of("clue_id", "a", "created", "2025-12-31 12:00:00"));
                return Page.continued(List.of(row), "p1");
            }
            go.await();
            return Page.last(List.of(), "p2");
        });
        run();
        eventually(() -> stream("lead").progress().filter(share -> share > 0).isPresent());
        assertThat(status().state()).isEqualTo(State.BACK_FILLING);
        assertThat(stream("lead").progress().orElseThrow()).isEqualTo(0.5);
        assertThat(ingest.freshness("acme"))
                .filteredOn(one -> one.dataset() == Dataset.LEAD)
                .singleElement()
                .satisfies(one -> assertThat(one.trust()).isEqualTo(Trust.PARTIAL));
        go.countDown();
        eventually(() -> status().state() == State.LIVE);
    }

    @Test
    void a_page_whose_commit_was_not_heard_of_is_read_again_and_changes_nothing() {
        warehouse.dieAfterCommit.set(1);
        source.reading.set(cursor -> cursor == null
                ? Page.last(List.of(FakeSource.lead("a")), "p1")
                : Page.last(List.of(FakeSource.lead("a"), FakeSource.lead("b")), "p2"));
        run();
        eventually(() -> status().state() == State.RETRYING);
        assertThat(status().fault()).isEmpty();
        advance(Duration.ofSeconds(6));
        eventually(() -> status().state() == State.LIVE);
        assertThat(count("fact_lead")).isEqualTo(2);
    }

    @Test
    void rows_that_cannot_be_stored_leave_the_cursor_where_it_was() {
        warehouse.down = true;
        source.reading.set(_ -> Page.last(List.of(FakeSource.lead("a")), "p1"));
        run();
        eventually(() -> status().state() == State.RETRYING);
        assertThat(warehouse.cursor("acme", "ocean", "lead")).isEmpty();
        warehouse.down = false;
        advance(Duration.ofSeconds(6));
        eventually(() -> count("fact_lead") == 1);
        assertThat(warehouse.cursor("acme", "ocean", "lead")).contains("p1");
    }

    @Test
    void a_bad_row_is_set_aside_with_its_reason_while_the_others_land() {
        Row bad = new Row(
                Map.of(
                        "clue_id", "x",
                        "created", "gestern",
                        "telephone", "13800138000",
                        "name", "张三",
                        "extra", "13912345678"),
                "page 7");
        source.reading.set(_ -> Page.last(List.of(FakeSource.lead("a"), bad, FakeSource.lead("b")), "p1"));
        run();
        eventually(() -> status().state() == State.LIVE);
        assertThat(count("fact_lead")).isEqualTo(2);
        assertThat(warehouse.cursor("acme", "ocean", "lead")).contains("p1");
        assertThat(status().quarantined()).isEqualTo(1);
        assertThat(ingest.quarantine(ADMIN, "ocean", 10)).singleElement().satisfies(row -> {
            assertThat(row.stream()).isEqualTo("lead");
            assertThat(row.origin()).isEqualTo("page 7");
            assertThat(row.reason().zh()).contains("列 created 应为时间").contains("“gestern”");
            assertThat(row.raw())
                    .contains("138****8000")
                    .contains("张**")
                    .doesNotContain("13800138000")
                    .doesNotContain("13912345678");
        });
    }

    @Test
    void a_row_that_is_read_again_whole_leaves_the_quarantine() {
        source.reading.set(cursor -> cursor == null
                ? Page.last(List.of(FakeSource.lead("a", "BROKEN", "S001")), "p1")
                : Page.last(List.of(FakeSource.lead("a", "WON", "S001")), "p2"));
        run();
        eventually(() -> status().quarantined() == 1);
        advance(Duration.ofMinutes(1));
        eventually(() -> status().quarantined() == 0);
        assertThat(ingest.quarantine(ADMIN, "ocean", 10)).isEmpty();
    }

    @Test
    void whatever_a_plugin_throws_names_the_plugin_and_stops_nobody_else() throws Exception {
        Files.writeString(folder.resolve("connections.yaml"), CONNECTIONS + """
              - id: other
                source: good
                settings: {app-secret: x}
            """);
        FakeSource good = new FakeSource("good");
        good.reading.set(_ -> Page.last(List.of(FakeSource.lead("g")), "p1"));
        plugins.put(good);
        source.reading.set(_ -> {
            throw new NoClassDefFoundError("gone");
        });
        run();
        eventually(() -> status().state() == State.RETRYING);
        assertThat(status().fault()).contains(Fault.BUG);
        assertThat(status().sentence().orElseThrow().zh()).startsWith("插件 plugin-fake 出错：NoClassDefFoundError");
        eventually(() -> ingest.all(ADMIN).get(1).state() == State.LIVE);
        assertThat(count("fact_lead")).isEqualTo(1);

        source.reading.set(_ -> null);
        advance(Duration.ofMinutes(20));
        eventually(() -> status().sentence().orElseThrow().zh().contains("没有返回页"));
        source.reading.set(_ -> new Page(List.of(), null, true));
        advance(Duration.ofMinutes(20));
        eventually(() -> status().sentence().orElseThrow().zh().contains("却没有前进"));
        source.reading.set(_ -> Page.last(List.of(), "p1"));
        advance(Duration.ofMinutes(20));
        eventually(() -> status().state() == State.LIVE);
    }

    @Test
    void an_upstream_fault_is_tried_again_with_growing_pauses() {
        AtomicInteger reads = new AtomicInteger();
        source.reading.set(_ -> {
            reads.incrementAndGet();
            throw new SourceFault(Fault.UPSTREAM, sentence());
        });
        run();
        for (int failures = 1; failures <= 4; failures++) {
            int expected = failures;
            eventually(() -> reads.get() == expected
                    && stream("lead").nextRun().orElseThrow().isAfter(now.get()));
            long pause = Duration.between(now.get(), stream("lead").nextRun().orElseThrow())
                    .toMillis();
            assertThat(pause).isBetween(500L, 5000L << (failures - 1));
            assertThat(status().state()).isEqualTo(State.RETRYING);
            assertThat(status().sentence()).contains(sentence());
            advance(Duration.ofMillis(pause));
        }
        eventually(() -> reads.get() == 5);
        advance(Duration.ofDays(1));
        eventually(() -> reads.get() == 6);
    }

    @Test
    void a_limit_is_waited_for_as_long_as_the_channel_says() {
        source.reading.set(_ -> {
            throw SourceFault.limit(sentence(), Duration.ofMinutes(45));
        });
        run();
        eventually(() -> status().fault().equals(Optional.of(Fault.LIMIT)));
        assertThat(status().state()).isEqualTo(State.RETRYING);
        assertThat(stream("lead").nextRun()).contains(now.get().plus(Duration.ofMinutes(45)));
    }

    @Test
    void a_fault_that_the_admin_must_mend_stops_the_stream_until_somebody_asks() {
        source.reading.set(_ -> {
            throw new SourceFault(Fault.ACCESS, sentence());
        });
        run();
        eventually(() -> status().state() == State.STOPPED);
        assertThat(status().fault()).contains(Fault.ACCESS);
        assertThat(stream("lead").nextRun()).isEmpty();
        int reads = source.cursors.size();
        advance(Duration.ofDays(2));
        source.reading.set(_ -> Page.last(List.of(), "p1"));
        assertThat(source.cursors).hasSize(reads);

        ingest.runNow(ADMIN, "ocean");
        eventually(() -> status().state() == State.LIVE);
    }

    @Test
    void a_check_says_which_account_was_reached_or_what_is_wrong() {
        source.reading.set(_ -> {
            throw new SourceFault(Fault.SETTINGS, sentence());
        });
        run();
        eventually(() -> status().state() == State.STOPPED);
        source.checking.set(new SourceFault(Fault.SETTINGS, Text.of("密钥不对。", "The secret is wrong.")));
        assertThat(ingest.check(ADMIN, "ocean").sentence().orElseThrow().zh()).isIn("密钥不对。", "渠道的话。");

        source.checking.set(null);
        source.reading.set(_ -> Page.last(List.of(), "p1"));
        ingest.check(ADMIN, "ocean");
        eventually(() -> status().state() == State.LIVE);
        assertThat(status().sentence().orElseThrow().zh()).isEqualTo("账户“医研所”可读。");
    }

    @Test
    void a_plugin_may_go_and_come_back() {
        source.reading.set(cursor -> cursor == null
                ? Page.last(List.of(FakeSource.lead("a")), "p1")
                : Page.last(List.of(FakeSource.lead("b")), "p2"));
        run();
        eventually(() -> status().state() == State.LIVE);
        plugins.take("fake");
        eventually(() -> status().state() == State.SOURCE_MISSING && source.closed.get() == 1);
        assertThat(status().sentence().orElseThrow().zh()).isEqualTo("数据源 fake 未安装；装上插件后自动继续。");

        advance(Duration.ofMinutes(1));
        plugins.put(source);
        eventually(() -> stream("lead").rows() == 2);
        assertThat(status().state()).isEqualTo(State.LIVE);
        assertThat(count("fact_lead")).isEqualTo(2);
    }

    @Test
    void a_plugin_that_goes_while_it_reads_is_interrupted() {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        source.reading.set(_ -> {
            inside.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw e;
            }
            return Page.last(List.of(), "p");
        });
        run();
        eventually(() -> inside.getCount() == 0);
        plugins.take("fake");
        eventually(() -> interrupted.get() == 1);
        eventually(() -> status().state() == State.SOURCE_MISSING);
    }

    @Test
    void a_restart_goes_on_where_it_was() {
        source.reading.set(_ -> Page.last(List.of(FakeSource.lead("a")), "p1"));
        run();
        eventually(() -> status().state() == State.LIVE);
        ingest.close();
        source.cursors.clear();
        start();
        run();
        assertThat(status().state()).isEqualTo(State.LIVE);
        assertThat(stream("lead").nextRun()).contains(now.get().plus(Duration.ofMinutes(1)));
        advance(Duration.ofMinutes(1));
        eventually(() -> source.cursors.contains("p1"));
        eventually(() -> stream("lead").lastSuccess().equals(Optional.of(now.get())));
        assertThat(stream("lead").rows()).isEqualTo(1);
    }

    @Test
    void what_stopped_a_stream_outlives_a_restart_until_the_settings_are_others() throws Exception {
        source.reading.set(_ -> {
            throw new SourceFault(Fault.ACCESS, sentence());
        });
        run();
        eventually(() -> status().state() == State.STOPPED);
        ingest.close();
        source.cursors.clear();
        start();
        run();
        assertThat(status().state()).isEqualTo(State.STOPPED);
        assertThat(status().sentence()).contains(sentence());
        advance(Duration.ofDays(1));
        source.reading.set(_ -> Page.last(List.of(), "p1"));
        ingest.close();
        assertThat(source.cursors).isEmpty();
        start();
        Files.writeString(folder.resolve("connections.yaml"), CONNECTIONS.replace("${SECRET}", "another"));
        run();
        eventually(() -> status().state() == State.LIVE);
    }

    @Test
    void a_limit_outlives_a_restart() {
        source.reading.set(_ -> {
            throw SourceFault.limit(sentence(), Duration.ofHours(20));
        });
        run();
        eventually(() -> status().fault().equals(Optional.of(Fault.LIMIT)));
        Optional<Instant> due = stream("lead").nextRun();
        ingest.close();
        start();
        run();
        assertThat(stream("lead").nextRun()).isEqualTo(due);
        assertThat(status().fault()).contains(Fault.LIMIT);
    }

    @Test
    void a_channel_that_is_down_is_asked_by_one_probe_until_it_answers() {
        AtomicInteger reads = new AtomicInteger();
        source.reading.set(_ -> {
            reads.incrementAndGet();
            throw new SourceFault(Fault.UPSTREAM, sentence());
        });
        run();
        for (int failures = 1; failures <= Circuit.FAILURES; failures++) {
            int expected = failures;
            eventually(() -> reads.get() == expected
                    && stream("lead").nextRun().orElseThrow().isAfter(now.get()));
            if (failures < Circuit.FAILURES) {
                assertThat(status().openUntil()).isEmpty();
                advance(Duration.between(now.get(), stream("lead").nextRun().orElseThrow()));
            }
        }
        eventually(() -> status().openUntil().isPresent());
        assertThat(stream("lead").nextRun().orElseThrow())
                .isAfterOrEqualTo(status().openUntil().orElseThrow());
        source.reading.set(_ -> Page.last(List.of(), "p1"));
        advance(Duration.ofMinutes(20));
        eventually(() -> status().state() == State.LIVE);
        assertThat(status().openUntil()).isEmpty();
    }

    // ---- what people ask for ----

    @Test
    void a_paused_stream_is_not_read_until_it_is_resumed_also_after_a_restart() {
        run();
        eventually(() -> status().state() == State.LIVE);
        ingest.pause(ADMIN, "ocean", Optional.empty());
        assertThat(status().state()).isEqualTo(State.PAUSED);
        assertThat(status().sentence().orElseThrow().zh()).startsWith("admin 暂停了读取");
        ingest.close();
        source.cursors.clear();
        start();
        run();
        advance(Duration.ofHours(1));
        assertThat(status().state()).isEqualTo(State.PAUSED);
        assertThat(stream("lead").nextRun()).isEmpty();
        assertThat(stream("lead").pause().orElseThrow().by()).isEqualTo("admin");
        assertThat(answer(push("e1", "good", order("A1", 9900, 1)))).isEqualTo(202);
        assertThat(source.cursors).isEmpty();
        ingest.resume(ADMIN, "ocean", Optional.of("lead"));
        eventually(() -> source.cursors.size() == 1 && status().state() == State.LIVE);
        assertThat(audited).contains("connection.pause ocean ", "connection.resume ocean lead");
    }

    @Test
    void a_back_fill_that_is_paused_ends_after_its_page_and_goes_on_there() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        source.reading.set(cursor -> {
            int page = cursor == null ? 0 : Integer.parseInt(cursor);
            if (page == 1) {
                inside.countDown();
                go.await();
            }
            List<Row> rows = List.of(FakeSource.lead("r" + page));
            return page == 3 ? Page.last(rows, "4") : Page.continued(rows, String.valueOf(page + 1));
        });
        run();
        eventually(() -> inside.getCount() == 0);
        ingest.pause(ADMIN, "ocean", Optional.of("lead"));
        go.countDown();
        eventually(() -> !stream("lead").running());
        assertThat(warehouse.cursor("acme", "ocean", "lead")).contains("2");
        assertThat(source.cursors).containsExactly("null", "1");
        ingest.resume(ADMIN, "ocean", Optional.of("lead"));
        eventually(() -> status().state() == State.LIVE);
        assertThat(source.cursors).containsExactly("null", "1", "2", "3");
        eventually(() -> !stream("lead").running());
        assertThat(ingest.runs(ADMIN, "ocean", 10))
                .extracting(ConnectionRun::outcome)
                .containsExactly(ConnectionRun.Outcome.DONE, ConnectionRun.Outcome.BROKEN_OFF);
    }

    @Test
    void a_stream_that_is_reset_is_read_from_its_beginning_and_its_rows_are_stored_over() {
        source.reading.set(cursor -> cursor == null
                ? Page.last(List.of(FakeSource.lead("a", "NEW", "S001")), "p1")
                : Page.last(List.of(), "p2"));
        run();
        eventually(() -> status().state() == State.LIVE);
        source.reading.set(cursor -> cursor == null
                ? Page.last(List.of(FakeSource.lead("a", "WON", "S001"), FakeSource.lead("b")), "q1")
                : Page.last(List.of(), "q2"));
        ingest.reset(ADMIN, "ocean", Optional.of("lead"));
        eventually(() -> count("fact_lead") == 2);
        assertThat(rows("SELECT state FROM fact_lead WHERE source_key = 'lead:a'"))
                .containsExactly(List.of("WON"));
        assertThat(source.cursors).containsExactly("null", "null");
    }

    @Test
    void a_reset_waits_for_the_page_under_way() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        source.reading.set(cursor -> {
            if (cursor == null && go.getCount() > 0) {
                inside.countDown();
                go.await();
            }
            return Page.last(List.of(FakeSource.lead("a")), "p1");
        });
        run();
        eventually(() -> inside.getCount() == 0);
        ingest.reset(ADMIN, "ocean", Optional.empty());
        go.countDown();
        eventually(() -> source.cursors.equals(List.of("null", "null")));
        eventually(() -> warehouse.cursor("acme", "ocean", "lead").equals(Optional.of("p1")));
    }

    @Test
    void the_last_runs_say_what_they_brought_and_why_they_failed() {
        source.reading.set(cursor -> cursor == null
                ? Page.continued(List.of(FakeSource.lead("a"), FakeSource.lead("x", "BROKEN", "S001")), "p1")
                : Page.last(List.of(FakeSource.lead("a")), "p2"));
        run();
        eventually(() -> status().state() == State.LIVE);
        source.reading.set(_ -> Page.last(List.of(), "p2"));
        for (int idle = 1; idle <= 3; idle++) {
            int reads = 2 + idle;
            advance(Duration.ofMinutes(1));
            eventually(() -> source.cursors.size() == reads && !stream("lead").running());
        }
        source.reading.set(_ -> {
            throw new SourceFault(Fault.UPSTREAM, sentence());
        });
        advance(Duration.ofMinutes(1));
        eventually(() -> status().state() == State.RETRYING && !stream("lead").running());
        List<ConnectionRun> runs = ingest.runs(ADMIN, "ocean", 10);
        assertThat(runs).hasSize(3);
        assertThat(runs.get(0).outcome()).isEqualTo(ConnectionRun.Outcome.FAILED);
        assertThat(runs.get(0).fault()).contains(Fault.UPSTREAM);
        assertThat(runs.get(0).sentence()).contains(sentence());
        assertThat(runs.get(1).rows()).isZero();
        assertThat(runs.get(2)).satisfies(first -> {
            assertThat(first.pages()).isEqualTo(2);
            assertThat(first.rows()).isEqualTo(3);
            assertThat(first.changed()).isEqualTo(1);
            assertThat(first.setAside()).isEqualTo(1);
            assertThat(first.outcome()).isEqualTo(ConnectionRun.Outcome.DONE);
        });
        assertThat(ingest.measures("acme").getFirst().failures()).isEqualTo(Map.of("UPSTREAM", 1L));
    }

    // ---- what does not fit ----

    @Test
    void a_mapping_makes_rows_fit_and_a_replay_takes_them_out_of_the_quarantine() {
        Row renamed =
                Row.of(Map.of("clue_id", "c", "create_time", "2026-03-01 12:00:00", "state", "NEW", "store", "S001"));
        source.reading.set(_ -> Page.last(
                List.of(
                        FakeSource.lead("a", "CLOSED", "S001"),
                        FakeSource.lead("b", "CLOSED", "S777"),
                        renamed,
                        FakeSource.lead("d", "LOST", "S001")),
                "p1"));
        run();
        eventually(() -> status().quarantined() == 4);
        assertThat(ingest.reasons(ADMIN, "ocean"))
                .extracting(QuarantineReason::column, QuarantineReason::value, QuarantineReason::count)
                .contains(org.assertj.core.groups.Tuple.tuple("state", "CLOSED", 2L))
                .contains(org.assertj.core.groups.Tuple.tuple("created", "", 1L));
        assertThatThrownBy(() -> ingest.saveMapping(
                        ADMIN, "ocean", 0, List.of(new Mapping.Replace("lead", "state", "CLOSED", "GONE"))))
                .isInstanceOf(ConnectionRefused.class)
                .hasMessage("Column state takes only NEW, WON.");
        Mapping saved = ingest.saveMapping(
                ADMIN,
                "ocean",
                0,
                List.of(
                        new Mapping.Replace("lead", "state", "CLOSED", "WON"),
                        new Mapping.Rename("lead", "create_time", "created"),
                        new Mapping.Replace("lead", "store", "S777", "S001")));
        assertThat(saved.version()).isEqualTo(1);
        assertThat(ingest.replay(ADMIN, "ocean", Optional.of("lead"))).isEqualTo(new Replayed(3, 1));
        assertThat(keys()).isEqualTo("lead:a lead:b lead:c");
        assertThat(status().quarantined()).isEqualTo(1);
        assertThat(ingest.quarantine(ADMIN, "ocean", 10)).singleElement().satisfies(row -> {
            assertThat(row.value()).isEqualTo("LOST");
            assertThat(row.replayable()).isTrue();
        });
        source.reading.set(_ -> Page.last(List.of(FakeSource.lead("e", "CLOSED", "S001")), "p2"));
        advance(Duration.ofMinutes(1));
        eventually(() -> count("fact_lead") == 4);
        assertThat(status().quarantined()).isEqualTo(1);
        assertThatThrownBy(() -> ingest.saveMapping(ADMIN, "ocean", 0, List.of()))
                .isInstanceOf(ConnectionRefused.class)
                .hasMessageContaining("Somebody else");
        assertThat(ingest.mappingHistory(ADMIN, "ocean")).hasSize(1);
        assertThat(audited).contains("connection.map ocean version 1: 3 rules");
    }

    @Test
    void what_is_set_aside_is_kept_encrypted_and_shown_masked() {
        Row bad = Row.of(Map.of("clue_id", "x", "created", "gestern", "telephone", "13800138000", "name", "张三"));
        source.reading.set(_ -> Page.last(List.of(bad), "p1"));
        run();
        eventually(() -> status().quarantined() == 1);
        List<Object[]> stored = METADATA.in(session -> session.createSelectionQuery(
                        "select raw, sealed, misfitValue from QuarantineEntry", Object[].class)
                .getResultList());
        assertThat(String.valueOf(stored.getFirst()[0]))
                .doesNotContain("13800138000")
                .doesNotContain("张三");
        assertThat(String.valueOf(stored.getFirst()[1])).isNotEmpty().doesNotContain("13800138000");
        assertThat(ingest.eraseQuarantined(
                        "acme", row -> "13800138000".equals(row.values().get("telephone"))))
                .isEqualTo(1);
        assertThat(status().quarantined()).isZero();
    }

    @Test
    void an_older_whole_row_does_not_take_a_newer_bad_one_out_of_the_quarantine() {
        runUntilOpen();
        String bad = order("A1", 1, 7).replace("\"S001\"", "\"S001\",\"business_date\":\"never\"");
        assertThat(answer(push("e1", "good", bad))).isEqualTo(202);
        assertThat(status().quarantined()).isEqualTo(1);
        assertThat(answer(push("e2", "good", order("A1", 2, 6)))).isEqualTo(202);
        assertThat(status().quarantined()).isEqualTo(1);
        assertThat(answer(push("e3", "good", order("A1", 3, 8)))).isEqualTo(202);
        assertThat(status().quarantined()).isZero();
        assertThat(answer(push("e4", "good", order("A1", 4, 5)))).isEqualTo(202);
        assertThat(rows("SELECT paid_fen FROM fact_order")).containsExactly(List.of(3L));
    }

    @Test
    void a_new_field_is_shown_by_the_form_of_its_value_until_it_is_dismissed() {
        Row row =
                Row.of(Map.of("clue_id", "a", "created", "2026-03-01 12:00:00", "wechat_id", "王wx-2026", "vip", true));
        source.reading.set(_ -> Page.last(List.of(row), "p1"));
        run();
        eventually(() -> status().state() == State.LIVE);
        assertThat(status().quarantined()).isZero();
        assertThat(ingest.newFields(ADMIN, "ocean"))
                .extracting(NewField::name, NewField::example)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("vip", "true"),
                        org.assertj.core.groups.Tuple.tuple("wechat_id", "字xx-9999"));
        ingest.dismiss(ADMIN, "ocean", "lead", "vip");
        ingest.close();
        start();
        run();
        advance(Duration.ofMinutes(1));
        eventually(() -> stream("lead").lastSuccess().equals(Optional.of(now.get())));
        assertThat(ingest.newFields(ADMIN, "ocean")).extracting(NewField::name).containsExactly("wechat_id");
    }

    // ---- connections that are made on a page ----

    static ConnectionDraft draft(int version, Map<String, Secret> secrets, Set<String> kept) {
        return new ConnectionDraft(
                "made",
                version,
                Text.of("页面上的", "Made"),
                "fake",
                30,
                10,
                Map.of("host", "http://127.0.0.1:9"),
                secrets,
                kept,
                Map.of(),
                Map.of("lead", Duration.ofSeconds(30)));
    }

    @Test
    void a_connection_made_on_a_page_works_and_its_secret_never_comes_out() {
        run();
        ingest.save(ADMIN, draft(0, Map.of("app-secret", Secret.of("${SECRET}")), Set.of()));
        eventually(() -> ingest.get(ADMIN, "made").state() == State.LIVE);
        assertThat(ingest.get(ADMIN, "made").origin()).isEqualTo(ConnectionStatus.Origin.PAGE);
        assertThat(source.settings.get().secret(FakeSource.KEY).reveal()).isEqualTo("${SECRET}");
        ConnectionDraft edited = ingest.draft(ADMIN, "made").orElseThrow();
        assertThat(edited.secrets()).isEmpty();
        assertThat(edited.kept()).containsExactly("app-secret");
        assertThat(edited.toString()).doesNotContain("${SECRET}");
        assertThat(METADATA.<String>in(session -> session.createSelectionQuery(
                                "select content || secrets from DefinitionRow", String.class)
                        .getSingleResult()))
                .doesNotContain("${SECRET}");
        assertThat(ingest.draft(ADMIN, "ocean")).isEmpty();
        assertThat(audited).contains("connection.create made fake: host, app-secret (secret)");
        assertThat(String.join(" ", audited)).doesNotContain("${SECRET}");

        ingest.close();
        start();
        run();
        assertThat(ingest.all(ADMIN)).extracting(ConnectionStatus::id).containsExactly("ocean", "made");
        ingest.save(ADMIN, draft(1, Map.of(), Set.of("app-secret")));
        assertThatThrownBy(() -> ingest.save(ADMIN, draft(1, Map.of(), Set.of("app-secret"))))
                .isInstanceOf(ConnectionRefused.class)
                .hasMessageContaining("Somebody else");
        assertThatThrownBy(() -> ingest.save(ADMIN, draft(2, Map.of(), Set.of())))
                .isInstanceOf(ConnectionRefused.class)
                .hasMessageContaining("setting app-secret is missing");
        ingest.delete(ADMIN, "made");
        assertThat(ingest.all(ADMIN)).extracting(ConnectionStatus::id).containsExactly("ocean");
        assertThatThrownBy(() -> ingest.delete(ADMIN, "ocean")).isInstanceOf(ConnectionRefused.class);
        assertThatThrownBy(() -> ingest.get(ADMIN, "made")).isInstanceOf(NoSuchConnection.class);
    }

    @Test
    void everything_that_does_not_do_about_a_new_connection_is_told_at_once() {
        run();
        ConnectionDraft wrong = new ConnectionDraft(
                "Ocean East",
                0,
                Text.same("x"),
                "fake",
                5000,
                0,
                Map.of("host", "ftp://x", "app-secret", "in clear"),
                Map.of("host", Secret.of("x")),
                Set.of(),
                Map.of("7", "NOWHERE"),
                Map.of("order", Duration.ofSeconds(5)));
        assertThatThrownBy(() -> ingest.save(ADMIN, wrong))
                .isInstanceOfSatisfying(ConnectionRefused.class, refused -> assertThat(refused.sentences())
                        .extracting(Text::en)
                        .anyMatch(text -> text.contains("lower-case words"))
                        .anyMatch(text -> text.contains("days of history"))
                        .anyMatch(text -> text.contains("requests per second"))
                        .anyMatch(text -> text.contains("is a secret and must be handed over as one"))
                        .anyMatch(text -> text.contains("NOWHERE"))
                        .anyMatch(text -> text.contains("no pulled stream order"))
                        .noneMatch(text -> text.contains("in clear")));
        assertThatThrownBy(() -> ingest.save(
                        ADMIN,
                        new ConnectionDraft(
                                "ocean",
                                0,
                                Text.same("x"),
                                "fake",
                                1,
                                1,
                                Map.of(),
                                Map.of(),
                                Set.of(),
                                Map.of(),
                                Map.of())))
                .isInstanceOf(ConnectionRefused.class)
                .hasMessageContaining("is defined in connections.yaml");
    }

    // ---- streams that are read in full ----

    void runInFull() {
        source.lead.set(FakeSource.LEAD.readInFull());
        run();
    }

    @Test
    void a_full_run_reads_from_no_cursor_and_what_it_does_not_bring_vanishes() {
        source.reading.set(cursor -> cursor == null
                ? Page.continued(List.of(FakeSource.lead("a"), FakeSource.lead("b")), "p1")
                : Page.last(List.of(FakeSource.lead("c")), "p2"));
        runInFull();
        eventually(() -> status().state() == State.LIVE);
        assertThat(warehouse.cursor("acme", "ocean", "lead")).isEmpty();
        source.reading.set(cursor -> cursor == null
                ? Page.continued(List.of(FakeSource.lead("a")), "p1")
                : Page.last(List.of(FakeSource.lead("d", "BROKEN", "S001")), "p2"));
        advance(Duration.ofMinutes(1));
        eventually(() -> keys().equals("lead:a"));
        assertThat(source.cursors).containsExactly("null", "p1", "null", "p1");
    }

    String keys() {
        return String.valueOf(rows("SELECT string_agg(source_key, ' ' ORDER BY source_key) FROM fact_lead")
                .getFirst()
                .getFirst());
    }

    @Test
    void a_full_run_that_breaks_takes_nothing_away_and_begins_anew() {
        source.reading.set(_ -> Page.last(List.of(FakeSource.lead("a"), FakeSource.lead("b")), "p1"));
        runInFull();
        eventually(() -> status().state() == State.LIVE);
        source.reading.set(cursor -> {
            if (cursor == null) {
                return Page.continued(List.of(FakeSource.lead("a")), "p1");
            }
            throw new SourceFault(Fault.UPSTREAM, sentence());
        });
        advance(Duration.ofMinutes(1));
        eventually(() -> status().state() == State.RETRYING);
        assertThat(keys()).isEqualTo("lead:a lead:b");
        source.reading.set(_ -> Page.last(List.of(FakeSource.lead("b")), "p9"));
        advance(Duration.ofMinutes(20));
        eventually(() -> keys().equals("lead:b"));
        assertThat(source.cursors).containsExactly("null", "null", "p1", "null");
    }

    @Test
    void a_full_run_goes_on_at_its_page_when_the_channel_asked_to_wait() {
        AtomicInteger limited = new AtomicInteger(1);
        source.reading.set(cursor -> {
            if (cursor == null) {
                return Page.continued(List.of(FakeSource.lead("a")), "p1");
            }
            if (limited.getAndDecrement() > 0) {
                throw SourceFault.limit(sentence(), Duration.ofMinutes(2));
            }
            return Page.last(List.of(FakeSource.lead("b")), "p2");
        });
        runInFull();
        eventually(() -> status().fault().equals(Optional.of(Fault.LIMIT)));
        advance(Duration.ofMinutes(2));
        eventually(() -> keys().equals("lead:a lead:b"));
        assertThat(source.cursors).containsExactly("null", "p1", "p1");
    }

    @Test
    void a_row_whose_key_cannot_be_read_keeps_everything_until_a_run_is_whole() {
        source.reading.set(_ -> Page.last(List.of(FakeSource.lead("a"), FakeSource.lead("b")), "p1"));
        runInFull();
        eventually(() -> status().state() == State.LIVE);
        source.reading.set(_ -> Page.last(List.of(FakeSource.lead("a"), Row.of(Map.of("created", "?"))), "p1"));
        advance(Duration.ofMinutes(1));
        eventually(() -> status().quarantined() == 1
                && stream("lead").lastSuccess().equals(Optional.of(now.get()))
                && !stream("lead").running());
        assertThat(keys()).isEqualTo("lead:a lead:b");
        source.reading.set(_ -> Page.last(List.of(FakeSource.lead("a")), "p1"));
        advance(Duration.ofMinutes(1));
        eventually(() -> keys().equals("lead:a"));
    }

    // ---- the file ----

    @Test
    void a_missing_environment_variable_is_one_sentence_on_its_connection() throws Exception {
        Files.writeString(folder.resolve("connections.yaml"), CONNECTIONS.replace("${SECRET}", "${NOT_SET}"));
        run();
        assertThat(status().state()).isEqualTo(State.STOPPED);
        assertThat(status().fault()).contains(Fault.SETTINGS);
        assertThat(status().sentence().orElseThrow().zh())
                .isEqualTo("连接 ocean：环境变量 NOT_SET 未设置（设置项 app-secret）；请在服务器环境中设置它并重启。");
        assertThat(source.opened).hasValue(0);
    }

    @Test
    void settings_that_do_not_fit_are_told_all_at_once() throws Exception {
        Files.writeString(
                folder.resolve("connections.yaml"),
                CONNECTIONS.replace("app-secret: ${SECRET}", "host: ${HOST:not an address}"));
        run();
        assertThat(status().state()).isEqualTo(State.STOPPED);
        assertThat(status().sentence().orElseThrow().en())
                .contains("setting host must be an http or https address")
                .contains("setting app-secret is missing");
    }

    @Test
    void a_mistake_names_file_and_line_and_the_other_connections_live() throws Exception {
        Files.writeString(folder.resolve("connections.yaml"), CONNECTIONS + """
              - id: other
                source: fake
                org-units: {"7": NOWHERE}
            """);
        plugins.put(source);
        assertThatThrownBy(() -> ingest.load(TENANT, folder))
                .isInstanceOf(YamlProblem.class)
                .hasMessageContaining("connections.yaml, line 11")
                .hasMessageContaining("`NOWHERE`, which is not in org.yaml");
        eventually(() -> status().state() == State.LIVE);
        assertThat(ingest.all(ADMIN)).hasSize(1);
    }

    @Test
    void loading_again_leaves_what_did_not_change_and_ends_what_went() throws Exception {
        run();
        eventually(() -> source.opened.get() == 1);
        ingest.load(TENANT, folder);
        assertThat(source.closed).hasValue(0);
        Files.writeString(folder.resolve("connections.yaml"), CONNECTIONS.replace("120", "30"));
        ingest.load(TENANT, folder);
        eventually(() -> source.opened.get() == 2 && source.closed.get() == 1);
        Files.delete(folder.resolve("connections.yaml"));
        ingest.load(TENANT, folder);
        assertThat(ingest.all(ADMIN)).isEmpty();
        assertThat(source.closed).hasValue(2);
    }

    @Test
    void without_the_right_nothing_is_seen() {
        run();
        Viewer other = new Viewer("acme", "u", "U", Set.of(Right.VIEW), "HQ", Locale.CHINA);
        assertThatThrownBy(() -> ingest.all(other)).isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> ingest.quarantine(other, "ocean", 5)).isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> ingest.check(other, "ocean")).isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> ingest.runNow(other, "ocean")).isInstanceOf(AccessDenied.class);
        Optional<String> all = Optional.empty();
        List<Runnable> calls = List.of(
                () -> ingest.get(other, "ocean"),
                () -> ingest.runs(other, "ocean", 1),
                () -> ingest.pause(other, "ocean", all),
                () -> ingest.resume(other, "ocean", all),
                () -> ingest.reset(other, "ocean", all),
                () -> ingest.reasons(other, "ocean"),
                () -> ingest.replay(other, "ocean", all),
                () -> ingest.discard(other, "ocean", 1),
                () -> ingest.newFields(other, "ocean"),
                () -> ingest.dismiss(other, "ocean", "lead", "x"),
                () -> ingest.mapping(other, "ocean"),
                () -> ingest.mappingHistory(other, "ocean"),
                () -> ingest.saveMapping(other, "ocean", 0, List.of()),
                () -> ingest.draft(other, "ocean"),
                () -> ingest.save(other, draft(0, Map.of(), Set.of())),
                () -> ingest.delete(other, "ocean"));
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call::run).isInstanceOf(AccessDenied.class));
        Viewer stranger = new Viewer("rival", "a", "A", Set.of(Right.MANAGE_CONNECTIONS), "HQ", Locale.CHINA);
        assertThat(ingest.all(stranger)).isEmpty();
        assertThatThrownBy(() -> ingest.quarantine(stranger, "ocean", 5)).isInstanceOf(IllegalArgumentException.class);
    }

    // ---- pushes ----

    static WebhookRequest push(String id, String signature, String body) {
        return new WebhookRequest(
                "POST",
                Map.of(),
                Map.of("webhook-id", List.of(id), "signature", List.of(signature)),
                body.getBytes(StandardCharsets.UTF_8));
    }

    static String order(String number, int fen, int revision) {
        return """
                {"orders":[{"order_no":"%s","store_id":"S001","paid_at":"2026-03-01T12:00:00+08:00","paid_fen":%d,"revision":%d}]}
                """.formatted(number, fen, revision);
    }

    void runUntilOpen() {
        run();
        eventually(() -> source.opened.get() == 1 && status().state() == State.LIVE);
    }

    int answer(WebhookRequest request) {
        return ingest.receive("acme", "ocean", request).status();
    }

    @Test
    void a_push_is_stored_before_it_is_answered() {
        runUntilOpen();
        HttpAnswer answer = ingest.receive("acme", "ocean", push("e1", "good", order("A1", 9900, 1)));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).contains("\"rows\":1").contains("\"setAside\":0");
        assertThat(rows("SELECT source_key, paid_fen, channel FROM fact_order"))
                .containsExactly(List.of("order:S001|A1", 9900L, "STORE"));
        assertThat(stream("order").lastSuccess()).contains(now.get());
    }

    @Test
    void a_repeated_push_is_known_and_another_body_with_its_id_is_a_conflict() {
        runUntilOpen();
        assertThat(answer(push("e1", "good", order("A1", 9900, 1)))).isEqualTo(202);
        assertThat(answer(push("e1", "good", order("A1", 9900, 1)))).isEqualTo(200);
        assertThat(answer(push("e1", "good", order("A1", 1, 2)))).isEqualTo(409);
        assertThat(rows("SELECT paid_fen FROM fact_order")).containsExactly(List.of(9900L));
    }

    @Test
    void a_push_whose_commit_was_not_heard_of_may_be_sent_again() {
        runUntilOpen();
        warehouse.dieAfterCommit.set(1);
        HttpAnswer first = ingest.receive("acme", "ocean", push("e1", "good", order("A1", 9900, 1)));
        assertThat(first.status()).isEqualTo(503);
        assertThat(first.retryAfterSeconds()).isPositive();
        assertThat(answer(push("e1", "good", order("A1", 9900, 1)))).isEqualTo(202);
        assertThat(count("fact_order")).isEqualTo(1);
    }

    @Test
    void every_other_push_is_answered_with_its_status() {
        runUntilOpen();
        assertThat(answer(push("e1", "forged", order("A1", 1, 1)))).isEqualTo(401);
        assertThat(status().refusedPushes()).isEqualTo(1);
        assertThat(answer(push("e1", "good", "no json"))).isEqualTo(400);
        assertThat(answer(push("e1", "good", "x".repeat(1024 * 1024 + 1)))).isEqualTo(413);
        assertThat(ingest.receive("acme", "nobody", push("e1", "good", "{}")).status())
                .isEqualTo(404);
        assertThat(ingest.receive("rival", "ocean", push("e1", "good", "{}")).status())
                .isEqualTo(404);
        assertThat(answer(push("ping", "good", "{}"))).isEqualTo(202);
        assertThat(answer(push("e".repeat(201), "good", order("A1", 1, 1)))).isEqualTo(400);
        HttpAnswer broken = ingest.receive("acme", "ocean", push("e1", "good", "{\"boom\":1}"));
        assertThat(broken.status()).isEqualTo(503);
        assertThat(broken.retryAfterSeconds()).isPositive();
        assertThat(status().fault()).contains(Fault.BUG);
        plugins.take("fake");
        eventually(() -> status().state() == State.SOURCE_MISSING);
        assertThat(answer(push("e1", "good", order("A1", 1, 1)))).isEqualTo(503);
        assertThat(count("fact_order")).isZero();
    }

    @Test
    void a_push_is_answered_with_the_text_that_its_channel_waits_for_and_known_by_its_id_alone() {
        runUntilOpen();
        String body = order("A1", 9900, 1).replaceFirst("\\{", "{\"answer\":\"success\",");
        HttpAnswer first = ingest.receive("acme", "ocean", push("e1", "good", body));
        HttpAnswer again = ingest.receive("acme", "ocean", push("e1", "good", body + " "));

        assertThat(first).isEqualTo(new HttpAnswer(200, 0, true, "success"));
        assertThat(again).isEqualTo(first);
        assertThat(rows("SELECT paid_fen FROM fact_order")).containsExactly(List.of(9900L));
    }

    @Test
    void a_stream_that_a_push_calls_stale_is_read_before_its_turn_but_not_at_once_after_the_last() {
        runUntilOpen();
        eventually(() -> stream("lead").lastSuccess().isPresent());
        int read = source.cursors.size();
        now.set(now.get().plusSeconds(3));
        assertThat(answer(push("e1", "good", "{\"stale\":\"lead\"}"))).isEqualTo(202);
        assertThat(stream("lead").nextRun()).contains(now.get().plusSeconds(3));

        now.set(now.get().plusSeconds(4));
        eventually(() -> source.cursors.size() > read);
        assertThat(answer(push("e2", "good", "{\"stale\":\"no-such-stream\"}"))).isEqualTo(202);
    }

    @Test
    void a_flood_of_pushes_is_slowed_down() {
        runUntilOpen();
        List<Integer> answers = new ArrayList<>();
        for (int index = 0; index < 30_000 && !answers.contains(429); index++) {
            answers.add(answer(push("", "good", "{}")));
        }
        assertThat(answers).contains(429);
    }

    @Test
    void a_bad_row_of_a_push_is_set_aside_and_the_rest_is_stored() {
        runUntilOpen();
        String body = order("A1", 1, 1).replace("]}", ",{\"order_no\":\"A2\",\"store_id\":\"S404\"}]}");
        HttpAnswer answer = ingest.receive("acme", "ocean", push("e1", "good", body));
        assertThat(answer.body()).contains("\"rows\":1").contains("\"setAside\":1");
        assertThat(count("fact_order")).isEqualTo(1);
        assertThat(status().quarantined()).isEqualTo(1);
    }

    @Test
    void pushes_at_the_same_time_are_each_stored_once() throws Exception {
        runUntilOpen();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int index = 0; index < 40; index++) {
                int id = index % 20;
                answers.add(pool.submit(() -> answer(push("e" + id, "good", order("A" + id, 100, 1)))));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isIn(200, 202);
            }
        }
        assertThat(count("fact_order")).isEqualTo(20);
    }

    // ---- files ----

    static final String HEADER = "order_no,store_id,paid_at,paid_fen,revision\n";

    Path drop(String state) {
        return directory.resolve("data/drop/acme/ocean").resolve(state);
    }

    HttpAnswer upload(String name, String content) {
        return ingest.upload("acme", "ocean", name, push("", "good", content));
    }

    static String line(String number, int fen) {
        return number + ",S001,2026-03-01 12:00:00," + fen + ",1\n";
    }

    @Test
    void an_uploaded_file_is_kept_read_and_moved_to_done() {
        runUntilOpen();
        assertThat(upload("order_S001_20260301_1.csv", HEADER + line("A1", 100) + line("A2", 200))
                        .status())
                .isEqualTo(202);
        eventually(() -> Files.exists(drop("done").resolve("order_S001_20260301_1.csv")));
        assertThat(count("fact_order")).isEqualTo(2);
        assertThat(upload("order_S001_20260301_1.csv", HEADER + line("A1", 100) + line("A2", 200))
                        .status())
                .isEqualTo(200);
        assertThat(upload("order_S001_20260301_1.csv", HEADER + line("A3", 300)).status())
                .isEqualTo(202);
        eventually(() -> count("fact_order") == 3);
    }

    @Test
    void an_upload_with_a_strange_name_or_signature_is_refused() throws Exception {
        runUntilOpen();
        for (String name : List.of(
                "../order_1.csv", "order_../../x.csv", "lead_1.csv", "order_1.txt", "order.csv", ".order_1.csv", "x")) {
            assertThat(upload(name, HEADER).status()).describedAs(name).isEqualTo(400);
        }
        assertThat(ingest.upload("acme", "ocean", "order_1.csv", push("", "forged", HEADER))
                        .status())
                .isEqualTo(401);
        assertThat(ingest.upload("acme", "nobody", "order_1.csv", push("", "good", HEADER))
                        .status())
                .isEqualTo(404);
        WebhookRequest large = new WebhookRequest("POST", Map.of(), Map.of(), new byte[64 * 1024 * 1024 + 1]);
        assertThat(ingest.upload("acme", "ocean", "order_1.csv", large).status())
                .isEqualTo(413);
        try (var files = Files.list(drop("incoming"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void a_file_dropped_by_hand_is_read_in_either_encoding() throws Exception {
        runUntilOpen();
        String named = HEADER.replace("revision", "revision,remark");
        Files.write(
                drop("incoming").resolve("order_gb_20260301.csv"),
                (named + "G1,S001,2026-03-01 12:00:00,100,1,“中文备注”\n").getBytes(GB18030));
        Files.write(
                drop("incoming").resolve("order_bom_20260302.csv"),
                ("\uFEFF" + named + "B1,S001,2026-03-01 12:00:00,100,1,备注\n").getBytes(StandardCharsets.UTF_8));
        eventually(() -> count("fact_order") == 2);
        eventually(() -> Files.exists(drop("done").resolve("order_gb_20260301.csv")));
    }

    @Test
    void a_bad_line_is_set_aside_with_its_number() {
        runUntilOpen();
        upload(
                "order_S001_20260301_1.csv",
                HEADER + line("A1", 100) + "A2,S001,2026-03-01 12:00:00,128.00,1\n" + "A3,S001\n" + line("A4", 1));
        eventually(() -> count("fact_order") == 2 && status().quarantined() == 2);
        assertThat(ingest.quarantine(ADMIN, "ocean", 10))
                .extracting(QuarantinedRow::origin)
                .containsExactlyInAnyOrder("order_S001_20260301_1.csv, line 3", "order_S001_20260301_1.csv, line 4");
    }

    @Test
    void a_file_without_a_required_column_is_refused_whole() throws Exception {
        runUntilOpen();
        upload("order_S001_20260301_1.csv", "order_no,store_id\nA1,S001\n");
        eventually(() -> Files.exists(drop("refused").resolve("order_S001_20260301_1.csv")));
        assertThat(Files.readString(drop("refused").resolve("order_S001_20260301_1.csv.txt")))
                .startsWith("文件 order_S001_20260301_1.csv 缺少必需的列 paid_at、paid_fen，整个文件未读入。");
        assertThat(status().sentence().orElseThrow().zh()).contains("缺少必需的列");
        assertThat(count("fact_order")).isZero();

        upload("order_S001_20260301_1.csv", HEADER + line("A1", 1));
        eventually(() -> count("fact_order") == 1 && status().state() == State.LIVE);
    }

    @Test
    void files_that_are_no_csv_of_a_stream_are_refused_with_a_reason() throws Exception {
        runUntilOpen();
        Files.writeString(drop("incoming").resolve("notes_1.csv"), "x");
        Files.writeString(drop("incoming").resolve("order_empty.csv"), "");
        Files.write(drop("incoming").resolve("order_binary.csv"), new byte[] {(byte) 0xff, (byte) 0xff, 0, 1});
        Files.writeString(drop("incoming").resolve("order_quote.csv"), HEADER + "\"A1,S001\n");
        Files.writeString(drop("incoming").resolve("order_half.csv.tmp"), HEADER);
        eventually(() -> {
            try (var files = Files.list(drop("refused"))) {
                return files.filter(file -> file.toString().endsWith(".csv")).count() == 3;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(Files.readString(drop("refused").resolve("notes_1.csv.txt"))).contains("order 之一");
        assertThat(Files.readString(drop("refused").resolve("order_binary.csv.txt")))
                .contains("既不是 UTF-8 也不是 GB18030");
        eventually(() -> status().quarantined() == 1);
        assertThat(drop("incoming").resolve("order_half.csv.tmp")).exists();
    }

    @Test
    void many_files_are_loaded_the_newest_day_first() throws Exception {
        List<String> days = new java.util.concurrent.CopyOnWriteArrayList<>();
        warehouse.onChange(change -> days.add(String.valueOf(change.to())));
        Files.createDirectories(drop("incoming"));
        for (int day = 1; day <= 9; day++) {
            StringBuilder content = new StringBuilder(HEADER);
            for (int index = 0; index < 2_500; index++) {
                content.append("D%d-%d,S001,2026-02-0%d 12:00:00,100,1\n".formatted(day, index, day));
            }
            Files.writeString(drop("incoming").resolve("order_S001_2026020" + day + "_1.csv"), content);
        }
        run();
        eventually(() -> count("fact_order") == 22_500);
        assertThat(days).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        eventually(() -> status().state() == State.LIVE);
    }

    // ---- freshness ----

    @Test
    void freshness_says_how_far_a_dataset_can_be_trusted() {
        source.reading.set(_ -> Page.last(List.of(FakeSource.lead("a")), "p1"));
        run();
        eventually(() -> status().state() == State.LIVE);
        Instant read = now.get();
        assertThat(lead()).isEqualTo(new Freshness(Dataset.LEAD, Optional.of(read), Trust.FRESH, Optional.empty()));
        assertThat(ingest.freshness("acme"))
                .filteredOn(one -> one.dataset() == Dataset.ORDER)
                .singleElement()
                .satisfies(one -> assertThat(one.trust()).isEqualTo(Trust.UNKNOWN));

        source.reading.set(_ -> {
            throw new SourceFault(Fault.UPSTREAM, sentence());
        });
        advance(Duration.ofMinutes(1));
        eventually(() -> lead().trust() == Trust.PARTIAL);
        assertThat(lead().problem().orElseThrow().zh()).isEqualTo("巨量引擎：渠道的话。");
        assertThat(lead().at()).contains(read);
        assertThat(ingest.freshness("rival")).isEmpty();
    }

    Freshness lead() {
        return ingest.freshness("acme").stream()
                .filter(one -> one.dataset() == Dataset.LEAD)
                .findFirst()
                .orElseThrow();
    }

    // ---- tokens ----

    @Test
    void tokens_are_encrypted_and_kept_and_refreshed_by_one_at_a_time() throws Exception {
        runUntilOpen();
        TokenStore tokens =
                java.util.Objects.requireNonNull(source.context.get()).tokens();
        assertThat(tokens.load("access")).isEmpty();
        tokens.save("access", Secret.of("t1"));
        tokens.save("access", Secret.of("t2"));
        assertThat(tokens.load("access").map(Secret::reveal)).contains("t2");
        assertThat(METADATA.<String>in(
                        session -> session.createSelectionQuery("select encrypted from TokenRow", String.class)
                                .getSingleResult()))
                .doesNotContain("t2");

        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> done = new ArrayList<>();
            for (int index = 0; index < 8; index++) {
                done.add(pool.submit(() -> tokens.exclusively(() -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    tokens.save("access", Secret.of("t3"));
                    String nested = tokens.exclusively(
                            () -> tokens.load("access").orElseThrow().reveal());
                    inside.decrementAndGet();
                    return nested;
                })));
            }
            for (Future<String> one : done) {
                assertThat(one.get()).isEqualTo("t3");
            }
        }
        assertThat(most).hasValue(1);
        assertThatThrownBy(() -> tokens.exclusively(() -> {
                    throw new SourceFault(Fault.ACCESS, sentence());
                }))
                .isInstanceOf(SourceFault.class);
    }
}
