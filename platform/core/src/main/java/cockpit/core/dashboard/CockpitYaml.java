package cockpit.core.dashboard;

import cockpit.core.dashboard.Tile.Layout;
import cockpit.core.dashboard.Tile.Place;
import cockpit.core.metric.Comparison;
import cockpit.core.metric.Dictionary;
import cockpit.core.metric.Dimension;
import cockpit.core.metric.Period;
import cockpit.core.yaml.YamlNode;
import cockpit.core.yaml.YamlProblem;
import cockpit.spi.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Cockpits as YAML. What is written and read again is equal. */
public final class CockpitYaml {

    static final String SLUG = "[a-z0-9]+(-[a-z0-9]+)*";
    static final int LONGEST_SLUG = 60;

    private CockpitYaml() {}

    /** @throws YamlProblem at the first mistake, with its line */
    public static Cockpit read(YamlNode node) {
        node.only("slug", "title", "audience", "period", "comparison", "tiles");
        YamlNode slug = node.get("slug");
        if (!slug.text().matches(SLUG) || slug.text().length() > LONGEST_SLUG) {
            throw slug.problem("must be at most " + LONGEST_SLUG
                    + " lower-case letters and digits with hyphens between, found `" + slug.text() + "`.");
        }
        YamlNode period = node.get("period");
        if (Period.parse(period.text()).isEmpty()) {
            throw period.problem("must be one of "
                    + String.join(
                            ", ",
                            Arrays.stream(Period.Moving.values())
                                    .map(Period::toString)
                                    .toList())
                    + ", or days such as 2026-11-01..2026-11-11; found `" + period.text() + "`.");
        }
        List<Tile> tiles = new ArrayList<>();
        for (YamlNode item : node.get("tiles").items()) {
            Tile tile = tile(item);
            if (tiles.stream().anyMatch(other -> other.id().equals(tile.id()))) {
                throw item.get("id").problem("is taken: tile " + tile.id() + " stands twice.");
            }
            for (Layout layout : tile.places().keySet()) {
                Place place = tile.places().get(layout);
                tiles.stream()
                        .filter(other -> other.places().containsKey(layout)
                                && Layouts.overlap(other.places().get(layout), place))
                        .findFirst()
                        .ifPresent(other -> {
                            throw item.get("places")
                                    .problem("lets tile " + tile.id() + " lie on tile " + other.id() + " in layout "
                                            + code(layout) + ".");
                        });
            }
            tiles.add(tile);
        }
        return new Cockpit(
                slug.text(),
                node.get("title").bilingual(),
                audience(node.get("audience")),
                period.text(),
                node.get("comparison").oneOf(Comparison.class),
                tiles);
    }

    private static List<String> audience(YamlNode node) {
        return entries(node).stream()
                .map(entry -> Audience.parse(entry.text())
                        .map(Audience::toString)
                        .orElseThrow(() -> entry.problem("must be the code of an org unit, for its people and those"
                                + " below, or a code and `only`, such as `HQ only`, for those at the unit itself; found `"
                                + entry.text() + "`.")))
                .toList();
    }

    /** The entries of an audience, which may be written as one text. */
    static List<YamlNode> entries(YamlNode audience) {
        return audience.isList() ? audience.items() : List.of(audience);
    }

    private static Tile tile(YamlNode node) {
        node.only("id", "widget", "title", "bindings", "options", "places");
        YamlNode id = node.get("id");
        if (!id.text().matches("[A-Za-z0-9_-]{1,40}")) {
            throw id.problem("must be 1 to 40 letters, digits, hyphens and underscores, found `" + id.text() + "`.");
        }
        Map<String, List<String>> bindings = new LinkedHashMap<>();
        node.find("bindings")
                .ifPresent(all -> all.fields().forEach((slot, codes) -> bindings.put(slot, codes.texts())));
        Map<String, String> options = new LinkedHashMap<>();
        node.find("options").ifPresent(all -> all.fields().forEach((key, value) -> options.put(key, value.text())));
        Map<Layout, Place> places = new EnumMap<>(Layout.class);
        YamlNode placesNode = node.get("places");
        placesNode.only(Arrays.stream(Layout.values()).map(CockpitYaml::code).toArray(String[]::new));
        for (Layout layout : Layout.values()) {
            placesNode.find(code(layout)).ifPresent(place -> places.put(layout, place(place, layout)));
        }
        if (!places.containsKey(Layout.DESKTOP)) {
            throw placesNode.problem("needs a place on the desktop.");
        }
        return new Tile(
                id.text(),
                node.get("widget").text(),
                node.find("title").map(YamlNode::bilingual),
                bindings,
                options,
                places);
    }

    private static Place place(YamlNode node, Layout layout) {
        node.only("x", "y", "w", "h");
        int x = node.get("x").integer();
        int y = node.get("y").integer();
        int w = node.get("w").integer();
        int h = node.get("h").integer();
        if (x < 0 || y < 0 || w < 1 || h < 1) {
            throw node.problem("needs x and y from 0, and w and h from 1.");
        }
        if (x + w > layout.columns()) {
            throw node.problem("goes beyond the " + layout.columns() + " columns of layout " + code(layout) + ".");
        }
        return new Place(x, y, w, h);
    }

    /** Codes that nothing stands behind. Their tiles are kept and say so where they are shown. */
    public static List<YamlProblem> unknownCodes(YamlNode node, Dictionary dictionary) {
        List<YamlProblem> unknown = new ArrayList<>();
        for (YamlNode tile : node.get("tiles").items()) {
            Optional<YamlNode> bindings = tile.find("bindings");
            if (bindings.isEmpty()) {
                continue;
            }
            bindings.get().fields().values().forEach(codes -> codes.texts().stream()
                    .filter(code -> !isKnown(code, dictionary))
                    .forEach(code -> unknown.add(codes.problem(
                            "names `" + code + "`, which is neither a metric of the dictionary nor a dimension."))));
        }
        return unknown;
    }

    private static boolean isKnown(String code, Dictionary dictionary) {
        return code.equals("time")
                || dictionary.find(code).isPresent()
                || Arrays.stream(Dimension.values())
                        .anyMatch(dimension -> dimension.code().equals(code));
    }

    public static String write(Cockpit cockpit) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("slug", cockpit.slug());
        root.put("title", text(cockpit.title()));
        root.put("audience", cockpit.audience());
        root.put("period", cockpit.period());
        root.put("comparison", cockpit.comparison().name().toLowerCase(Locale.ROOT));
        root.put("tiles", cockpit.tiles().stream().map(CockpitYaml::tile).toList());
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
        options.setWidth(120);
        options.setSplitLines(false);
        return new Yaml(options).dump(root);
    }

    private static Map<String, Object> tile(Tile tile) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("id", tile.id());
        written.put("widget", tile.widget());
        tile.title().ifPresent(title -> written.put("title", text(title)));
        written.put("bindings", new TreeMap<>(tile.bindings()));
        written.put("options", new TreeMap<>(tile.options()));
        Map<String, Object> places = new LinkedHashMap<>();
        for (Layout layout : Layout.values()) {
            Place place = tile.places().get(layout);
            if (place != null) {
                Map<String, Object> numbers = new LinkedHashMap<>();
                numbers.put("x", place.x());
                numbers.put("y", place.y());
                numbers.put("w", place.w());
                numbers.put("h", place.h());
                places.put(code(layout), numbers);
            }
        }
        written.put("places", places);
        return written;
    }

    private static Map<String, String> text(Text text) {
        Map<String, String> written = new LinkedHashMap<>();
        written.put("zh", text.zh());
        written.put("en", text.en());
        return written;
    }

    private static String code(Layout layout) {
        return layout.name().toLowerCase(Locale.ROOT);
    }
}
