package cockpit.server.view;

import cockpit.core.dashboard.Tile;
import cockpit.core.dashboard.Tile.Layout;
import cockpit.core.dashboard.Tile.Place;
import cockpit.core.metric.Dictionary;
import cockpit.core.metric.Dimension;
import cockpit.core.metric.Metric;
import cockpit.spi.Text;
import cockpit.spi.widget.Slot;
import cockpit.spi.widget.WidgetDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Ways to fill an empty canvas. Each takes the metrics of the tenant's dictionary and the widgets that are installed, and
 * leaves out what is not there.
 */
final class StartingPoints {

    /** A tile of a starting point. */
    private record Wish(String widget, List<String> metrics, List<Dimension> by, int x, int y, int w, int h) {}

    /** @param tiles none if nothing of it is installed or defined */
    record Start(Text title, Text lead, List<Tile> tiles) {}

    private static final List<Dimension> BY_UNIT = List.of(Dimension.STORE, Dimension.REGION);

    private final Tiles tiles;
    private final Dictionary dictionary;

    StartingPoints(Tiles tiles, Dictionary dictionary) {
        this.tiles = tiles;
        this.dictionary = dictionary;
    }

    List<Start> all() {
        List<Start> starts = new ArrayList<>();
        starts.add(start(
                BuilderWords.START_OVERVIEW,
                BuilderWords.START_OVERVIEW_LEAD,
                List.of("gmv", "leads", "visits", "verified_amount"),
                List.of(
                        new Wish("trend", List.of("gmv"), List.of(), 0, 4, 8, 8),
                        new Wish("leaderboard", List.of("gmv"), BY_UNIT, 8, 4, 4, 16),
                        new Wish("funnel", List.of("leads", "appointments", "visits"), List.of(), 0, 12, 8, 8))));
        starts.add(start(
                BuilderWords.START_ACQUISITION,
                BuilderWords.START_ACQUISITION_LEAD,
                List.of("spend", "leads", "cost_per_lead", "effective_consultation_rate"),
                List.of(
                        new Wish("trend", List.of("spend", "leads"), List.of(), 0, 4, 8, 8),
                        new Wish("funnel", List.of("leads", "appointments", "visits"), List.of(), 8, 4, 4, 8),
                        new Wish(
                                "leaderboard",
                                List.of("leads"),
                                List.of(Dimension.CAMPAIGN, Dimension.CHANNEL),
                                0,
                                12,
                                12,
                                8))));
        starts.add(start(
                BuilderWords.START_STORES,
                BuilderWords.START_STORES_LEAD,
                List.of("appointments", "visits", "verified_amount", "new_customers"),
                List.of(
                        new Wish("map", List.of("visits"), BY_UNIT, 0, 4, 8, 14),
                        new Wish("leaderboard", List.of("visits"), BY_UNIT, 8, 4, 4, 14))));
        return starts.stream().filter(start -> !start.tiles().isEmpty()).toList();
    }

    private Start start(Text title, Text lead, List<String> figures, List<Wish> below) {
        List<String> known = new ArrayList<>(figures.stream()
                .filter(code -> dictionary.find(code).isPresent())
                .toList());
        if (known.isEmpty()) {
            dictionary.all().stream().limit(4).map(Metric::code).forEach(known::add);
        }
        List<Wish> wishes = new ArrayList<>();
        int width = known.isEmpty() ? 3 : 12 / known.size();
        for (int index = 0; index < known.size(); index++) {
            wishes.add(new Wish("kpi", List.of(known.get(index)), List.of(), index * width, 0, width, 4));
        }
        wishes.addAll(below);
        List<Tile> made = new ArrayList<>();
        for (Wish wish : wishes) {
            tile("t" + (made.size() + 1), wish).ifPresent(made::add);
        }
        return new Start(title, lead, made);
    }

    private Optional<Tile> tile(String id, Wish wish) {
        List<String> metrics = wish.metrics().stream()
                .filter(code -> dictionary.find(code).isPresent())
                .toList();
        return tiles.widget(wish.widget())
                .filter(_ -> !metrics.isEmpty())
                .map(widget -> new Tile(
                        id,
                        wish.widget(),
                        Optional.empty(),
                        bindings(widget, metrics, wish.by()),
                        Map.of(),
                        Map.of(Layout.DESKTOP, new Place(wish.x(), wish.y(), wish.w(), wish.h()))));
    }

    private Map<String, List<String>> bindings(WidgetDescription widget, List<String> metrics, List<Dimension> by) {
        Map<String, List<String>> bindings = new HashMap<>();
        List<String> left = new ArrayList<>(metrics);
        for (Slot slot : widget.slots()) {
            switch (slot.kind()) {
                case METRIC -> {
                    List<String> taken = List.copyOf(left.subList(0, Math.min(left.size(), slot.most())));
                    if (!taken.isEmpty() && (slot.least() > 0 || left.size() == metrics.size())) {
                        bindings.put(slot.name(), taken);
                        left.removeAll(taken);
                    }
                }
                case TIME -> {
                    if (slot.least() > 0 || by.isEmpty()) {
                        bindings.put(slot.name(), List.of(Tiles.TIME));
                    }
                }
                case DIMENSION, ORG_UNIT ->
                    by.stream()
                            .filter(dimension -> slot.least() > 0)
                            .filter(dimension -> metrics.stream()
                                    .map(dictionary::dimensionsOf)
                                    .allMatch(fitting -> fitting.contains(dimension)))
                            .findFirst()
                            .ifPresent(dimension -> bindings.put(slot.name(), List.of(dimension.code())));
            }
        }
        return bindings;
    }

    /** What a new tile of a widget is bound to without asking: time, where there is nothing to choose. */
    static Map<String, List<String>> obvious(WidgetDescription widget) {
        Map<String, List<String>> bindings = new HashMap<>();
        widget.slots().stream()
                .filter(slot -> slot.kind() == Slot.Kind.TIME && slot.least() > 0)
                .forEach(slot -> bindings.put(slot.name(), List.of(Tiles.TIME)));
        return bindings;
    }

    /** An id that no tile has: {@code t7}. */
    static String freeId(List<Tile> tiles) {
        Set<String> taken = tiles.stream().map(Tile::id).collect(java.util.stream.Collectors.toSet());
        int number = tiles.size() + 1;
        while (taken.contains("t" + number)) {
            number++;
        }
        return "t" + number;
    }
}
