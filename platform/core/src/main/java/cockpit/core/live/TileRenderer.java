package cockpit.core.live;

import cockpit.core.live.TilePlan.Unbound;
import cockpit.core.metric.DayRange;
import cockpit.core.metric.Dictionaries;
import cockpit.core.metric.Gap;
import cockpit.core.metric.MetricEngine;
import cockpit.core.metric.MetricRefused;
import cockpit.core.plugin.Contribution;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.core.warehouse.WarehouseFault;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import cockpit.spi.widget.DrawContext;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Notice;
import cockpit.spi.widget.Rows;
import cockpit.spi.widget.Widget;
import cockpit.spi.widget.WidgetData;
import cockpit.spi.widget.WidgetDescription;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a key's drawing: bindings to queries, queries to rows, rows to a drawing. Never throws. */
final class TileRenderer {

    private static final Logger LOG = LoggerFactory.getLogger(TileRenderer.class);

    private final Plugins plugins;
    private final MetricEngine engine;
    private final Dictionaries dictionaries;
    private final Tenants tenants;
    private final InstantSource clock;
    private final WidgetGuard guard;

    /** How a frame stands. */
    enum State {
        OK,
        FAILED,
        DENIED,
        EMPTY,
        MISSING;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A drawing as JSON and what it came from.
     *
     * @param datasets that were read; empty where nothing was
     * @param ranges days that were read
     * @param moment local time of the run
     * @param toDate whether the compared range moves with the clock
     * @param passing whether it failed for a reason that may pass by itself
     * @param note what the drawing cannot show although it was asked for; empty if nothing
     */
    record Rendered(
            State state,
            String drawing,
            Set<Dataset> datasets,
            List<DayRange> ranges,
            LocalDateTime moment,
            boolean toDate,
            boolean passing,
            Optional<String> note) {}

    private record Described(Contribution<Widget> contribution, WidgetDescription description) {}

    /** Ends a run early with a notice. */
    private static final class Stop extends Exception {

        private static final long serialVersionUID = 1L;

        private final State state;
        private final transient Text title;
        private final transient Text sentence;

        Stop(State state, Text title, Text sentence) {
            super(sentence.en(), null, false, false);
            this.state = state;
            this.title = title;
            this.sentence = sentence;
        }
    }

    TileRenderer(
            Plugins plugins,
            MetricEngine engine,
            Dictionaries dictionaries,
            Tenants tenants,
            InstantSource clock,
            WidgetGuard guard) {
        this.plugins = plugins;
        this.engine = engine;
        this.dictionaries = dictionaries;
        this.tenants = tenants;
        this.clock = clock;
        this.guard = guard;
    }

    private static String name(Contribution<?> contribution) {
        return contribution.pluginId() + "@" + contribution.version();
    }

    Rendered render(TileKey key) {
        Run run = new Run(key);
        try {
            return run.draw();
        } catch (Stop stop) {
            return run.notice(stop.state, stop.title, stop.sentence, false);
        } catch (Unbound unbound) {
            return run.notice(State.EMPTY, Text.of("还没有绑定", "Not bound yet"), unbound.sentence(), false);
        } catch (MetricRefused refused) {
            return run.notice(State.FAILED, Text.of("无法计算", "Cannot be computed"), refused.sentence(), false);
        } catch (WarehouseFault fault) {
            LOG.warn("Tile {} of tenant {}: {}", key.request().tile(), key.tenant(), fault.getMessage());
            return run.notice(
                    State.FAILED,
                    Text.of("查询失败", "The query failed"),
                    Text.of(
                            "数据仓库没有及时答复，稍后会自动重试；若一直如此，请联系管理员。",
                            "The warehouse did not answer in time. It is asked again soon; if this stays, tell an administrator."),
                    true);
        } catch (RuntimeException e) {
            LOG.error("Tile {} of tenant {} failed", key.request().tile(), key.tenant(), e);
            return run.notice(
                    State.FAILED,
                    Text.of("出错了", "Something failed"),
                    Text.of(
                            "这个组件出错了，稍后会自动重试；若一直如此，请联系管理员查看服务器日志。",
                            "This tile failed and is tried again soon; if this stays, ask an administrator to read the server's log."),
                    true);
        }
    }

    /** One run; remembers what it found on the way, so that a notice knows it too. */
    private final class Run {

        private final TileKey key;
        private final Instant now = clock.instant();
        private String widget = "";
        private LocalDateTime moment = LocalDateTime.ofInstant(now, java.time.ZoneOffset.UTC);
        private @Nullable TilePlan plan;
        private Optional<String> note = Optional.empty();

        Run(TileKey key) {
            this.key = key;
        }

        Rendered draw() throws Stop {
            Tenant tenant = tenants.get(key.tenant());
            moment = LocalDateTime.ofInstant(now, tenant.zone());
            if (!tenant.org().within(key.scope(), key.orgUnit())) {
                throw new Stop(
                        State.DENIED,
                        Text.of("没有权限", "No access"),
                        Text.of(
                                "您的账号看不到所选组织的数据，请换一个组织或联系管理员。",
                                "Your account does not see the chosen org unit; choose another one or ask an administrator."));
            }
            Described described = describe();
            TilePlan planned =
                    TilePlan.of(key.request(), described.description(), dictionaries.of(key.tenant()), moment);
            plan = planned;
            Settings options = options(described.description());
            Viewer viewer = key.viewer();
            Rows rows = engine.query(viewer, planned.query());
            List<Gap> gaps = lacksMetric(rows) ? engine.gaps(viewer, planned.query()) : List.of();
            if (!gaps.isEmpty() && lacksAll(rows)) {
                // whatever the widget would say of it, this is the reason
                throw new Stop(
                        State.EMPTY, gaps.getFirst().title(), gaps.getFirst().sentence());
            }
            note = gaps.stream().findFirst().map(gap -> Text.of(
                            gap.metric().title().zh() + "：" + gap.title().zh(),
                            gap.metric().title().en() + ": " + gap.title().en())
                    .in(key.language()));
            WidgetData data = new WidgetData(
                    rows,
                    planned.comparison().map(query -> engine.query(viewer, query)),
                    planned.timeline().map(query -> engine.query(viewer, query)));
            DrawContext context = new DrawContext(
                    key.language(),
                    tenant.zone(),
                    now,
                    planned.comparison().isPresent() ? planned.comparedWith().in(key.language()) : "");
            return draw(described.contribution(), data, options, context);
        }

        /** Whether some metric has no value in any row. */
        private static boolean lacksMetric(Rows rows) {
            return metrics(rows).anyMatch(field -> isWithout(rows, field));
        }

        private static boolean lacksAll(Rows rows) {
            return metrics(rows).allMatch(field -> isWithout(rows, field));
        }

        private static Stream<Field> metrics(Rows rows) {
            return rows.fields().stream().filter(field -> field.kind() == Field.Kind.METRIC);
        }

        private static boolean isWithout(Rows rows, Field metric) {
            List<Field> dimensions = rows.fields().stream()
                    .filter(field -> field.kind() == Field.Kind.DIMENSION)
                    .toList();
            // what belongs to no member says nothing of those who are one
            return IntStream.range(0, rows.size())
                    .filter(row -> dimensions.stream()
                            .noneMatch(field -> rows.member(row, field).code().isEmpty()))
                    .allMatch(row -> rows.number(row, metric) == null);
        }

        private Described describe() throws Stop {
            String id = key.request().widget();
            Contribution<Widget> contribution = plugins.widget(id)
                    .orElseThrow(
                            () -> new Stop(
                                    State.MISSING,
                                    Text.of("缺少图形插件", "The widget is missing"),
                                    Text.of(
                                            "图形“" + id + "”的插件没有安装，请管理员在插件页安装后再看。",
                                            "The plugin of widget “" + id
                                                    + "” is not installed; an administrator can install it on the plugin page.")));
            widget = name(contribution);
            return new Described(
                    contribution, guarded(() -> contribution.extension().describe()));
        }

        private Settings options(WidgetDescription description) throws Stop {
            Settings.Checked checked = Settings.check(
                    description.title(), description.options(), key.request().options());
            if (checked.settings().isPresent()) {
                return checked.settings().get();
            }
            throw new Stop(
                    State.FAILED,
                    Text.of("选项不对", "An option is wrong"),
                    checked.problems().getFirst().sentence());
        }

        private Rendered draw(Contribution<Widget> contribution, WidgetData data, Settings options, DrawContext context)
                throws Stop {
            record Drawn(String json, State state) {}
            Drawn drawn = guarded(() -> {
                Drawing drawing = contribution.extension().draw(data, options, context);
                State state =
                        switch (drawing) {
                            case Notice notice when notice.kind() == Notice.Kind.EMPTY -> State.EMPTY;
                            case Notice notice when notice.kind() == Notice.Kind.FAILURE -> State.FAILED;
                            default -> State.OK;
                        };
                return new Drawn(DrawingJson.write(drawing, contribution.pluginId(), contribution.version()), state);
            });
            return rendered(drawn.state(), drawn.json(), false);
        }

        private <T> T guarded(java.util.concurrent.Callable<T> work) throws Stop {
            try {
                return guard.call(widget, work);
            } catch (WidgetGuard.Slow _) {
                LOG.warn(
                        "Widget {} took too long; tile {}",
                        widget,
                        key.request().tile());
                throw new Stop(
                        State.FAILED,
                        Text.of("绘图超时", "Drawing took too long"),
                        Text.of(
                                "插件 " + widget + " 绘图用时过长，已停止；其他组件不受影响，请联系插件作者。",
                                "The plugin " + widget
                                        + " took too long to draw and was stopped; other tiles go on. Tell its author."));
            } catch (WidgetGuard.Failed e) {
                LOG.warn("Widget {} failed; tile {}", widget, key.request().tile(), e.getCause());
                String reason = e.getCause() instanceof DrawingJson.Unfit unfit ? "（" + unfit.getMessage() + "）" : "";
                throw new Stop(
                        State.FAILED,
                        Text.of("绘图失败", "Drawing failed"),
                        Text.of(
                                "插件 " + widget + " 绘图出错" + reason + "；其他组件不受影响，请管理员查看日志或联系插件作者。",
                                "The plugin " + widget + " failed to draw"
                                        + reason.replace("（", " (").replace("）", ")")
                                        + "; other tiles go on. An administrator finds more in the log."));
            }
        }

        Rendered notice(State state, Text title, Text sentence, boolean passing) {
            Notice.Kind kind =
                    switch (state) {
                        case FAILED, MISSING -> Notice.Kind.FAILURE;
                        case OK, DENIED, EMPTY -> Notice.Kind.INFORMATION;
                    };
            Notice notice = new Notice(kind, title.in(key.language()), sentence.in(key.language()));
            return rendered(state, DrawingJson.write(notice, "", ""), passing);
        }

        private Rendered rendered(State state, String drawing, boolean passing) {
            Optional<TilePlan> made = Optional.ofNullable(plan);
            return new Rendered(
                    state,
                    drawing,
                    made.map(TilePlan::datasets).orElse(Set.of()),
                    made.map(TilePlan::ranges).orElse(List.of()),
                    moment,
                    made.map(TilePlan::toDate).orElse(false),
                    passing,
                    state == State.OK ? note : Optional.empty());
        }
    }
}
