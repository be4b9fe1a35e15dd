package cockpit.acceptance;

import cockpit.core.ingest.ConnectionStatus;
import cockpit.core.ingest.Ingest;
import cockpit.core.ingest.IngestEntities;
import cockpit.core.metric.DayRange;
import cockpit.core.metric.Dimension;
import cockpit.core.metric.MetricQuery;
import cockpit.core.metric.SqlMetricEngine;
import cockpit.core.metric.YamlDictionaries;
import cockpit.core.plugin.Contribution;
import cockpit.core.plugin.PluginEntry;
import cockpit.core.plugin.PluginRefused;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.AesVault;
import cockpit.core.tenant.MasterKey;
import cockpit.core.tenant.Metadata;
import cockpit.core.tenant.MetadataPlace;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.TenantConfigs;
import cockpit.core.tenant.Viewer;
import cockpit.core.warehouse.DuckDbWarehouse;
import cockpit.core.warehouse.Query;
import cockpit.simulator.CommandLine;
import cockpit.simulator.Credentials;
import cockpit.spi.source.DataSource;
import cockpit.spi.widget.Rows;
import cockpit.spi.widget.Widget;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The real ingest, warehouse and metrics of the demo's tenant in this process, against the real simulator over HTTP. The time
 * of both is the world's, which stands still but for {@link #advance}.
 */
final class PlayedHost implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String CONTROL = "control-token-of-the-test";

    private final cockpit.simulator.Simulator simulator;
    private final Simulator control;
    private final Metadata metadata;
    private final DuckDbWarehouse warehouse;
    private final Ingest ingest;
    private final SqlMetricEngine engine;
    private final Tenant tenant;

    /**
     * @param secrets of the channels, by key of the credentials file; they are the settings' placeholders as well:
     *     {@code tmall.app-key} is {@code ${TMALL_APP_KEY}}, and {@code ${TMALL_HOST}} is where it is played
     * @param connections the tenant's {@code connections.yaml}
     * @param start of the world's time
     */
    PlayedHost(Path folder, List<DataSource> sources, Map<String, String> secrets, String connections, Instant start)
            throws Exception {
        Path credentials = folder.resolve("credentials.properties");
        Map<String, String> all = new HashMap<>(secrets);
        all.put("ocean.app-id", "1800000001");
        all.put("ocean.secret", "ocean-secret-of-the-test");
        all.put("ocean.refresh-token", "ocean-refresh-token-of-the-test");
        all.put("pos.secret", "whsec_Y29ja3BpdC1wb3MtZGVtby1zZWNyZXQtMzItYnl0ZXM=");
        all.put("crm.secret", "whsec_Y29ja3BpdC1jcm0tZGVtby1zZWNyZXQtMzItYnl0ZXM=");
        all.put("control.token", CONTROL);
        Files.writeString(
                credentials,
                all.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("\n")));
        CommandLine line = CommandLine.of(
                "--port",
                "0",
                "--credentials",
                credentials.toString(),
                "--stores",
                "24",
                "--days",
                "60",
                "--start",
                start.toString());
        this.simulator =
                cockpit.simulator.Simulator.start(line, Credentials.read(line.credentials()), InstantSource.system());
        this.control = new Simulator(simulator.address(), CONTROL);
        control.post("/control/clock", "{\"frozen\":true}");
        Map<String, String> environment = new HashMap<>();
        all.forEach((key, value) -> {
            environment.put(variable(key), value);
            String channel = key.substring(0, key.indexOf('.'));
            environment.put(variable(channel + ".host"), simulator.address() + "/" + channel);
        });
        environment.put("OCEAN_HOST", simulator.address());

        Path tenants = Files.createDirectories(folder.resolve("tenants/yanjiusuo/metrics"))
                .getParent();
        Path demo = Path.of(System.getProperty("cockpit.home")).resolve("tenant-configs/yanjiusuo");
        for (String name : List.of("tenant.yaml", "org.yaml", "roles.yaml")) {
            Files.copy(demo.resolve(name), tenants.resolve(name));
        }
        try (var files = Files.list(demo.resolve("metrics"))) {
            for (Path file : files.toList()) {
                Files.copy(file, tenants.resolve("metrics").resolve(file.getFileName()));
            }
        }
        Files.writeString(tenants.resolve("connections.yaml"), connections);
        TenantConfigs configs = new TenantConfigs(folder.resolve("tenants"));
        configs.reload();
        this.tenant = configs.find("yanjiusuo").orElseThrow();
        InstantSource clock = () -> simulator.clock().read().worldNow();
        Path data = Files.createDirectories(folder.resolve("data"));
        this.metadata = Metadata.open(new MetadataPlace.Embedded(data), IngestEntities.ALL);
        this.warehouse = new DuckDbWarehouse(data.resolve("facts"), clock);
        warehouse.open(tenant.code(), tenant.org());
        YamlDictionaries dictionaries = new YamlDictionaries();
        if (!dictionaries.load(tenant, tenants).isEmpty()) {
            throw new IllegalStateException("The dictionary has a mistake.");
        }
        this.engine = new SqlMetricEngine(warehouse, dictionaries, configs, clock, Duration.ofSeconds(20));
        this.ingest = new Ingest(
                warehouse,
                new Installed(sources),
                new AesVault(MasterKey.open(data, metadata), metadata),
                metadata::inTransaction,
                clock,
                environment,
                data);
        ingest.load(tenant, tenants);
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    Simulator control() {
        return control;
    }

    Instant now() {
        return simulator.clock().read().worldNow();
    }

    void advance(Duration time) throws Exception {
        control.post("/control/clock", "{\"advanceSeconds\":" + time.toSeconds() + "}");
    }

    /** Lets time pass until every connection has read all and nothing fails any more. */
    void readAll() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Instant begin = now();
        while (!settledSince(begin)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + PATIENCE + ": " + statuses());
            }
            advance(Duration.ofSeconds(20));
            Thread.sleep(50);
        }
    }

    private boolean settledSince(Instant begin) {
        return statuses().stream()
                .allMatch(connection -> connection.state() == ConnectionStatus.State.LIVE
                        && connection.streams().stream()
                                .allMatch(stream -> stream.problem().isEmpty()
                                        && stream.lastSuccess()
                                                .filter(at -> at.isAfter(begin))
                                                .isPresent()));
    }

    List<ConnectionStatus> statuses() {
        return ingest.all(viewer("HQ"));
    }

    private Viewer viewer(String unit) {
        return new Viewer(
                tenant.code(), "admin", "Admin", Set.of(Right.VIEW, Right.MANAGE_CONNECTIONS), unit, Locale.ENGLISH);
    }

    /** A metric over days, in fen or pieces; 0 where there is nothing. */
    long metric(String code, LocalDate from, LocalDate to, String... channels) {
        Rows rows = engine.query(
                viewer("HQ"),
                new MetricQuery(
                        List.of(new MetricQuery.Bound<>("measure", code)),
                        List.<MetricQuery.Bound<Dimension>>of(),
                        Optional.empty(),
                        new DayRange(from, to),
                        Optional.empty(),
                        Set.of(channels),
                        Optional.empty(),
                        MetricQuery.Order.NATURAL,
                        10));
        BigDecimal value = rows.number(0, rows.fields().getFirst());
        return value == null ? 0 : value.longValueExact();
    }

    /** One number of the warehouse. */
    long count(String sql) {
        Object value = warehouse
                .query(tenant.code(), new Query(sql, List.of()), Duration.ofSeconds(20))
                .rows()
                .getFirst()
                .getFirst();
        return value == null ? 0 : new BigDecimal(value.toString()).longValueExact();
    }

    /**
     * What differs between a channel's ledger and the facts that its connection stored: one line for each figure, empty where
     * all is equal.
     */
    List<String> differences(String channel, String connection, LocalDate from, LocalDate to, Instant upTo)
            throws Exception {
        JsonNode datasets = control.get("/control/ledger/" + channel + "?from=" + from + "&to=" + to + "&upTo=" + upTo)
                .path("datasets");
        List<String> differences = new ArrayList<>();
        datasets.properties().forEach(dataset -> dataset.getValue().properties().forEach(figure -> {
            String counted = figure.getKey().equals("rows") ? "count(*)" : "sum(\"" + figure.getKey() + "\")";
            long stored = count("SELECT " + counted + " FROM \"fact_" + dataset.getKey() + "\" WHERE connection = '"
                    + connection + "' AND day BETWEEN DATE '" + from + "' AND DATE '" + to + "'");
            if (stored != figure.getValue().asLong()) {
                differences.add(dataset.getKey() + " " + figure.getKey() + ": the ledger says "
                        + figure.getValue().asLong() + ", stored is " + stored);
            }
        }));
        if (datasets.isEmpty()) {
            differences.add("the ledger is empty");
        }
        return differences;
    }

    @Override
    public void close() {
        ingest.close();
        warehouse.close();
        metadata.close();
        simulator.close();
    }

    /** Sources without jars. */
    private static final class Installed implements Plugins {

        private final List<DataSource> installed;

        Installed(List<DataSource> installed) {
            this.installed = installed;
        }

        @Override
        public List<PluginEntry> all() {
            return List.of();
        }

        @Override
        public List<Contribution<Widget>> widgets() {
            return List.of();
        }

        @Override
        public Optional<Contribution<Widget>> widget(String id) {
            return Optional.empty();
        }

        @Override
        public List<Contribution<DataSource>> sources() {
            return installed.stream()
                    .map(source -> new Contribution<>(source.describe().id(), "0.1.0", source))
                    .toList();
        }

        @Override
        public Optional<Contribution<DataSource>> source(String id) {
            return sources().stream()
                    .filter(one -> one.extension().describe().id().equals(id))
                    .findFirst();
        }

        @Override
        public PluginEntry install(String fileName, InputStream jar) throws PluginRefused {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(String pluginId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<byte[]> asset(String pluginId, String version, String path) {
            return Optional.empty();
        }

        @Override
        public AutoCloseable onChange(Runnable listener) {
            return () -> {};
        }
    }
}
