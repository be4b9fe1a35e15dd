package cockpit.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.dashboard.Tile.Layout;
import cockpit.core.dashboard.Tile.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Layouts")
class LayoutsTest {

    @Test
    void on_the_phone_put_small_figures_side_by_side_and_the_rest_across() {
        Cockpit cockpit = Samples.cockpit(
                "s",
                "HQ",
                Samples.tile("trend", 0, 4, 7, 7),
                Samples.tile("k1", 0, 0, 3, 4),
                Samples.tile("k2", 3, 0, 3, 4),
                Samples.tile("k3", 6, 0, 3, 5));

        assertThat(Layouts.places(cockpit, Layout.PHONE))
                .containsExactly(
                        Map.entry("k1", new Place(0, 0, 1, 4)),
                        Map.entry("k2", new Place(1, 0, 1, 4)),
                        Map.entry("k3", new Place(0, 4, 2, 5)),
                        Map.entry("trend", new Place(0, 9, 2, 7)));
    }

    @Test
    void on_the_wall_fill_the_screen() {
        Cockpit cockpit = Samples.cockpit(
                "s",
                "HQ",
                Samples.tile("k1", 0, 0, 6, 4),
                Samples.tile("k2", 6, 0, 6, 4),
                Samples.tile("m", 0, 4, 12, 16));

        assertThat(Layouts.places(cockpit, Layout.WALL))
                .containsExactly(
                        Map.entry("k1", new Place(0, 0, 12, 5)),
                        Map.entry("k2", new Place(12, 0, 12, 5)),
                        Map.entry("m", new Place(0, 5, 24, 19)));
    }

    @Test
    void keep_what_an_admin_has_placed() {
        Tile placed = Samples.tile("k1", 0, 0, 6, 4).at(Layout.WALL, new Place(4, 3, 10, 8));
        Cockpit cockpit = Samples.cockpit("s", "HQ", placed, Samples.tile("k2", 6, 0, 6, 4));

        Map<String, Place> places = Layouts.places(cockpit, Layout.WALL);

        assertThat(places).containsEntry("k1", new Place(4, 3, 10, 8));
        assertSound(places, Layout.WALL);
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void never_let_tiles_overlap_or_leave_the_columns(Layout layout) {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            List<Tile> tiles = new ArrayList<>();
            int count = 1 + random.nextInt(14);
            int y = 0;
            while (tiles.size() < count) {
                int x = 0;
                int tallest = 1;
                while (x < 12 && tiles.size() < count) {
                    int w = Math.min(12 - x, 1 + random.nextInt(7));
                    int h = 1 + random.nextInt(9);
                    Tile tile = Samples.tile("t" + tiles.size(), x, y, w, h);
                    tiles.add(tile);
                    tallest = Math.max(tallest, h);
                    x += w;
                }
                y += tallest;
            }
            int own = random.nextInt(tiles.size());
            if (layout != Layout.DESKTOP && random.nextBoolean()) {
                tiles.set(own, tiles.get(own).at(layout, new Place(0, random.nextInt(9), 2, 3)));
            }
            Cockpit cockpit = Samples.cockpit("s", "HQ", tiles.toArray(Tile[]::new));

            Map<String, Place> places = Layouts.places(cockpit, layout);

            assertThat(places).hasSize(tiles.size());
            assertSound(places, layout);
            assertThat(Layouts.places(Layouts.derive(cockpit, layout), layout)).isEqualTo(places);
        }
    }

    @Test
    void keep_the_reading_order_on_the_phone() {
        Cockpit cockpit = Samples.cockpit(
                "s",
                "HQ",
                Samples.tile("c", 0, 4, 6, 4),
                Samples.tile("d", 6, 4, 6, 4),
                Samples.tile("b", 6, 0, 6, 4),
                Samples.tile("a", 0, 0, 6, 4));

        assertThat(Layouts.places(cockpit, Layout.PHONE).keySet()).containsExactly("a", "b", "c", "d");
    }

    static void assertSound(Map<String, Place> places, Layout layout) {
        List<Place> all = List.copyOf(places.values());
        for (int one = 0; one < all.size(); one++) {
            assertThat(all.get(one).x() + all.get(one).w()).isLessThanOrEqualTo(layout.columns());
            for (int other = one + 1; other < all.size(); other++) {
                assertThat(Layouts.overlap(all.get(one), all.get(other)))
                        .as("%s and %s in %s", all.get(one), all.get(other), layout)
                        .isFalse();
            }
        }
    }
}
