package cockpit.server.view;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.ingest.ConnectionDraft;
import cockpit.core.ingest.ConnectionRun;
import cockpit.core.ingest.ConnectionStatus;
import cockpit.core.ingest.ConnectionStatus.State;
import cockpit.core.ingest.ConnectionStatus.StreamStatus;
import cockpit.core.ingest.Mapping;
import cockpit.core.ingest.QuarantineReason;
import cockpit.core.ingest.QuarantinedRow;
import cockpit.core.plugin.PluginEntry;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.Stream;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Plugins, connections, the dictionary, and what frames them. */
class ManagementViewsTest {

    private static final String HOSTILE = "<b onmouseover=alert(1)>Evil</b>";

    private final Fakes fakes = new Fakes();

    @BeforeEach
    void start() {
        Pages.start(fakes);
    }

    @AfterEach
    void stop() {
        Pages.stop();
    }

    private static void open(String path) {
        UI.getCurrent().navigate(path);
    }

    private static List<String> places() {
        return _find(Anchor.class, spec -> spec.withClasses("cv-nav-link")).stream()
                .map(Anchor::getText)
                .toList();
    }

    @Nested
    class The_bar {

        @Test
        void leads_an_admin_everywhere() {
            open("metrics");
            assertThat(places()).containsExactly("驾驶舱", "指标词典", "连接", "数据可信度", "人员档案", "插件", "用户");
        }

        @Test
        void leads_a_reader_only_where_they_may_go() {
            fakes.signedIn.who = Optional.of(Fakes.regional());
            stop();
            start();
            assertThat(places()).containsExactly("驾驶舱", "指标词典");
        }

        @Test
        void marks_where_the_viewer_is() {
            open("metrics");
            assertThat(_find(Anchor.class, spec -> spec.withAttribute("aria-current", "page")))
                    .extracting(Anchor::getText)
                    .containsExactly("指标词典");
        }
    }

    @Nested
    class Plugins {

        private final PluginEntry figure = new PluginEntry(
                "kpi", "1.2.0", HOSTILE, "大数字", "kpi-1.2.0.jar", List.of("kpi"), List.of(), Optional.empty());

        @Test
        void need_a_right() {
            fakes.signedIn.who = Optional.of(Fakes.regional());
            open("plugins");
            assertThat(_get(H2.class).getText()).isEqualTo("你没有权限打开这个页面");
        }

        @Test
        void are_listed_with_what_they_bring_and_manifests_are_text() {
            fakes.plugins.entries.add(figure);
            open("plugins");
            assertThat(Pages.text()).contains("kpi", "版本 1.2.0", "由 " + HOSTILE + " 提供", "图形：kpi");
        }

        @Test
        void that_were_refused_say_why() {
            fakes.plugins.entries.add(new PluginEntry(
                    "new",
                    "2.0.0",
                    "",
                    "",
                    "new.jar",
                    List.of(),
                    List.of(),
                    Optional.of(Text.of("需要平台 0.9 以上", "Needs platform 0.9"))));
            open("plugins");
            assertThat(Pages.text()).contains("未加载", "需要平台 0.9 以上");
        }

        @Test
        void that_are_refused_on_upload_say_why() {
            fakes.plugins.refusal = Optional.of(Text.of("这不是插件", "This is no plugin"));
            open("plugins");
            _get(PluginsView.class).install("cat.jar", new ByteArrayInputStream(new byte[] {1, 2}));
            assertThat(Pages.text()).contains("这不是插件");
        }

        @Test
        void that_are_uploaded_stand_in_the_list() {
            open("plugins");
            _get(PluginsView.class).install("gauge.jar", new ByteArrayInputStream(new byte[] {1, 2}));
            assertThat(_find(H2.class)).extracting(H2::getText).contains("gauge");
        }

        @Test
        void say_before_they_go_what_uses_them() {
            fakes.plugins.entries.add(figure);
            fakes.cockpits.put(
                    Samples.cockpit(
                            "group",
                            "集团",
                            List.of("HQ"),
                            Samples.figure("t1", "leads", 0),
                            Samples.figure("t2", "spend", 3)),
                    true);
            fakes.cockpits.put(Samples.cockpit("other", "别的", List.of("HQ")), true);
            open("plugins");
            _click(_get(Button.class, spec -> spec.withText("移除")));
            assertThat(_get(ConfirmDialog.class).getElement().getProperty("message")
                            + Pages.text(_get(ConfirmDialog.class)))
                    .contains("1 个驾驶舱里有 2 个组件");
            assertThat(fakes.plugins.entries).hasSize(1);
        }
    }

    @Nested
    class Connections {

        private ConnectionStatus douyin(State state, Optional<Fault> fault) {
            return new ConnectionStatus(
                    "douyin-main",
                    Text.of("巨量引擎主账号", "Ocean Engine"),
                    "douyin",
                    state,
                    fault.map(_ -> Text.of("授权在 11月20日 失效，请重新授权。", "The grant ended on 20 Nov.")),
                    fault,
                    List.of(new StreamStatus(
                            "ad_report",
                            Text.of("投放日报", "Ad report"),
                            123_456,
                            Optional.of(Fakes.NOON),
                            Optional.of(Fakes.NOON),
                            Optional.of(0.42),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(Duration.ofMinutes(5)),
                            new Stream.Reading.Windowed(Duration.ofDays(3)),
                            false,
                            Optional.empty(),
                            Optional.of(new ConnectionStatus.History(52, 1234.5, Optional.of(Duration.ofHours(2)))),
                            1)),
                    3,
                    1,
                    ConnectionStatus.Origin.PAGE,
                    Optional.empty(),
                    Optional.of(new ConnectionStatus.Quota(18, 20, Optional.empty(), OptionalLong.of(950))));
        }

        @Test
        void need_a_right() {
            fakes.signedIn.who = Optional.of(Fakes.regional());
            open("connections");
            assertThat(_get(H2.class).getText()).isEqualTo("你没有权限打开这个页面");
        }

        @Test
        void say_how_they_are_and_who_must_act() {
            fakes.connections.statuses.add(douyin(State.STOPPED, Optional.of(Fault.ACCESS)));
            open("connections");
            assertThat(Pages.text()).contains("巨量引擎主账号", "已停止", "请重新授权", "在渠道后台重新授权", "拒收推送 3 次");
        }

        @Test
        void show_rows_and_progress_of_each_stream() {
            fakes.connections.statuses.add(douyin(State.BACK_FILLING, Optional.empty()));
            open("connections");
            assertThat(Pages.text()).contains("投放日报", "123,456", "42%");
        }

        @Test
        void are_read_now_on_demand() {
            fakes.connections.statuses.add(douyin(State.LIVE, Optional.empty()));
            open("connections");
            _click(_get(Button.class, spec -> spec.withText("立即取数")));
            assertThat(fakes.connections.runs).containsExactly("douyin-main");
        }

        @Test
        void show_what_was_set_aside_as_text() {
            fakes.connections.statuses.add(douyin(State.LIVE, Optional.empty()));
            fakes.connections.setAside.add(new QuarantinedRow(
                    7,
                    Fakes.NOON,
                    "douyin-main",
                    "leads",
                    "leads.csv:17",
                    Text.of("金额应为整数", "The amount must be whole"),
                    "{\"amount\":\"" + HOSTILE + "\"}",
                    1,
                    true,
                    "amount",
                    ""));
            open("connections");
            _click(_get(Button.class, spec -> spec.withText("隔离数据 1 行")));
            assertThat(Pages.text()).contains("leads.csv:17", "金额应为整数");
            assertThat(_get(Pre.class).getText()).contains(HOSTILE);
        }

        @Test
        void have_a_page_with_streams_runs_and_what_is_left_of_the_quota() {
            fakes.connections.statuses.add(douyin(State.BACK_FILLING, Optional.empty()));
            fakes.connections.history.add(new ConnectionRun(
                    "ad_report",
                    Fakes.NOON,
                    Duration.ofSeconds(12),
                    3,
                    1_500,
                    1_200,
                    2,
                    ConnectionRun.Outcome.FAILED,
                    Optional.of(Fault.UPSTREAM),
                    Optional.of(Text.of("渠道忙。", "The channel is busy."))));
            open("connections/douyin-main");
            assertThat(Pages.text())
                    .contains("回看 3 天", "还剩 52 天历史，1,235 行/秒", "约需 2 小时", "可立即请求 18 次", "渠道剩余配额 950 次")
                    .contains("1,500", "1,200", "12 秒", "失败", "渠道忙。", "渠道故障，自动重试");
        }

        @Test
        void are_paused_tested_and_replayed_on_their_page() {
            fakes.connections.statuses.add(douyin(State.LIVE, Optional.empty()));
            open("connections/douyin-main");
            _click(_get(Button.class, spec -> spec.withText("暂停")));
            _click(_get(Button.class, spec -> spec.withText("立即取数")));
            _click(_get(Button.class, spec -> spec.withText("全部重放")));
            assertThat(fakes.connections.asked)
                    .containsExactly("pause douyin-main", "run douyin-main", "replay douyin-main");
        }

        @Test
        void are_mended_by_a_rule_for_what_does_not_fit() {
            fakes.plugins.putSource(new SourceDescription(
                    "douyin",
                    Text.of("巨量引擎", "Ocean Engine"),
                    Text.of("测试", "Test"),
                    List.of(),
                    List.of(Stream.named("leads", Text.of("线索", "Leads"), cockpit.spi.data.Dataset.LEAD)
                            .columns(cockpit.spi.data.Column.oneOf("state", "NEW", "WON")))));
            fakes.connections.statuses.add(douyin(State.LIVE, Optional.empty()));
            fakes.connections.reasons.add(
                    new QuarantineReason("leads", "state", "CLOSED", Text.of("状态不在词表", "The state is unknown"), 12));
            open("connections/douyin-main");
            _click(_get(Button.class, spec -> spec.withText("修正映射")));
            ComboBox<String> with = Pages.comboBox("读作");
            with.setValue("WON");
            _click(_get(Button.class, spec -> spec.withText("保存")));
            assertThat(fakes.connections.mapping.rules())
                    .containsExactly(new Mapping.Replace("leads", "state", "CLOSED", "WON"));
            assertThat(Pages.text()).contains("列 state 的“CLOSED”读作“WON”。");
        }

        @Test
        void are_made_by_the_form_of_their_source_and_never_show_a_secret() {
            fakes.plugins.putSource(new SourceDescription(
                    "douyin",
                    Text.of("巨量引擎", "Ocean Engine"),
                    Text.of("测试", "Test"),
                    List.of(
                            cockpit.spi.Setting.text("app-id", Text.of("应用 ID", "App ID"))
                                    .asRequired(),
                            cockpit.spi.Setting.secret("app-secret", Text.of("应用密钥", "App secret"))
                                    .asRequired()),
                    List.of()));
            open("connections/form/new.douyin");
            Pages.enter(_get(TextField.class, spec -> spec.withLabel("应用 ID")), "4711");
            Pages.enter(_get(PasswordField.class, spec -> spec.withLabel("应用密钥")), "s3cret");
            fakes.connections.statuses.add(douyin(State.LIVE, Optional.empty()));
            Pages.enter(_get(TextField.class, spec -> spec.withLabel("编号")), "douyin-main");
            _click(_get(Button.class, spec -> spec.withText("保存")));
            ConnectionDraft made = java.util.Objects.requireNonNull(fakes.connections.draft);
            assertThat(made.settings()).isEqualTo(java.util.Map.of("app-id", "4711"));
            assertThat(made.secrets().get("app-secret").reveal()).isEqualTo("s3cret");

            fakes.connections.draft = new ConnectionDraft(
                    "douyin-main",
                    1,
                    Text.same("x"),
                    "douyin",
                    90,
                    20,
                    java.util.Map.of("app-id", "4711"),
                    java.util.Map.of(),
                    java.util.Set.of("app-secret"),
                    java.util.Map.of(),
                    java.util.Map.of());
            open("connections/form/edit.douyin-main");
            assertThat(_get(PasswordField.class).getValue()).isEmpty();
            _click(_get(Button.class, spec -> spec.withText("保存")));
            ConnectionDraft kept = java.util.Objects.requireNonNull(fakes.connections.draft);
            assertThat(kept.secrets()).isEmpty();
            assertThat(kept.kept()).containsExactly("app-secret");
        }

        @Test
        void have_pages_that_need_a_right() {
            fakes.connections.statuses.add(douyin(State.LIVE, Optional.empty()));
            fakes.signedIn.who = Optional.of(Fakes.regional());
            for (String page : List.of("connections/douyin-main", "connections/form/new.douyin")) {
                open(page);
                assertThat(_get(H2.class).getText()).isEqualTo("你没有权限打开这个页面");
            }
        }

        @Test
        void are_looked_at_again_while_the_page_is_open() {
            open("connections");
            assertThat(UI.getCurrent().getPollInterval()).isEqualTo(2000);
            open("metrics");
            assertThat(UI.getCurrent().getPollInterval()).isEqualTo(-1);
        }
    }

    @Nested
    class Metrics {

        @Test
        void say_formula_owner_and_where_they_are_used() {
            fakes.cockpits.put(
                    Samples.cockpit("group", "集团总览", List.of("HQ"), Samples.figure("t1", "cost_per_lead", 0)), true);
            open("metrics");
            assertThat(Pages.text()).contains("消耗 ÷ 线索数", "市场部", "看看出价", "集团总览", "越高越好");
        }

        @Test
        void are_found_by_a_word() {
            open("metrics");
            Pages.enter(_get(TextField.class, spec -> spec.withClasses("cv-search")), "cost per");
            assertThat(Pages.text(_get(MetricsView.class))).contains("线索成本").doesNotContain("消耗的口径");
        }

        @Test
        void that_are_not_there_are_said_to_be_missing() {
            open("metrics");
            Pages.enter(_get(TextField.class, spec -> spec.withClasses("cv-search")), "气温");
            assertThat(Pages.text()).contains("没有与“气温”匹配的指标");
        }

        @Test
        void speak_english_to_those_who_chose_it() {
            stop();
            Pages.start(fakes, Locale.ENGLISH);
            open("metrics");
            assertThat(Pages.text(_get(MetricsView.class))).contains("Spend ÷ Leads", "Higher is better");
        }
    }

    @Nested
    class Errors {

        @Test
        void an_unknown_address_is_answered_kindly() {
            open("c/nowhere");
            assertThat(Pages.text()).contains("没有找到这个页面", "回到驾驶舱");
        }
    }
}
