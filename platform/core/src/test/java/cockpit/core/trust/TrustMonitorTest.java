package cockpit.core.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.ingest.ConnectionStatus;
import cockpit.core.ingest.Connections;
import cockpit.core.ingest.Freshness;
import cockpit.core.ingest.Freshness.Trust;
import cockpit.core.metric.SqlMetricEngine;
import cockpit.core.metric.YamlDictionaries;
import cockpit.core.tenant.AccessDenied;
import cockpit.core.tenant.Metadata;
import cockpit.core.tenant.MetadataPlace;
import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.core.trust.Finding.Verdict;
import cockpit.core.warehouse.Batch;
import cockpit.core.warehouse.DuckDbWarehouse;
import cockpit.core.warehouse.Fact;
import cockpit.core.yaml.YamlProblem;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustMonitorTest {

    static final LocalDate TODAY = LocalDate.of(2026, 3, 10);
    static final OrgTree ORG = new OrgTree(List.of(
            new OrgUnit("HQ", null, Text.of("总部", "HQ"), OrgUnit.Level.HQ, Map.of()),
            new OrgUnit("S001", "HQ", Text.of("一店", "One"), OrgUnit.Level.STORE, Map.of()),
            new OrgUnit("S002", "HQ", Text.of("二店", "Two"), OrgUnit.Level.STORE, Map.of())));
    static final Tenant TENANT = new Tenant("acme", Text.of("甲", "Acme"), ZoneId.of("Asia/Shanghai"), ORG);
    static final Viewer ADMIN =
            new Viewer("acme", "li", "Li", Set.of(Right.MANAGE_CONNECTIONS), "HQ", Locale.SIMPLIFIED_CHINESE);
    static final String RULE = """
            rules:
              - code: tmall_erp
                title: {zh: 天猫与 ERP, en: Tmall and ERP}
                left: {title: {zh: 天猫, en: Tmall}, dataset: order, sum: paid_fen, connections: [tmall]}
                right: {title: {zh: ERP, en: ERP}, dataset: order, sum: paid_fen, connections: [erp]}
                by: [day, org_unit]
                tolerance: {absolute: 100, relative: 0.5%}
            """;

    @TempDir
    Path directory;

    final AtomicReference<Instant> now =
            new AtomicReference<>(TODAY.atTime(12, 0).atZone(TENANT.zone()).toInstant());
    final AtomicReference<List<Freshness>> fresh = new AtomicReference<>(
            List.of(new Freshness(Dataset.ORDER, Optional.of(Instant.EPOCH), Trust.FRESH, Optional.empty())));
    final AtomicReference<List<ConnectionStatus>> connected = new AtomicReference<>(List.of());
    Metadata metadata;
    DuckDbWarehouse warehouse;
    TrustMonitor trust;

    private Connections connections() {
        return (Connections) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connections.class},
                (_, method, _) -> switch (method.getName()) {
                    case "freshness" -> fresh.get();
                    case "all" -> connected.get();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    static Tenants tenants() {
        return new Tenants() {
            @Override
            public List<Tenant> all() {
                return List.of(TENANT);
            }

            @Override
            public Optional<Tenant> find(String code) {
                return code.equals("acme") ? Optional.of(TENANT) : Optional.empty();
            }

            @Override
            public void whenLoaded(Consumer<Tenant> listener) {
                listener.accept(TENANT);
            }
        };
    }

    @BeforeEach
    void open() {
        InstantSource clock = now::get;
        metadata = Metadata.open(new MetadataPlace.Embedded(directory.resolve("meta")), TrustMonitor.ENTITIES);
        warehouse = new DuckDbWarehouse(directory.resolve("facts"), clock);
        warehouse.open("acme", ORG);
        YamlDictionaries dictionaries = new YamlDictionaries();
        trust = new TrustMonitor(
                warehouse,
                new SqlMetricEngine(warehouse, dictionaries, tenants(), clock, Duration.ofSeconds(30)),
                dictionaries,
                connections(),
                tenants(),
                metadata::inTransaction,
                clock);
    }

    @AfterEach
    void close() {
        trust.close();
        warehouse.close();
        metadata.close();
    }

    private void load(String yaml) throws Exception {
        Files.writeString(directory.resolve("reconciliation.yaml"), yaml);
        trust.load(TENANT, directory);
    }

    private void order(String connection, String key, LocalDate day, String unit, long fen) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("day", day);
        values.put("org_unit", unit);
        values.put("paid_fen", fen);
        warehouse.write(
                "acme",
                new Batch(
                        connection,
                        "order",
                        Dataset.ORDER,
                        List.of(new Fact("order:" + key, 0, values)),
                        Optional.empty(),
                        Optional.empty()));
    }

    private Finding check() {
        trust.checkNow(ADMIN);
        return trust.findings(ADMIN).getFirst();
    }

    private Freshness tile() {
        return trust.freshness("acme").stream()
                .filter(one -> one.dataset() == Dataset.ORDER)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void two_sources_that_agree_within_the_tolerance_make_a_tile_reconciled() throws Exception {
        load(RULE);
        order("tmall", "1", TODAY.minusDays(1), "S001", 100_000);
        order("erp", "1", TODAY.minusDays(1), "S001", 100_500);

        assertThat(check().verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(check().compared()).isEqualTo(1);
        assertThat(tile().trust()).isEqualTo(Trust.RECONCILED);
    }

    @Test
    void sources_that_differ_put_the_tile_in_conflict_and_say_where_only_to_who_may_see_it() throws Exception {
        load(RULE);
        order("tmall", "1", TODAY.minusDays(2), "S001", 100_000);
        order("tmall", "2", TODAY.minusDays(1), "S002", 70_000);
        order("erp", "1", TODAY.minusDays(2), "S001", 100_000);
        order("erp", "2", TODAY.minusDays(1), "S002", 50_000);

        Finding found = check();
        assertThat(found.verdict()).isEqualTo(Verdict.CONFLICT);
        assertThat(found.differences())
                .containsExactly(new Finding.Difference(
                        TODAY.minusDays(1), "S002", new BigDecimal("70000"), new BigDecimal("50000")));
        assertThat(found.sentence().en()).contains("¥700.00 against ¥500.00");
        assertThat(tile().trust()).isEqualTo(Trust.CONFLICT);
        assertThat(tile().problem().orElseThrow().en()).isEqualTo("Sources differ: Tmall and ERP.");
        assertThatThrownBy(() -> trust.findings(new Viewer("acme", "x", "X", Set.of(Right.VIEW), "HQ", Locale.ENGLISH)))
                .isInstanceOf(AccessDenied.class);
    }

    @Test
    void a_unit_that_one_side_lacks_counts_as_nothing_there() throws Exception {
        load(RULE);
        order("tmall", "1", TODAY.minusDays(1), "S001", 100_000);
        order("erp", "1", TODAY.minusDays(1), "S001", 100_000);
        order("erp", "2", TODAY.minusDays(1), "S002", 9_000);
        assertThat(check().differences())
                .containsExactly(
                        new Finding.Difference(TODAY.minusDays(1), "S002", BigDecimal.ZERO, new BigDecimal("9000")));
    }

    @Test
    void a_source_that_has_nothing_is_not_in_conflict_but_unknown() throws Exception {
        load(RULE);
        order("tmall", "1", TODAY.minusDays(1), "S001", 100_000);
        assertThat(check().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(tile().trust()).isEqualTo(Trust.FRESH);
    }

    @Test
    void today_and_days_before_a_source_began_are_not_compared() throws Exception {
        load(RULE);
        order("tmall", "1", TODAY.minusDays(1), "S001", 100_000);
        order("erp", "1", TODAY.minusDays(1), "S001", 100_000);
        order("erp", "2", TODAY.minusDays(5), "S001", 70_000);
        order("erp", "3", TODAY, "S001", 70_000);
        assertThat(check().verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void what_changed_is_looked_at_by_itself_and_remembered_with_its_beginning() throws Exception {
        load(RULE);
        order("tmall", "1", TODAY.minusDays(1), "S001", 100_000);
        order("erp", "1", TODAY.minusDays(1), "S001", 50_000);
        check();
        order("erp", "1", TODAY.minusDays(1), "S001", 100_000);
        check();
        assertThat(trust.history(ADMIN, "tmall_erp", 10))
                .extracting(Trusts.Past::verdict)
                .startsWith(Verdict.HOLDS, Verdict.CONFLICT);
        int before = trust.history(ADMIN, "tmall_erp", 10).size();
        check();
        assertThat(trust.history(ADMIN, "tmall_erp", 10)).hasSize(before);
    }

    @Test
    void a_day_that_was_promised_by_a_time_is_late_after_that_time_only() throws Exception {
        load("promises:\n  - {connection: tmall, stream: order, day: yesterday, by: \"14:00\"}\n");
        order("tmall", "1", TODAY.minusDays(2), "S001", 100);
        assertThat(check().verdict()).isEqualTo(Verdict.HOLDS);
        now.set(TODAY.atTime(14, 1).atZone(TENANT.zone()).toInstant());
        Finding late = check();
        assertThat(late.verdict()).isEqualTo(Verdict.LATE);
        assertThat(late.sentence().en())
                .isEqualTo("tmall: 2026-03-09 was promised by 14:00; the latest is 2026-03-08.");
        assertThat(tile().trust()).isEqualTo(Trust.LATE);
        assertThat(tile().problem()).contains(late.sentence());
        order("tmall", "2", TODAY.minusDays(1), "S001", 100);
        assertThat(check().verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void days_without_facts_between_others_make_a_dataset_partial() throws Exception {
        load("complete:\n  - {connection: tmall, stream: order, days: 10}\n");
        order("tmall", "1", TODAY.minusDays(6), "S001", 100);
        order("tmall", "2", TODAY.minusDays(4), "S001", 100);
        order("tmall", "3", TODAY.minusDays(3), "S001", 100);
        Finding found = check();
        assertThat(found.verdict()).isEqualTo(Verdict.PARTIAL);
        assertThat(found.sentence().en()).isEqualTo("tmall: order lacks 1 day (2026-03-05).");
        assertThat(tile().trust()).isEqualTo(Trust.PARTIAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rules:\n  - {code: Bad, title: x}\n",
                "promises:\n  - {connection: a, stream: b, day: monday, by: \"08:00\"}\n",
                "promises:\n  - {connection: a, stream: b, within: soon}\n",
                "complete:\n  - {connection: a, stream: b, days: 0}\n",
                "rules:\n  - code: a\n    title: a\n    left: {title: a, dataset: order, sum: order_no}\n    right: {title: a, metric: b}\n",
                "rules:\n  - code: a\n    title: a\n    left: {title: a, dataset: order, sum: \"paid_fen) FROM x --\"}\n    right: {title: a, metric: b}\n",
                "rules:\n  - code: a\n    title: a\n    left: {title: a, dataset: order, count: all}\n    right: {title: a, metric: b}\n    tolerance: {relative: 5}\n",
            })
    void a_file_with_a_mistake_is_refused_and_the_checks_stay(String yaml) throws Exception {
        load(RULE);
        order("tmall", "1", TODAY.minusDays(1), "S001", 100_000);
        assertThatThrownBy(() -> load(yaml)).isInstanceOf(YamlProblem.class);
        assertThat(check().code()).isEqualTo("tmall_erp");
    }

    @Test
    void the_rules_of_the_shipped_tenant_can_be_read() {
        assertThat(ChecksFile.read(Path.of("../../tenant-configs/yanjiusuo"))).isNotEmpty();
    }
}
