package cockpit.server.view;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HomeViewTest {

    private final Fakes fakes = new Fakes();

    @AfterEach
    void stop() {
        Pages.stop();
    }

    @Test
    void a_reader_sees_the_cockpits_of_their_audience_only() {
        fakes.cockpits.put(Samples.cockpit("east", "华东", List.of("R1")), true);
        fakes.cockpits.put(Samples.cockpit("south", "华南", List.of("R2")), true);
        fakes.cockpits.put(Samples.cockpit("draft", "草稿", List.of("R1")), false);
        fakes.signedIn.who = Optional.of(Fakes.regional());
        Pages.start(fakes);
        assertThat(_find(H2.class)).extracting(H2::getText).containsExactly("华东");
    }

    @Test
    void a_builder_sees_what_is_not_published() {
        fakes.cockpits.put(Samples.cockpit("draft", "还没发布", List.of("R1")), false);
        Pages.start(fakes);
        assertThat(Pages.text(_get(HomeView.class))).contains("还没发布", "草稿", "尚未发布");
    }

    @Test
    void a_card_says_what_is_in_the_cockpit() {
        fakes.cockpits.put(
                Samples.cockpit(
                        "east",
                        "华东",
                        List.of("R1"),
                        Samples.figure("t1", "leads", 0),
                        Samples.figure("t2", "spend", 3),
                        Samples.figure("t3", "leads", 6)),
                true);
        fakes.signedIn.who = Optional.of(Fakes.regional());
        Pages.start(fakes);
        assertThat(Pages.text(_get(HomeView.class))).contains("线索数\u00a0· 消耗\n");
    }

    @Test
    void a_reader_is_not_offered_to_build() {
        fakes.cockpits.put(Samples.cockpit("east", "华东", List.of("R1")), true);
        fakes.signedIn.who = Optional.of(Fakes.regional());
        Pages.start(fakes);
        assertThat(Pages.text()).doesNotContain("新建驾驶舱", "编辑", "删除");
    }

    @Test
    void an_empty_home_says_what_would_fill_it() {
        fakes.signedIn.who = Optional.of(Fakes.regional());
        Pages.start(fakes);
        assertThat(Pages.text()).contains("还没有可以打开的驾驶舱");
    }

    @Test
    void a_new_cockpit_opens_in_the_builder() {
        Pages.start(fakes);
        _click(_get(Button.class, spec -> spec.withId("create-cockpit")));
        Pages.enter(_get(TextField.class, spec -> spec.withLabel("中文名称")), "集团总览");
        Pages.enter(_get(TextField.class, spec -> spec.withLabel("地址")), "group");
        _click(_find(Button.class, spec -> spec.withText("新建驾驶舱")).getLast());
        assertThat(fakes.cockpits.draft("group").title().zh()).isEqualTo("集团总览");
        assertThat(UI.getCurrent().getInternals().getActiveViewLocation().getPath())
                .isEqualTo("build/group");
    }

    @Test
    void a_taken_address_is_refused_with_a_sentence() {
        fakes.cockpits.put(Samples.cockpit("group", "集团", List.of("HQ")), true);
        Pages.start(fakes);
        _click(_get(Button.class, spec -> spec.withId("create-cockpit")));
        Pages.enter(_get(TextField.class, spec -> spec.withLabel("中文名称")), "又一个");
        Pages.enter(_get(TextField.class, spec -> spec.withLabel("地址")), "group");
        _click(_find(Button.class, spec -> spec.withText("新建驾驶舱")).getLast());
        assertThat(_get(TextField.class, spec -> spec.withLabel("地址")).getErrorMessage())
                .contains("group", "已被使用");
    }

    @Test
    void an_address_that_is_none_is_refused() {
        Pages.start(fakes);
        _click(_get(Button.class, spec -> spec.withId("create-cockpit")));
        Pages.enter(_get(TextField.class, spec -> spec.withLabel("中文名称")), "甲");
        Pages.enter(_get(TextField.class, spec -> spec.withLabel("地址")), "../admin");
        _click(_find(Button.class, spec -> spec.withText("新建驾驶舱")).getLast());
        assertThat(fakes.cockpits.drafts).isEmpty();
    }

    @Test
    void the_page_speaks_english_to_those_who_chose_it() {
        Pages.start(fakes, Locale.ENGLISH);
        assertThat(_get(H1.class).getText()).isEqualTo("Cockpits");
    }

    @Test
    void a_hostile_title_is_shown_as_text() {
        String hostile = "<img src=x onerror=alert(1)>";
        fakes.cockpits.put(Samples.cockpit("bad", hostile, List.of("HQ")), true);
        Pages.start(fakes);
        H2 title = _get(H2.class);
        assertThat(title.getText()).isEqualTo(hostile);
        assertThat(title.getElement().getProperty("innerHTML")).isNull();
    }
}
