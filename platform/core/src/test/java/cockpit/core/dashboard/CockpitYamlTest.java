package cockpit.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.dashboard.Tile.Layout;
import cockpit.core.metric.YamlDictionaries;
import cockpit.core.yaml.YamlNode;
import cockpit.core.yaml.YamlProblem;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A cockpit as YAML")
class CockpitYamlTest {

    private static final String GOOD = """
            slug: s
            title: {zh: 题, en: T}
            audience: [HQ]
            period: today
            comparison: none
            tiles:
              - id: a
                widget: kpi
                bindings: {measure: [gmv]}
                places: {desktop: {x: 0, y: 0, w: 3, h: 4}}
              - id: b
                widget: kpi
                bindings: {measure: [gone]}
                places: {desktop: {x: 3, y: 0, w: 3, h: 4}}
            """;

    private static YamlNode node(String yaml) {
        return YamlNode.read("c.yaml", new StringReader(yaml));
    }

    @Test
    void is_equal_after_writing_and_reading() {
        Random random = new Random(7);
        for (int index = 0; index < 300; index++) {
            Cockpit cockpit = Samples.random(random);

            assertThat(CockpitYaml.read(node(CockpitYaml.write(cockpit)))).isEqualTo(cockpit);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slug: s| slug: S X| line 1: `slug` must be at most 60 lower-case letters",
                "period: today| period: todays| line 4: `period` must be one of today, yesterday",
                "comparison: none| comparison: no| line 5: `comparison` must be one of none, previous_period",
                "id: b| id: a| line 11: `tiles[1].id` is taken: tile a stands twice.",
                "x: 3| x: 10| line 14: `tiles[1].places.desktop` goes beyond the 12 columns of layout desktop.",
                "x: 3| x: 2| line 14: `tiles[1].places` lets tile b lie on tile a in layout desktop.",
                "desktop: {x: 3| phone: {x: 3| line 14: `tiles[1].places.phone` goes beyond the 2 columns",
                "x: 3| x: -1| line 14: `tiles[1].places.desktop` needs x and y from 0",
                "tiles:| tils:| there is no key `tils` here",
                "audience: [HQ]| # none| the key `audience` is missing",
                "audience: [HQ]| audience: [HQ onyl]| line 3: `audience[0]` must be the code of an org unit, for its people"
                        + " and those below, or a code and `only`, such as `HQ only`,",
                "audience: [HQ]| audience: \"\"| line 3: `audience` must be the code of an org unit"
            })
    void tells_a_mistake_with_its_line(String good, String wrong, String sentence) {
        int last = GOOD.lastIndexOf(good);
        String yaml = GOOD.substring(0, last) + wrong + GOOD.substring(last + good.length());

        assertThatThrownBy(() -> CockpitYaml.read(node(yaml)))
                .isInstanceOf(YamlProblem.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void may_be_for_one_level_only() {
        Cockpit cockpit = CockpitYaml.read(node(GOOD.replace("audience: [HQ]", "audience: [HQ  only, EAST]")));

        assertThat(cockpit.audience()).containsExactly("HQ only", "EAST");
        assertThat(CockpitYaml.read(node(CockpitYaml.write(cockpit)))).isEqualTo(cockpit);
    }

    @Test
    void tells_codes_that_nothing_stands_behind() {
        YamlDictionaries dictionaries = new YamlDictionaries();
        dictionaries.load(Samples.TENANT, Samples.SHIPPED);

        assertThat(CockpitYaml.unknownCodes(node(GOOD), dictionaries.of("yanjiusuo")))
                .singleElement()
                .asString()
                .contains("c.yaml, line 13: `tiles[1].bindings.measure` names `gone`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"group-overview", "store-operations"})
    void that_is_shipped_has_known_codes_and_overlaps_in_no_layout(String slug) {
        YamlDictionaries dictionaries = new YamlDictionaries();
        dictionaries.load(Samples.TENANT, Samples.SHIPPED);
        YamlNode node = YamlNode.read(Samples.SHIPPED.resolve("cockpits").resolve(slug + ".yaml"));

        Cockpit cockpit = CockpitYaml.read(node);

        assertThat(cockpit.slug()).isEqualTo(slug);
        assertThat(CockpitYaml.unknownCodes(node, dictionaries.of("yanjiusuo"))).isEmpty();
        for (Layout layout : Layout.values()) {
            LayoutsTest.assertSound(Layouts.places(cockpit, layout), layout);
        }
        Set<String> widgets = new HashSet<>();
        cockpit.tiles().forEach(tile -> widgets.add(tile.widget()));
        assertThat(widgets).isSubsetOf(List.of("kpi", "trend", "funnel", "map", "leaderboard"));
        int wallBottom = Layouts.places(cockpit, Layout.WALL).values().stream()
                .mapToInt(place -> place.y() + place.h())
                .max()
                .orElseThrow();
        assertThat(wallBottom).isLessThanOrEqualTo(Layouts.WALL_ROWS);
    }
}
