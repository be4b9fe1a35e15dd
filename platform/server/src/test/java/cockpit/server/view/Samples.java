package cockpit.server.view;

import cockpit.core.dashboard.Cockpit;
import cockpit.core.dashboard.Tile;
import cockpit.core.dashboard.Tile.Layout;
import cockpit.core.dashboard.Tile.Place;
import cockpit.core.metric.Comparison;
import cockpit.spi.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cockpits for tests. */
final class Samples {

    private Samples() {}

    static Cockpit cockpit(String slug, String zh, List<String> audience, Tile... tiles) {
        return new Cockpit(
                slug, Text.of(zh, "Cockpit " + slug), audience, "last_7_days", Comparison.NONE, List.of(tiles));
    }

    static Tile tile(String id, String widget, Map<String, List<String>> bindings, int x) {
        return new Tile(
                id, widget, Optional.empty(), bindings, Map.of(), Map.of(Layout.DESKTOP, new Place(x, 0, 3, 4)));
    }

    static Tile figure(String id, String metric, int x) {
        return tile(id, "kpi", Map.of("measure", List.of(metric)), x);
    }
}
