package cockpit.server.view;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.dashboard.Cockpit;
import cockpit.core.live.TileRequest;
import cockpit.core.metric.Period;
import cockpit.core.tenant.OrgUnit;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.router.QueryParameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CockpitViewTest {

    private final Fakes fakes = new Fakes();
    private final Cockpit group = Samples.cockpit(
            "group", "集团总览", List.of("R1"), Samples.figure("t1", "leads", 0), Samples.figure("t2", "spend", 3));

    @BeforeEach
    void start() {
        fakes.cockpits.put(group, true);
        Pages.start(fakes);
    }

    @AfterEach
    void stop() {
        Pages.stop();
    }

    private static void open(String slug, Map<String, String> query) {
        UI.getCurrent().navigate("c/" + slug, QueryParameters.simple(query));
    }

    private TileRequest first() {
        return fakes.live.last().shown.getFirst();
    }

    private static CockpitElement canvas() {
        return _get(CockpitElement.class);
    }

    private static String query() {
        return UI.getCurrent()
                .getInternals()
                .getActiveViewLocation()
                .getQueryParameters()
                .getQueryString();
    }

    @Test
    void a_published_cockpit_asks_the_board_for_its_tiles() {
        open("group", Map.of());
        assertThat(fakes.live.last().shown).extracting(TileRequest::tile).containsExactly("t1", "t2");
    }

    @Test
    void the_feed_is_the_board_of_this_viewer() {
        open("group", Map.of());
        assertThat(canvas().getElement().getProperty("feed")).isEqualTo("/frames/ticket-1");
        assertThat(fakes.live.last().viewer).isEqualTo(Fakes.admin());
    }

    @Test
    void who_is_not_in_the_audience_is_told_that_there_is_no_such_page() {
        fakes.signedIn.who = Optional.of(Fakes.regional());
        fakes.cockpits.put(Samples.cockpit("south", "华南", List.of("R2")), true);
        open("south", Map.of());
        assertThat(_get(H2.class).getText()).isEqualTo("没有找到这个页面");
        assertThat(fakes.live.boards).isEmpty();
    }

    @Test
    void the_address_chooses_period_and_channels() {
        open("group", Map.of("period", "today", "channel", "DOUYIN,WECOM"));
        assertThat(first().period()).isEqualTo(Period.Moving.TODAY);
        assertThat(first().channels()).isEqualTo(Set.of("DOUYIN", "WECOM"));
    }

    @Test
    void the_address_chooses_a_unit_of_the_viewers_subtree() {
        fakes.signedIn.who = Optional.of(Fakes.regional());
        open("group", Map.of("unit", "S1"));
        assertThat(first().orgUnit()).contains("S1");
    }

    @Test
    void a_unit_outside_the_viewers_subtree_is_refused_with_a_sentence() {
        fakes.signedIn.who = Optional.of(Fakes.regional());
        open("group", Map.of("unit", "S2"));
        assertThat(first().orgUnit()).isEmpty();
        assertThat(Pages.text()).contains("组织“S2”不存在或不在你的权限范围内");
    }

    @Test
    void unknown_values_get_a_sentence_and_the_default() {
        open("group", Map.of("period", "someday", "channel", "MYSPACE"));
        assertThat(first().period()).isEqualTo(Period.Moving.LAST_7_DAYS);
        assertThat(first().channels()).isEmpty();
        assertThat(Pages.text()).contains("“someday”无法识别", "没有名为“MYSPACE”的渠道");
    }

    @Test
    void a_span_that_no_query_should_answer_is_refused() {
        open("group", Map.of("period", "1900-01-01..2099-01-01"));
        assertThat(first().period()).isEqualTo(Period.Moving.LAST_7_DAYS);
    }

    @Test
    void a_chosen_period_stands_in_the_address() {
        open("group", Map.of());
        _click(_get(Button.class, spec -> spec.withText("近 30 天")));
        assertThat(query()).isEqualTo("period=last_30_days");
        assertThat(first().period()).isEqualTo(Period.Moving.LAST_30_DAYS);
    }

    @Test
    void a_choice_keeps_the_board() {
        open("group", Map.of());
        _click(_get(Button.class, spec -> spec.withText("今日")));
        assertThat(fakes.live.boards).hasSize(1);
    }

    @Test
    void only_units_of_the_viewers_subtree_are_offered() {
        fakes.signedIn.who = Optional.of(Fakes.regional());
        open("group", Map.of());
        ComboBox<OrgUnit> units = Pages.comboBox("");
        assertThat(units.getListDataView().getItems()).extracting(OrgUnit::code).containsExactly("S1");
    }

    @Test
    void a_chosen_unit_narrows_every_tile() {
        open("group", Map.of());
        ComboBox<OrgUnit> units = Pages.comboBox("");
        Pages.enter(units, fakes.tenants.get("acme").org().find("R2").orElseThrow());
        assertThat(fakes.live.last().shown)
                .allSatisfy(request -> assertThat(request.orgUnit()).contains("R2"));
    }

    @Test
    void a_click_on_a_channels_mark_narrows_to_it_and_a_second_one_widens_again() {
        open("group", Map.of());
        mark("time", "2026-11-11", "channel", "DOUYIN");
        assertThat(first().channels()).isEqualTo(Set.of("DOUYIN"));
        mark("channel", "DOUYIN");
        assertThat(first().channels()).isEmpty();
    }

    @Test
    void a_mark_of_a_unit_outside_the_subtree_changes_nothing() {
        fakes.signedIn.who = Optional.of(Fakes.regional());
        open("group", Map.of());
        mark("store", "S2");
        assertThat(first().orgUnit()).isEmpty();
    }

    @Test
    void a_mark_of_no_dimension_or_of_one_that_is_no_filter_changes_nothing() {
        open("group", Map.of());
        for (String detail : List.of(
                "{\"id\":\"t1\"}",
                "{\"id\":\"t1\",\"members\":[]}",
                "{\"id\":\"t1\",\"members\":\"channel\"}",
                "{\"id\":\"t1\",\"members\":[{\"dimension\":\"channel\",\"key\":\"MYSPACE\"}]}",
                "{\"id\":\"t1\",\"members\":[{\"dimension\":\"category\",\"key\":\"skin\"},{\"key\":7},null]}")) {
            Pages.fire(canvas(), "mark-select", detail);
        }
        assertThat(first().channels()).isEmpty();
        assertThat(first().orgUnit()).isEmpty();
        assertThat(query()).isEmpty();
    }

    private static void mark(String... dimensionsAndKeys) {
        StringBuilder members = new StringBuilder();
        for (int index = 0; index < dimensionsAndKeys.length; index += 2) {
            members.append(index == 0 ? "" : ",")
                    .append("{\"dimension\":\"")
                    .append(dimensionsAndKeys[index])
                    .append("\",\"key\":\"")
                    .append(dimensionsAndKeys[index + 1])
                    .append("\"}");
        }
        Pages.fire(canvas(), "mark-select", "{\"id\":\"t1\",\"members\":[" + members + "]}");
    }

    @Test
    void the_board_is_closed_when_the_viewer_leaves() {
        open("group", Map.of());
        Fakes.FakeBoard board = fakes.live.last();
        UI.getCurrent().navigate("");
        assertThat(board.closed).isTrue();
    }

    @Test
    void a_new_version_reaches_the_open_page() {
        open("group", Map.of());
        fakes.cockpits.put(Samples.cockpit("group", "新名字", List.of("R1"), Samples.figure("t3", "leads", 0)), true);
        Pages.fire(canvas(), "structure-change", "{}");
        assertThat(_get(CockpitView.class).getPageTitle()).isEqualTo("新名字");
        assertThat(fakes.live.last().shown).extracting(TileRequest::tile).containsExactly("t3");
    }

    @Test
    void a_withdrawn_cockpit_leaves_the_open_page() {
        open("group", Map.of());
        fakes.cockpits.published.clear();
        Pages.fire(canvas(), "structure-change", "{}");
        assertThat(Pages.text()).contains("没有找到这个页面");
    }

    @Test
    void numbers_stop_when_the_cockpit_is_withdrawn_from_its_reader_even_if_the_browser_does_nothing() {
        fakes.signedIn.who = Optional.of(Fakes.regional());
        open("group", Map.of());
        Fakes.FakeBoard board = fakes.live.last();

        fakes.cockpits.put(
                Samples.cockpit("group", "集团总览", List.of("HQ only"), Samples.figure("t1", "leads", 0)), true);
        fakes.cockpits.listeners.forEach(listener -> listener.accept("other", "group"));
        fakes.cockpits.listeners.forEach(listener -> listener.accept("acme", "elsewhere"));
        assertThat(board.closed).isFalse();
        fakes.cockpits.listeners.forEach(listener -> listener.accept("acme", "group"));
        assertThat(board.closed).isTrue();

        Pages.fire(canvas(), "feed-state", "{\"state\":\"lost\",\"since\":\"2026-11-11T04:00:00Z\"}");
        assertThat(Pages.text()).contains("没有找到这个页面");
        assertThat(fakes.live.boards).hasSize(1);
        assertThat(fakes.cockpits.listeners).isEmpty();
    }

    @Test
    void a_cockpit_for_headquarters_only_can_neither_be_seen_nor_opened_below() {
        fakes.signedIn.who = Optional.of(Fakes.regional());
        fakes.cockpits.put(Samples.cockpit("board", "董事会", List.of("HQ only"), Samples.figure("t1", "leads", 0)), true);

        UI.getCurrent().navigate("");
        assertThat(Pages.text()).doesNotContain("董事会");
        for (String query : List.of("wall", "draft")) {
            open("board", Map.of(query, ""));
            assertThat(_get(H2.class).getText()).isEqualTo("没有找到这个页面");
        }
        assertThat(fakes.live.boards).isEmpty();
    }

    @Test
    void a_tile_without_its_widget_says_so_and_returns_with_it() {
        fakes.plugins.installed.remove("kpi");
        open("group", Map.of());
        assertThat(Pages.property(canvas(), "tiles")).contains("\"kind\":\"missing\"", "缺少图形插件");
        assertThat(fakes.live.last().shown).isEmpty();
        fakes.plugins.add(Fakes.widget("kpi", "指标卡", "Figure"));
        Pages.fire(canvas(), "structure-change", "{}");
        assertThat(Pages.property(canvas(), "tiles")).doesNotContain("missing");
        assertThat(fakes.live.last().shown).hasSize(2);
    }

    @Test
    void a_board_that_closed_by_itself_is_replaced() {
        open("group", Map.of());
        fakes.live.last().close();
        Pages.fire(canvas(), "feed-state", "{\"state\":\"lost\",\"since\":\"2026-11-11T04:00:00Z\"}");
        assertThat(canvas().getElement().getProperty("feed")).isEqualTo("/frames/ticket-2");
        assertThat(fakes.live.last().shown).hasSize(2);
    }

    @Test
    void a_wall_has_no_bar_and_its_own_layout() {
        open("group", Map.of("wall", ""));
        assertThat(_find(Header.class, spec -> spec.withClasses("cv-bar"))).isEmpty();
        assertThat(canvas().getElement().getProperty("layout")).isEqualTo("wall");
        assertThat(canvas().getElement().getProperty("theme")).isEqualTo("wall");
    }

    @Test
    void a_reader_who_asks_for_the_draft_gets_the_published_version() {
        fakes.signedIn.who = Optional.of(Fakes.regional());
        fakes.cockpits.put(group, true);
        fakes.cockpits.saveElsewhere("group", "王总");
        open("group", Map.of("draft", ""));
        assertThat(_get(H1.class).getText()).isEqualTo("集团总览");
    }

    @Test
    void a_builder_previews_the_draft() {
        fakes.cockpits.saveElsewhere("group", "王总");
        open("group", Map.of("draft", ""));
        assertThat(_get(H1.class).getText()).isEqualTo("别人的");
        assertThat(Pages.text()).contains("草稿预览");
    }

    @Test
    void the_browser_cannot_change_a_published_cockpit() {
        open("group", Map.of());
        Pages.fire(canvas(), "layout-change", "{\"tiles\":[{\"id\":\"t1\",\"x\":5,\"y\":5,\"w\":2,\"h\":2}]}");
        Pages.fire(canvas(), "tile-remove", "{\"id\":\"t1\"}");
        assertThat(fakes.cockpits.draft("group")).isEqualTo(group);
        assertThat(fakes.live.last().shown).hasSize(2);
    }
}
