package cockpit.core.live;

import cockpit.core.ingest.Freshness;
import cockpit.core.metric.Comparison;
import cockpit.core.metric.Dictionaries;
import cockpit.core.metric.Dictionary;
import cockpit.core.metric.Dimension;
import cockpit.core.metric.Gap;
import cockpit.core.metric.Metric;
import cockpit.core.metric.MetricEngine;
import cockpit.core.metric.MetricQuery;
import cockpit.core.metric.Period;
import cockpit.core.plugin.Contribution;
import cockpit.core.plugin.PluginEntry;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.core.warehouse.Answer;
import cockpit.core.warehouse.Batch;
import cockpit.core.warehouse.Change;
import cockpit.core.warehouse.Query;
import cockpit.core.warehouse.Warehouse;
import cockpit.spi.Direction;
import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.Unit;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.DataSource;
import cockpit.spi.widget.DrawContext;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Figure;
import cockpit.spi.widget.Rows;
import cockpit.spi.widget.Slot;
import cockpit.spi.widget.Widget;
import cockpit.spi.widget.WidgetData;
import cockpit.spi.widget.WidgetDescription;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Everything around the frame channel, small and in the test's hands. */
final class World {

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final LocalDate TODAY = LocalDate.of(2026, 11, 11);
    static final Instant NOON = TODAY.atTime(12, 0).atZone(ZONE).toInstant();

    private static final JsonMapper JSON = new JsonMapper();

    final ManualTime time = new ManualTime(NOON);
    final List<MetricQuery> queries = new CopyOnWriteArrayList<>();
    final List<Viewer> askers = new CopyOnWriteArrayList<>();
    final AtomicLong value = new AtomicLong(1);
    final Map<String, Widget> widgets = new ConcurrentHashMap<>();
    final List<Consumer<Change>> changeListeners = new CopyOnWriteArrayList<>();
    final List<Runnable> pluginListeners = new CopyOnWriteArrayList<>();
    final List<Freshness> freshness = new CopyOnWriteArrayList<>();

    final Tenant tenant = new Tenant(
            "t",
            Text.same("T"),
            ZONE,
            new OrgTree(List.of(
                    new OrgUnit("HQ", null, Text.same("HQ"), OrgUnit.Level.HQ, Map.of()),
                    new OrgUnit("EAST", "HQ", Text.same("EAST"), OrgUnit.Level.REGION, Map.of()),
                    new OrgUnit("S1", "EAST", Text.same("S1"), OrgUnit.Level.STORE, Map.of()),
                    new OrgUnit("S2", "HQ", Text.same("S2"), OrgUnit.Level.STORE, Map.of()))));

    /** What the engine answers; may throw. */
    Function<MetricQuery, BigDecimal> answer = _ -> BigDecimal.valueOf(value.get());

    /** Metrics without a value. */
    volatile Set<String> nothing = Set.of();

    /** Why they have none. */
    volatile List<Gap> gaps = List.of();

    final MetricEngine engine = new MetricEngine() {
        @Override
        public Rows query(Viewer viewer, MetricQuery query) {
            queries.add(query);
            askers.add(viewer);
            BigDecimal number = answer.apply(query);
            List<Field> fields = query.metrics().stream()
                    .map(bound -> Field.metric(bound.slot(), bound.to(), bound.to(), Unit.COUNT, Direction.UP_IS_GOOD))
                    .toList();
            return new Rows(
                    fields,
                    List.of(new ArrayList<>(fields.stream()
                            .map(field -> nothing.contains(field.code()) ? null : number)
                            .toList())));
        }

        @Override
        public List<Gap> gaps(Viewer viewer, MetricQuery query) {
            return gaps;
        }
    };

    final Dictionaries dictionaries = _ -> new Dictionary() {
        @Override
        public Optional<Text> title(Dimension dimension, String member) {
            return Optional.empty();
        }

        @Override
        public Optional<Metric> find(String code) {
            return code.equals("leads") || code.equals("gmv") ? Optional.of(metric(code)) : Optional.empty();
        }

        @Override
        public List<Metric> all() {
            return List.of(metric("leads"), metric("gmv"));
        }

        @Override
        public Set<Dimension> dimensionsOf(String code) {
            return EnumSet.allOf(Dimension.class);
        }

        @Override
        public Set<Dataset> datasetsOf(String code) {
            return Set.of(code.equals("leads") ? Dataset.LEAD : Dataset.ORDER);
        }
    };

    final Tenants tenants = new Tenants() {
        @Override
        public List<Tenant> all() {
            return List.of(tenant);
        }

        @Override
        public Optional<Tenant> find(String code) {
            return code.equals("t") ? Optional.of(tenant) : Optional.empty();
        }

        @Override
        public void whenLoaded(Consumer<Tenant> listener) {
            listener.accept(tenant);
        }
    };

    final Warehouse warehouse = new Warehouse() {
        @Override
        public void open(String code, OrgTree org) {}

        @Override
        public int write(String code, Batch batch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<String> cursor(String code, String connection, String stream) {
            return Optional.empty();
        }

        @Override
        public void forgetCursor(String code, String connection, String stream) {}

        @Override
        public Answer query(String code, Query query, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long version(String code, Dataset dataset) {
            return 0;
        }

        @Override
        public AutoCloseable onChange(Consumer<Change> listener) {
            changeListeners.add(listener);
            return () -> changeListeners.remove(listener);
        }

        @Override
        public void close() {}
    };

    final Plugins plugins = new Plugins() {
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
            return Optional.ofNullable(widgets.get(id)).map(widget -> new Contribution<>(id, "1.0.0", widget));
        }

        @Override
        public List<Contribution<DataSource>> sources() {
            return List.of();
        }

        @Override
        public Optional<Contribution<DataSource>> source(String id) {
            return Optional.empty();
        }

        @Override
        public PluginEntry install(String fileName, InputStream jar) {
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
            pluginListeners.add(listener);
            return () -> pluginListeners.remove(listener);
        }
    };

    World() {
        widgets.put("figure", new FigureWidget(Set.of(), World::figure));
        widgets.put("compared", new FigureWidget(Set.of(WidgetDescription.Want.COMPARISON), World::figure));
    }

    LiveBoards boards() {
        return new LiveBoards(
                warehouse,
                plugins,
                engine,
                dictionaries,
                tenants,
                _ -> freshness,
                time,
                time,
                time,
                Duration.ofMillis(400));
    }

    static Metric metric(String code) {
        return new Metric(
                code,
                Text.same(code),
                Text.same(code),
                Unit.COUNT,
                Direction.UP_IS_GOOD,
                Text.same("-"),
                Text.same("-"),
                new Metric.Measure(
                        code.equals("leads") ? Dataset.LEAD : Dataset.ORDER,
                        Metric.Aggregation.COUNT,
                        Optional.empty(),
                        List.of()));
    }

    private static Drawing figure(WidgetData data, DrawContext context) {
        Field field = data.rows().fields().getFirst();
        return new Figure(
                field.title(),
                data.rows().number(0, field),
                Unit.COUNT,
                Direction.UP_IS_GOOD,
                data.comparison().map(rows -> rows.number(0, field)).orElse(null),
                context.comparedWith(),
                List.of());
    }

    /** A widget of one slot that draws as the test says. */
    record FigureWidget(
            Set<WidgetDescription.Want> wants, java.util.function.BiFunction<WidgetData, DrawContext, Drawing> drawing)
            implements Widget {

        @Override
        public WidgetDescription describe() {
            return new WidgetDescription(
                    "figure",
                    Text.of("数字", "Figure"),
                    Text.same("?"),
                    "",
                    List.of(Slot.metrics("measure", Text.of("指标", "Measure"), 1, 2)),
                    List.of(Setting.integer("top", Text.same("top")).defaultTo("5")),
                    wants,
                    new WidgetDescription.Size(3, 3));
        }

        @Override
        public Drawing draw(WidgetData data, Settings options, DrawContext context) {
            return drawing.apply(data, context);
        }
    }

    static Viewer viewer(String user, String unit) {
        return new Viewer("t", user, user, Set.of(Right.VIEW), unit, Locale.SIMPLIFIED_CHINESE);
    }

    static TileRequest tile(String id, String widget, String metric) {
        return tile(id, widget, metric, Period.Moving.TODAY, Comparison.PREVIOUS_PERIOD);
    }

    static TileRequest tile(String id, String widget, String metric, Period period, Comparison comparison) {
        return new TileRequest(
                id,
                widget,
                metric.isEmpty() ? Map.of() : Map.of("measure", List.of(metric)),
                Map.of(),
                period,
                comparison,
                Set.of(),
                Optional.empty());
    }

    void change(Dataset dataset, LocalDate day, String... units) {
        Change change = new Change("t", dataset, day, day, Set.of(units), time.instant());
        changeListeners.forEach(listener -> listener.accept(change));
    }

    /** Writes down what comes, unpacked; acknowledges at once if told so. */
    static final class Notebook implements Board.Reader {

        final List<JsonNode> frames = new CopyOnWriteArrayList<>();
        final List<byte[]> bytes = new CopyOnWriteArrayList<>();
        final boolean prompt;
        volatile boolean ended;
        volatile Board.@org.jspecify.annotations.Nullable Reading reading;

        Notebook(boolean prompt) {
            this.prompt = prompt;
        }

        static Notebook on(Board board) {
            return on(board, true);
        }

        static Notebook on(Board board, boolean prompt) {
            Notebook notebook = new Notebook(prompt);
            notebook.reading = board.attach(notebook);
            if (prompt) {
                notebook.acknowledgeAll();
            }
            return notebook;
        }

        @Override
        public void send(long sequence, byte[] frame) {
            bytes.add(frame);
            frames.add(unpack(frame));
            Board.Reading open = reading;
            if (prompt && open != null) {
                open.acknowledge(sequence);
            }
        }

        void acknowledgeAll() {
            for (int index = 0; index < frames.size(); index++) {
                acknowledge(index);
            }
        }

        void acknowledge(int index) {
            java.util.Objects.requireNonNull(reading)
                    .acknowledge(frames.get(index).get("seq").asLong());
        }

        @Override
        public void end() {
            ended = true;
        }

        JsonNode last() {
            return frames.getLast();
        }

        long lastValue() {
            return last().get("drawing").get("value").asLong();
        }
    }

    static JsonNode unpack(byte[] frame) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(frame))) {
            return JSON.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
