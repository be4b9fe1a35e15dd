package cockpit.server.view;

import cockpit.core.dashboard.Cockpit;
import cockpit.core.dashboard.Cockpits;
import cockpit.core.dashboard.DraftConflict;
import cockpit.core.ingest.ConnectionStatus;
import cockpit.core.ingest.Connections;
import cockpit.core.ingest.Freshness;
import cockpit.core.ingest.QuarantinedRow;
import cockpit.core.live.Board;
import cockpit.core.live.Live;
import cockpit.core.live.TileRequest;
import cockpit.core.metric.Comparison;
import cockpit.core.metric.Dictionaries;
import cockpit.core.metric.Dictionary;
import cockpit.core.metric.Dimension;
import cockpit.core.metric.Metric;
import cockpit.core.metric.Metric.Aggregation;
import cockpit.core.metric.Metric.Measure;
import cockpit.core.metric.Metric.Ratio;
import cockpit.core.plugin.Contribution;
import cockpit.core.plugin.PluginEntry;
import cockpit.core.plugin.PluginRefused;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.server.SignedIn;
import cockpit.spi.Direction;
import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.Unit;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.WebhookRequest;
import cockpit.spi.widget.DrawContext;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Notice;
import cockpit.spi.widget.Slot;
import cockpit.spi.widget.Widget;
import cockpit.spi.widget.WidgetData;
import cockpit.spi.widget.WidgetDescription;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A small company in memory: three levels of org units, a few metrics and widgets. */
public final class Fakes {

    static final Instant NOON = Instant.parse("2026-11-11T04:00:00Z");

    public final FakeSignedIn signedIn = new FakeSignedIn();
    public final FakeCockpits cockpits = new FakeCockpits();
    public final FakeLive live = new FakeLive();
    public final FakePlugins plugins = new FakePlugins();
    final FakeConnections connections = new FakeConnections();
    final FakeDictionary dictionary = new FakeDictionary();
    final Tenants tenants = new FakeTenants();
    final Dictionaries dictionaries = _ -> dictionary;

    static final OrgTree ORG = new OrgTree(List.of(
            new OrgUnit("HQ", null, Text.of("总部", "Headquarters"), OrgUnit.Level.HQ, Map.of()),
            new OrgUnit("R1", "HQ", Text.of("华东大区", "East"), OrgUnit.Level.REGION, Map.of()),
            new OrgUnit("R2", "HQ", Text.of("华南大区", "South"), OrgUnit.Level.REGION, Map.of()),
            new OrgUnit("S1", "R1", Text.of("徐汇店", "Xuhui"), OrgUnit.Level.STORE, Map.of()),
            new OrgUnit("S2", "R2", Text.of("天河店", "Tianhe"), OrgUnit.Level.STORE, Map.of())));

    public static Viewer admin() {
        return new Viewer("acme", "admin", "王总", EnumSet.allOf(Right.class), "HQ", Locale.SIMPLIFIED_CHINESE);
    }

    public static Viewer regional() {
        return new Viewer("acme", "li", "李经理", Set.of(Right.VIEW), "R1", Locale.SIMPLIFIED_CHINESE);
    }

    static Widget widget(String id, String zh, String en, Setting... options) {
        WidgetDescription description = new WidgetDescription(
                id,
                Text.of(zh, en),
                Text.of(zh + "的用途", "What " + en + " is for"),
                "<path d=\"M0 0h24v24\"/>",
                switch (id) {
                    case "trend" ->
                        List.of(
                                Slot.metrics("measure", Text.of("指标", "Measure"), 1, 3),
                                Slot.time("time", Text.of("时间", "Time")),
                                Slot.dimension("series", Text.of("拆分", "Series"))
                                        .asOptional());
                    case "leaderboard" ->
                        List.of(
                                Slot.metric("measure", Text.of("指标", "Measure")),
                                Slot.dimension("by", Text.of("排行对象", "Ranked")));
                    default -> List.of(Slot.metric("measure", Text.of("指标", "Measure")));
                },
                List.of(options),
                Set.of(),
                new WidgetDescription.Size(3, 4));
        return new Widget() {
            @Override
            public WidgetDescription describe() {
                return description;
            }

            @Override
            public Drawing draw(WidgetData data, Settings settings, DrawContext context) {
                return Notice.empty("-", "-");
            }
        };
    }

    public static final class FakeSignedIn implements SignedIn {
        Optional<Viewer> who = Optional.of(admin());
        Theme theme = Theme.LIGHT;
        final List<Locale> languages = new ArrayList<>();
        boolean signedOut;

        @Override
        public Optional<Viewer> find() {
            return who;
        }

        @Override
        public Viewer viewer() {
            return who.orElseThrow();
        }

        @Override
        public Theme theme() {
            return theme;
        }

        @Override
        public void choose(Theme chosen) {
            theme = chosen;
        }

        @Override
        public void choose(Locale language) {
            languages.add(language);
        }

        @Override
        public void signOut() {
            signedOut = true;
        }
    }

    /** Publishes to the audience, and lets every builder build. */
    public static final class FakeCockpits implements Cockpits {
        final Map<String, Draft> drafts = new LinkedHashMap<>();
        final Map<String, Cockpit> published = new LinkedHashMap<>();
        public final List<BiConsumer<String, String>> listeners = new ArrayList<>();
        final List<String> notes = new ArrayList<>();
        boolean failing;

        Cockpit draft(String slug) {
            return drafts.get(slug).cockpit();
        }

        void put(Cockpit cockpit, boolean publish) {
            drafts.put(cockpit.slug(), new Draft(cockpit, 1, "王总", NOON));
            if (publish) {
                published.put(cockpit.slug(), cockpit);
            }
        }

        /** Somebody else's save. */
        void saveElsewhere(String slug, String name) {
            Draft draft = drafts.get(slug);
            Cockpit changed = new Cockpit(
                    slug,
                    Text.same("别人的"),
                    List.of("HQ"),
                    "today",
                    Comparison.NONE,
                    draft.cockpit().tiles());
            drafts.put(slug, new Draft(changed, draft.revision() + 1, name, NOON));
        }

        @Override
        public List<Summary> list(Viewer viewer) {
            return drafts.values().stream()
                    .map(Draft::cockpit)
                    .filter(cockpit -> viewer.may(Right.BUILD)
                            || published(viewer, cockpit.slug()).isPresent())
                    .map(cockpit -> new Summary(
                            cockpit.slug(),
                            cockpit.title(),
                            Optional.ofNullable(published.get(cockpit.slug())).map(_ -> NOON),
                            viewer.may(Right.BUILD) && !cockpit.equals(published.get(cockpit.slug()))))
                    .toList();
        }

        @Override
        public Optional<Cockpit> published(Viewer viewer, String slug) {
            return Optional.ofNullable(published.get(slug)).filter(cockpit -> cockpit.reaches(ORG, viewer.orgUnit()));
        }

        @Override
        public Optional<Draft> draft(Viewer viewer, String slug) {
            viewer.require(Right.BUILD);
            return Optional.ofNullable(drafts.get(slug));
        }

        @Override
        public Draft create(Viewer viewer, String slug, Text title) {
            viewer.require(Right.BUILD);
            Draft draft = new Draft(
                    new Cockpit(slug, title, List.of("HQ"), "last_7_days", Comparison.PREVIOUS_PERIOD, List.of()),
                    1,
                    viewer.name(),
                    NOON);
            drafts.put(slug, draft);
            return draft;
        }

        @Override
        public Draft save(Viewer viewer, Cockpit cockpit, long revision) {
            viewer.require(Right.BUILD);
            if (failing) {
                throw new IllegalStateException("The disk is full.");
            }
            Draft old = drafts.get(cockpit.slug());
            if (old.revision() != revision) {
                throw new DraftConflict(old.savedBy(), old.savedAt());
            }
            Draft saved = new Draft(cockpit, revision + 1, viewer.name(), NOON);
            drafts.put(cockpit.slug(), saved);
            return saved;
        }

        @Override
        public Version publish(Viewer viewer, String slug, String note) {
            viewer.require(Right.BUILD);
            published.put(slug, drafts.get(slug).cockpit());
            notes.add(note);
            listeners.forEach(listener -> listener.accept(viewer.tenant(), slug));
            return new Version(notes.size(), note, viewer.name(), NOON);
        }

        @Override
        public void delete(Viewer viewer, String slug) {
            viewer.require(Right.BUILD);
            drafts.remove(slug);
            published.remove(slug);
        }

        @Override
        public AutoCloseable onPublish(BiConsumer<String, String> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }

    public static final class FakeLive implements Live {
        final List<FakeBoard> boards = new ArrayList<>();

        FakeBoard last() {
            return boards.getLast();
        }

        @Override
        public Board open(Viewer viewer) {
            FakeBoard board = new FakeBoard("ticket-" + (boards.size() + 1), viewer);
            boards.add(board);
            return board;
        }

        @Override
        public Optional<Board> find(String ticket) {
            return boards.stream()
                    .filter(board -> board.ticket().equals(ticket) && !board.closed)
                    .map(Board.class::cast)
                    .findFirst();
        }
    }

    public static final class FakeBoard implements Board {
        final String ticket;
        final Viewer viewer;
        List<TileRequest> shown = List.of();
        boolean closed;

        /** Who reads. */
        public final BlockingQueue<Reader> readers = new LinkedBlockingQueue<>();

        /** What the reader has painted. */
        public final BlockingQueue<Long> acknowledged = new LinkedBlockingQueue<>();

        /** Readers that went. */
        public final BlockingQueue<Reader> left = new LinkedBlockingQueue<>();

        FakeBoard(String ticket, Viewer viewer) {
            this.ticket = ticket;
            this.viewer = viewer;
        }

        @Override
        public String ticket() {
            return ticket;
        }

        @Override
        public Viewer viewer() {
            return viewer;
        }

        @Override
        public void show(List<TileRequest> tiles) {
            shown = List.copyOf(tiles);
        }

        @Override
        public Reading attach(Reader reader) {
            readers.add(reader);
            return new Reading() {
                @Override
                public void acknowledge(long sequence) {
                    acknowledged.add(sequence);
                }

                @Override
                public void close() {
                    left.add(reader);
                }
            };
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    public static final class FakePlugins implements Plugins {
        final Map<String, Widget> installed = new LinkedHashMap<>();
        final List<PluginEntry> entries = new ArrayList<>();
        public final List<Runnable> listeners = new ArrayList<>();
        Optional<Text> refusal = Optional.empty();

        FakePlugins() {
            add(Fakes.widget(
                    "kpi",
                    "指标卡",
                    "Figure",
                    Setting.integer("digits", Text.of("位数", "Digits")).defaultTo("2")));
            add(Fakes.widget("trend", "趋势", "Trend"));
            add(Fakes.widget("leaderboard", "排行榜", "Leaderboard"));
        }

        void add(Widget widget) {
            installed.put(widget.describe().id(), widget);
        }

        @Override
        public List<PluginEntry> all() {
            return List.copyOf(entries);
        }

        @Override
        public List<Contribution<Widget>> widgets() {
            return installed.values().stream()
                    .map(widget -> new Contribution<>(widget.describe().id(), "1.0.0", widget))
                    .toList();
        }

        @Override
        public Optional<Contribution<Widget>> widget(String id) {
            return Optional.ofNullable(installed.get(id)).map(widget -> new Contribution<>(id, "1.0.0", widget));
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
        public PluginEntry install(String fileName, InputStream jar) throws PluginRefused {
            try {
                jar.readAllBytes();
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
            if (refusal.isPresent()) {
                throw new PluginRefused(refusal.get());
            }
            PluginEntry entry =
                    new PluginEntry("gauge", "1.0.0", "", "", fileName, List.of("gauge"), List.of(), Optional.empty());
            entries.add(entry);
            return entry;
        }

        @Override
        public void remove(String pluginId) throws PluginRefused {
            if (!entries.removeIf(entry -> entry.id().equals(pluginId))) {
                throw new PluginRefused(Text.of("没有这个插件", "There is no such plugin"));
            }
            installed.remove(pluginId);
        }

        @Override
        public Optional<byte[]> asset(String pluginId, String version, String path) {
            return Optional.empty();
        }

        @Override
        public AutoCloseable onChange(Runnable listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }

    static final class FakeConnections implements Connections {
        final List<ConnectionStatus> statuses = new ArrayList<>();
        final List<QuarantinedRow> setAside = new ArrayList<>();
        final List<String> runs = new ArrayList<>();

        @Override
        public List<ConnectionStatus> all(Viewer viewer) {
            viewer.require(Right.MANAGE_CONNECTIONS);
            return List.copyOf(statuses);
        }

        @Override
        public List<QuarantinedRow> quarantine(Viewer viewer, String connection, int limit) {
            viewer.require(Right.MANAGE_CONNECTIONS);
            return List.copyOf(setAside);
        }

        @Override
        public ConnectionStatus check(Viewer viewer, String connection) {
            viewer.require(Right.MANAGE_CONNECTIONS);
            return statuses.getFirst();
        }

        @Override
        public void runNow(Viewer viewer, String connection) {
            viewer.require(Right.MANAGE_CONNECTIONS);
            runs.add(connection);
        }

        @Override
        public HttpAnswer receive(String tenant, String connection, WebhookRequest request) {
            return new HttpAnswer(404, 0, "{}");
        }

        @Override
        public HttpAnswer upload(String tenant, String connection, String fileName, WebhookRequest request) {
            return new HttpAnswer(404, 0, "{}");
        }

        @Override
        public List<Freshness> freshness(String tenant) {
            return List.of();
        }
    }

    static final class FakeTenants implements Tenants {
        private final Tenant acme = new Tenant("acme", Text.of("颜究所", "Acme"), ZoneId.of("Asia/Shanghai"), ORG);

        @Override
        public List<Tenant> all() {
            return List.of(acme);
        }

        @Override
        public Optional<Tenant> find(String code) {
            return code.equals("acme") ? Optional.of(acme) : Optional.empty();
        }

        @Override
        public void whenLoaded(Consumer<Tenant> listener) {
            listener.accept(acme);
        }
    }

    static final class FakeDictionary implements Dictionary {
        final Map<String, Metric> metrics = new LinkedHashMap<>();

        FakeDictionary() {
            add("spend", "消耗", "Spend", Unit.MONEY, measure(Dataset.AD_REPORT, Optional.of("spend_fen")));
            add("leads", "线索数", "Leads", Unit.COUNT, measure(Dataset.LEAD, Optional.empty()));
            add("cost_per_lead", "线索成本", "Cost per lead", Unit.MONEY, new Ratio("spend", "leads"));
        }

        @Override
        public Optional<Text> title(Dimension dimension, String member) {
            return Optional.empty();
        }

        private static Measure measure(Dataset dataset, Optional<String> column) {
            return new Measure(dataset, column.isPresent() ? Aggregation.SUM : Aggregation.COUNT, column, List.of());
        }

        private void add(String code, String zh, String en, Unit unit, Metric.Definition definition) {
            metrics.put(
                    code,
                    new Metric(
                            code,
                            Text.of(zh, en),
                            Text.of(zh + "的口径", "What " + en + " counts"),
                            unit,
                            Direction.UP_IS_GOOD,
                            Text.of("市场部", "Marketing"),
                            Text.of("看看出价", "Look at the bids"),
                            definition));
        }

        @Override
        public Optional<Metric> find(String code) {
            return Optional.ofNullable(metrics.get(code));
        }

        @Override
        public List<Metric> all() {
            return List.copyOf(metrics.values());
        }

        @Override
        public Set<Dimension> dimensionsOf(String code) {
            return code.equals("leads")
                    ? EnumSet.of(Dimension.CHANNEL, Dimension.REGION, Dimension.STORE, Dimension.CAMPAIGN)
                    : EnumSet.of(Dimension.CHANNEL, Dimension.CAMPAIGN, Dimension.CREATIVE);
        }

        @Override
        public Set<Dataset> datasetsOf(String code) {
            return Set.of(Dataset.LEAD);
        }
    }
}
