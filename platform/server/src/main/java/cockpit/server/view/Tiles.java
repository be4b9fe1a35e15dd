package cockpit.server.view;

import cockpit.core.dashboard.Cockpit;
import cockpit.core.dashboard.Layouts;
import cockpit.core.dashboard.Tile;
import cockpit.core.dashboard.Tile.Layout;
import cockpit.core.dashboard.Tile.Place;
import cockpit.core.live.TileRequest;
import cockpit.core.metric.Dictionary;
import cockpit.core.metric.Dimension;
import cockpit.core.metric.Metric;
import cockpit.core.metric.Period;
import cockpit.core.plugin.Plugins;
import cockpit.server.Words;
import cockpit.server.view.CockpitElement.HelpProperty;
import cockpit.server.view.CockpitElement.MenuProperty;
import cockpit.server.view.CockpitElement.StateProperty;
import cockpit.server.view.CockpitElement.TileProperty;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.widget.Slot;
import cockpit.spi.widget.WidgetDescription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns a cockpit's tiles into what the browser and the board need to know of them. */
final class Tiles {

    /** The code that a TIME slot is bound to. */
    static final String TIME = "time";

    /** The menu's action that copies a tile. */
    static final String DUPLICATE = "duplicate";

    private final Plugins plugins;
    private final Dictionary dictionary;

    Tiles(Plugins plugins, Dictionary dictionary) {
        this.plugins = plugins;
        this.dictionary = dictionary;
    }

    /** The description of a widget, as long as its plugin is there. */
    Optional<WidgetDescription> widget(String id) {
        return plugins.widget(id).map(contribution -> contribution.extension().describe());
    }

    /** What the browser shows of each tile. */
    List<TileProperty> properties(Cockpit cockpit, Layout layout, boolean building) {
        Map<String, Place> places = Layouts.places(cockpit, layout);
        List<TileProperty> properties = new ArrayList<>();
        for (Tile tile : cockpit.tiles()) {
            Place place = places.get(tile.id());
            if (place != null) {
                properties.add(new TileProperty(
                        tile.id(),
                        Words.say(title(tile)),
                        null,
                        tile.widget(),
                        place.x(),
                        place.y(),
                        place.w(),
                        place.h(),
                        problem(tile, building).orElse(null),
                        help(tile).orElse(null),
                        building
                                ? List.of(new MenuProperty(DUPLICATE, Words.say(BuilderWords.DUPLICATE)))
                                : List.of()));
            }
        }
        return properties;
    }

    /** What the board shall show: the tiles that can be drawn, narrowed to the filters. */
    List<TileRequest> requests(Cockpit cockpit, Filters filters) {
        Set<String> channels = filters.channels().stream().map(Enum::name).collect(Collectors.toSet());
        return cockpit.tiles().stream()
                .filter(tile -> problem(tile, false).isEmpty())
                .map(tile -> new TileRequest(
                        tile.id(),
                        tile.widget(),
                        tile.bindings(),
                        tile.options(),
                        filters.period(),
                        cockpit.comparison(),
                        channels,
                        filters.unit()))
                .toList();
    }

    /** What the tile is called: its own title, else its first metric's, else its widget's. */
    Text title(Tile tile) {
        return tile.title()
                .or(() -> metrics(tile).stream().findFirst().map(Metric::title))
                .or(() -> widget(tile.widget()).map(WidgetDescription::title))
                .orElseGet(() -> Text.same(tile.widget()));
    }

    /** The metrics that a tile is bound to and that exist, in the order of its slots. */
    List<Metric> metrics(Tile tile) {
        List<String> codes = widget(tile.widget())
                .map(widget -> widget.slots().stream()
                        .filter(slot -> slot.kind() == Slot.Kind.METRIC)
                        .flatMap(slot -> tile.bindings().getOrDefault(slot.name(), List.of()).stream())
                        .toList())
                .orElseGet(() ->
                        tile.bindings().values().stream().flatMap(List::stream).toList());
        return codes.stream().flatMap(code -> dictionary.find(code).stream()).toList();
    }

    /** Dimensions that fit all metrics of a tile; all dimensions while it has none. */
    Set<Dimension> fitting(Tile tile) {
        Set<Dimension> fitting = EnumSet.allOf(Dimension.class);
        metrics(tile).forEach(metric -> fitting.retainAll(dictionary.dimensionsOf(metric.code())));
        return fitting;
    }

    static Optional<Dimension> dimension(String code) {
        return Arrays.stream(Dimension.values())
                .filter(dimension -> dimension.code().equals(code))
                .findFirst();
    }

    /** The period that a cockpit opens with. */
    static Period period(Cockpit cockpit) {
        return Period.parse(cockpit.period()).filter(Filters::sensible).orElse(Period.Moving.LAST_7_DAYS);
    }

    private Optional<HelpProperty> help(Tile tile) {
        List<Metric> metrics = metrics(tile);
        if (metrics.isEmpty()) {
            return Optional.empty();
        }
        boolean several = metrics.size() > 1;
        return Optional.of(new HelpProperty(
                metrics.stream()
                        .map(metric -> (several ? Words.say(metric.title()) + Words.say("：", ": ") : "")
                                + Words.say(metric.description()))
                        .distinct()
                        .collect(Collectors.joining("\n")),
                metrics.stream()
                        .map(metric -> Words.say(metric.owner()))
                        .distinct()
                        .collect(Collectors.joining(Words.say("、", ", "))),
                metrics.stream()
                        .map(metric -> Words.say(metric.playbook()))
                        .distinct()
                        .collect(Collectors.joining("\n"))));
    }

    /** Why a tile cannot be drawn. */
    Optional<StateProperty> problem(Tile tile, boolean building) {
        Optional<WidgetDescription> found = widget(tile.widget());
        if (found.isEmpty()) {
            return state(
                    "missing",
                    CockpitWords.WIDGET_MISSING,
                    CockpitWords.WIDGET_MISSING_SENTENCE.with(Text.same(tile.widget())));
        }
        WidgetDescription widget = found.get();
        for (Slot slot : widget.slots()) {
            List<String> bound = tile.bindings().getOrDefault(slot.name(), List.of());
            // there is only one thing to bind to a time slot, so nobody needs to be asked
            if (bound.size() < slot.least() && slot.kind() != Slot.Kind.TIME) {
                return state(
                        "unbound",
                        CockpitWords.UNBOUND,
                        building ? CockpitWords.UNBOUND_SENTENCE.with(slot.title()) : CockpitWords.UNBOUND_READER);
            }
        }
        Set<Dimension> fitting = fitting(tile);
        for (Slot slot : widget.slots()) {
            for (String code : tile.bindings().getOrDefault(slot.name(), List.of())) {
                boolean metric = slot.kind() == Slot.Kind.METRIC;
                if (metric && dictionary.find(code).isEmpty()) {
                    return state(
                            "failed",
                            CockpitWords.METRIC_MISSING,
                            CockpitWords.METRIC_MISSING_SENTENCE.with(Text.same(code)));
                }
                if (!metric
                        && !code.equals(TIME)
                        && dimension(code).filter(fitting::contains).isEmpty()) {
                    return state(
                            "failed",
                            CockpitWords.DIMENSION_WRONG,
                            CockpitWords.DIMENSION_WRONG_SENTENCE.with(
                                    dimension(code).map(Dimension::title).orElse(Text.same(code))));
                }
            }
        }
        return Settings.check(widget.title(), widget.options(), tile.options()).problems().stream()
                .findFirst()
                .flatMap(problem -> state("failed", CockpitWords.OPTION_WRONG, problem.sentence()));
    }

    private static Optional<StateProperty> state(String kind, Text title, Text sentence) {
        return Optional.of(new StateProperty(kind, Words.say(title), Words.say(sentence)));
    }
}
