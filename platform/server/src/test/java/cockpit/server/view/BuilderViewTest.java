package cockpit.server.view;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.dashboard.Audience;
import cockpit.core.dashboard.Cockpit;
import cockpit.core.dashboard.Tile;
import cockpit.core.dashboard.Tile.Layout;
import cockpit.core.dashboard.Tile.Place;
import cockpit.core.live.TileRequest;
import cockpit.core.metric.Metric;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BuilderViewTest {

    private static final String DROP_FIGURE = "{\"widget\":\"kpi\",\"x\":2,\"y\":1,\"w\":3,\"h\":4}";

    private final Fakes fakes = new Fakes();

    @BeforeEach
    void start() {
        fakes.cockpits.put(Samples.cockpit("group", "集团总览", List.of("HQ")), false);
        Pages.start(fakes);
    }

    @AfterEach
    void stop() {
        Pages.stop();
    }

    private static CockpitElement canvas() {
        return _get(CockpitElement.class);
    }

    private void open() {
        UI.getCurrent().navigate("build/group");
    }

    private void open(Tile... tiles) {
        fakes.cockpits.put(Samples.cockpit("group", "集团总览", List.of("HQ"), tiles), false);
        open();
    }

    private Cockpit draft() {
        return fakes.cockpits.draft("group");
    }

    private static Button button(String label) {
        return _find(Button.class).stream()
                .filter(button -> label.equals(button.getAriaLabel().orElse(null)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_audience_can_be_narrowed_to_one_level_and_the_publication_says_so() {
        open(Samples.figure("t1", "leads", 0));
        MultiSelectComboBox<Audience> box = Pages.multiSelect("可见范围");
        assertThat(box.getListDataView().getItems().map(box.getItemLabelGenerator()))
                .containsExactly("总部及下级", "总部（仅本级）", "华东大区及下级", "华东大区（仅本级）", "徐汇店", "华南大区及下级", "华南大区（仅本级）", "天河店");
        assertThat(box.getValue()).containsExactly(new Audience("HQ", false));

        Pages.enter(box, Set.of(new Audience("R1", true), new Audience("HQ", true)));
        assertThat(draft().audience()).containsExactly("HQ only", "R1 only");

        _click(_get(Button.class, spec -> spec.withId("publish")));
        assertThat(Pages.text()).contains("总部（仅本级）、华东大区（仅本级）的人会立即看到新版本");
    }

    @Test
    void without_the_right_to_build_there_is_no_builder() {
        fakes.signedIn.who = Optional.of(Fakes.regional());
        open();
        assertThat(_get(H2.class).getText()).isEqualTo("你没有权限打开这个页面");
    }

    @Test
    void a_dropped_widget_becomes_a_tile_at_its_place() {
        open();
        Pages.fire(canvas(), "widget-drop", DROP_FIGURE);
        Tile tile = draft().tiles().getFirst();
        assertThat(tile.widget()).isEqualTo("kpi");
        assertThat(tile.places().get(Layout.DESKTOP)).isEqualTo(new Place(2, 1, 3, 4));
    }

    @Test
    void a_dropped_widget_is_selected_and_says_what_it_needs() {
        open();
        Pages.fire(canvas(), "widget-drop", DROP_FIGURE);
        assertThat(canvas().getElement().getProperty("selected")).isEqualTo("t1");
        assertThat(Pages.property(canvas(), "tiles")).contains("\"kind\":\"unbound\"", "请在右侧为“指标”选择内容");
    }

    @Test
    void what_a_drop_pushes_aside_is_part_of_the_drop() {
        open(Samples.figure("t1", "leads", 0));
        Pages.fire(canvas(), "widget-drop", "{\"widget\":\"kpi\",\"x\":0,\"y\":0,\"w\":3,\"h\":4,\"pushes\":true}");
        Pages.fire(canvas(), "layout-change", "{\"tiles\":[{\"id\":\"t1\",\"x\":0,\"y\":4,\"w\":3,\"h\":4}]}");
        assertThat(draft().tile("t1").orElseThrow().places().get(Layout.DESKTOP))
                .isEqualTo(new Place(0, 4, 3, 4));
        _click(button("撤销"));
        assertThat(draft().tiles()).containsExactly(Samples.figure("t1", "leads", 0));
    }

    @Test
    void a_drop_beyond_the_grid_adds_nothing() {
        open();
        Pages.fire(canvas(), "widget-drop", "{\"widget\":\"kpi\",\"x\":11,\"y\":1,\"w\":3,\"h\":4}");
        assertThat(draft().tiles()).isEmpty();
    }

    @Test
    void an_unknown_widget_adds_nothing() {
        open();
        Pages.fire(canvas(), "widget-drop", "{\"widget\":\"gauge\",\"x\":1,\"y\":1,\"w\":3,\"h\":4}");
        assertThat(draft().tiles()).isEmpty();
    }

    @Test
    void a_widget_that_was_added_by_keyboard_stands_below_all_others() {
        open(Samples.figure("t1", "leads", 0));
        Pages.fire(_get(PaletteElement.class), "widget-add", "{\"widget\":\"kpi\"}");
        assertThat(draft().tile("t2").orElseThrow().places().get(Layout.DESKTOP))
                .isEqualTo(new Place(0, 4, 3, 4));
    }

    @Test
    void time_is_bound_without_asking() {
        open();
        Pages.fire(_get(PaletteElement.class), "widget-add", "{\"widget\":\"trend\"}");
        assertThat(draft().tiles().getFirst().bindings()).isEqualTo(Map.of("time", List.of("time")));
    }

    @Test
    void a_bound_metric_shows_live_numbers() {
        open();
        Pages.fire(canvas(), "widget-drop", DROP_FIGURE);
        ComboBox<Metric> metric = Pages.comboBox("指标");
        Pages.enter(metric, fakes.dictionary.find("leads").orElseThrow());
        assertThat(draft().tiles().getFirst().bindings()).isEqualTo(Map.of("measure", List.of("leads")));
        assertThat(fakes.live.last().shown).extracting(TileRequest::tile).containsExactly("t1");
        assertThat(Pages.property(canvas(), "tiles")).doesNotContain("unbound");
    }

    @Test
    void only_dimensions_that_fit_the_metric_are_offered() {
        open(Samples.tile("t1", "leaderboard", Map.of("measure", List.of("leads")), 0));
        Pages.fire(canvas(), "tile-select", "{\"id\":\"t1\"}");
        Select<String> by = Pages.select("排行对象");
        assertThat(by.getListDataView().getItems()).containsExactly("channel", "region", "store", "campaign");
    }

    @Test
    void an_option_that_is_wrong_is_refused_at_its_field() {
        open(Samples.figure("t1", "leads", 0));
        Pages.fire(canvas(), "tile-select", "{\"id\":\"t1\"}");
        TextField digits = _get(TextField.class, spec -> spec.withLabel("位数"));
        Pages.enter(digits, "--");
        assertThat(digits.isInvalid()).isTrue();
        assertThat(draft().tiles().getFirst().options()).isEmpty();
    }

    @Test
    void an_option_is_stored() {
        open(Samples.figure("t1", "leads", 0));
        Pages.fire(canvas(), "tile-select", "{\"id\":\"t1\"}");
        Pages.enter(_get(TextField.class, spec -> spec.withLabel("位数")), "3");
        assertThat(draft().tiles().getFirst().options()).isEqualTo(Map.of("digits", "3"));
    }

    @Test
    void a_moved_tile_is_saved() {
        open(Samples.figure("t1", "leads", 0));
        Pages.fire(canvas(), "layout-change", "{\"tiles\":[{\"id\":\"t1\",\"x\":6,\"y\":2,\"w\":3,\"h\":4}]}");
        assertThat(draft().tiles().getFirst().places().get(Layout.DESKTOP)).isEqualTo(new Place(6, 2, 3, 4));
    }

    @Test
    void a_place_in_the_wall_layout_leaves_the_desktop_alone() {
        open(Samples.figure("t1", "leads", 0));
        _click(_get(Button.class, spec -> spec.withText("大屏")));
        Pages.fire(canvas(), "layout-change", "{\"tiles\":[{\"id\":\"t1\",\"x\":12,\"y\":2,\"w\":8,\"h\":6}]}");
        Tile tile = draft().tiles().getFirst();
        assertThat(tile.places().get(Layout.WALL)).isEqualTo(new Place(12, 2, 8, 6));
        assertThat(tile.places().get(Layout.DESKTOP)).isEqualTo(new Place(0, 0, 3, 4));
    }

    @Test
    void every_action_has_a_name_and_can_be_taken_back_and_repeated() {
        open(Samples.figure("t1", "leads", 0));
        Pages.fire(canvas(), "tile-remove", "{\"id\":\"t1\"}");
        assertThat(button("撤销").getTooltip().getText()).isEqualTo("撤销：移除线索数");
        _click(button("撤销"));
        assertThat(draft().tiles()).hasSize(1);
        assertThat(button("重做").getTooltip().getText()).isEqualTo("重做：移除线索数");
        Pages.fire(canvas(), "redo", "{}");
        assertThat(draft().tiles()).isEmpty();
    }

    @Test
    void nothing_to_undo_disables_the_button() {
        open();
        assertThat(button("撤销").isEnabled()).isFalse();
    }

    @Test
    void a_tile_can_be_duplicated() {
        open(Samples.figure("t1", "leads", 0));
        Pages.fire(canvas(), "tile-menu", "{\"id\":\"t1\",\"action\":\"duplicate\"}");
        assertThat(draft().tile("t2").orElseThrow().bindings()).isEqualTo(Map.of("measure", List.of("leads")));
    }

    @Test
    void a_draft_that_somebody_else_saved_is_not_overwritten() {
        open(Samples.figure("t1", "leads", 0));
        fakes.cockpits.saveElsewhere("group", "赵运营");
        Pages.fire(canvas(), "tile-remove", "{\"id\":\"t1\"}");
        assertThat(draft().title().zh()).isEqualTo("别人的");
        assertThat(Pages.text()).contains("赵运营", "草稿未保存");
    }

    @Test
    void theirs_can_be_loaded() {
        open(Samples.figure("t1", "leads", 0));
        fakes.cockpits.saveElsewhere("group", "赵运营");
        Pages.fire(canvas(), "tile-remove", "{\"id\":\"t1\"}");
        _click(_get(Button.class, spec -> spec.withText("载入对方的版本")));
        assertThat(_get(BuilderView.class).getPageTitle()).isEqualTo("编辑 别人的");
        Pages.fire(canvas(), "tile-remove", "{\"id\":\"t1\"}");
        assertThat(draft().tiles()).isEmpty();
    }

    @Test
    void mine_can_be_kept_as_a_copy() {
        open(Samples.figure("t1", "leads", 0));
        fakes.cockpits.saveElsewhere("group", "赵运营");
        Pages.fire(_get(PaletteElement.class), "widget-add", "{\"widget\":\"kpi\"}");
        _click(_get(Button.class, spec -> spec.withText("我的另存为副本")));
        assertThat(fakes.cockpits.draft("group-2").tiles()).hasSize(2);
        assertThat(fakes.cockpits.draft("group-2").title().zh()).isEqualTo("集团总览（副本）");
        assertThat(draft().tiles()).hasSize(1);
    }

    @Test
    void a_save_that_failed_is_said_and_can_be_tried_again() {
        open(Samples.figure("t1", "leads", 0));
        fakes.cockpits.failing = true;
        Pages.fire(canvas(), "tile-remove", "{\"id\":\"t1\"}");
        assertThat(Pages.text()).contains("草稿未保存");
        fakes.cockpits.failing = false;
        _click(_get(Button.class, spec -> spec.withText("重试")));
        assertThat(draft().tiles()).isEmpty();
    }

    @Test
    void publishing_keeps_the_note_and_warns_of_empty_tiles() {
        open();
        Pages.fire(canvas(), "widget-drop", DROP_FIGURE);
        _click(_get(Button.class, spec -> spec.withId("publish")));
        assertThat(Pages.text()).contains("还有 1 个组件没有内容");
        Pages.enter(_get(TextField.class, spec -> spec.withLabel("这次改了什么")), "加了线索");
        _click(_find(Button.class, spec -> spec.withText("发布")).getLast());
        assertThat(fakes.cockpits.notes).containsExactly("加了线索");
        assertThat(fakes.cockpits.published.get("group").tiles()).hasSize(1);
    }

    @Test
    void a_plugin_that_arrives_stands_in_the_open_palette() {
        open();
        assertThat(Pages.property(_get(PaletteElement.class), "widgets")).doesNotContain("仪表盘");
        fakes.plugins.add(Fakes.widget("gauge", "仪表盘", "Gauge"));
        Pages.fire(canvas(), "structure-change", "{}");
        assertThat(Pages.property(_get(PaletteElement.class), "widgets")).contains("仪表盘");
    }

    @Test
    void a_plugin_that_goes_leaves_a_notice_and_keeps_the_settings() {
        open(Samples.figure("t1", "leads", 0));
        fakes.plugins.installed.remove("kpi");
        Pages.fire(canvas(), "structure-change", "{}");
        assertThat(Pages.property(canvas(), "tiles")).contains("\"kind\":\"missing\"");
        Pages.fire(canvas(), "tile-select", "{\"id\":\"t1\"}");
        assertThat(Pages.text()).contains("设置都保留着");
        assertThat(draft().tiles().getFirst().bindings()).isEqualTo(Map.of("measure", List.of("leads")));
    }

    @Test
    void an_empty_canvas_offers_where_to_begin() {
        open();
        _click(button("投放获客"));
        assertThat(draft().tiles())
                .extracting(Tile::widget)
                .startsWith("kpi", "kpi", "kpi")
                .contains("trend", "leaderboard");
        assertThat(draft().tiles())
                .allSatisfy(tile -> assertThat(new Tiles(fakes.plugins, fakes.dictionary).problem(tile, true))
                        .isEmpty());
    }

    @Test
    void events_that_make_no_sense_change_nothing() {
        open(Samples.figure("t1", "leads", 0));
        Pages.fire(canvas(), "layout-change", "{\"tiles\":[{\"id\":\"t1\",\"x\":-4,\"y\":0,\"w\":0,\"h\":99}]}");
        Pages.fire(canvas(), "layout-change", "{\"tiles\":\"<script>\"}");
        Pages.fire(canvas(), "tile-remove", "{\"id\":\"t99\"}");
        Pages.fire(canvas(), "tile-select", "{\"id\":null}");
        Pages.fire(canvas(), "tile-menu", "{\"id\":\"t1\",\"action\":\"format-disk\"}");
        assertThat(draft().tiles()).containsExactly(Samples.figure("t1", "leads", 0));
    }
}
