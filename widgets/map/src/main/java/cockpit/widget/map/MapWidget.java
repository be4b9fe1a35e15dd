package cockpit.widget.map;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.Unit;
import cockpit.spi.widget.Custom;
import cockpit.spi.widget.DrawContext;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Member;
import cockpit.spi.widget.Notice;
import cockpit.spi.widget.Rows;
import cockpit.spi.widget.Slot;
import cockpit.spi.widget.Widget;
import cockpit.spi.widget.WidgetData;
import cockpit.spi.widget.WidgetDescription;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * One metric on the map of China: stores or regions as points sized by their value, provinces shaded by the sum of their
 * stores. Painted by the module {@code map.js}; its data are
 *
 * <pre>
 * title, unit     of the metric
 * dimension       code of the place's dimension, for selections
 * places          [{key, name, place, lng, lat, value}], the largest first; value may be null
 * provinces       [{name, value, count}]
 * note            what the map leaves out, or empty
 * </pre>
 */
@Extension
public class MapWidget implements Widget {

    /** More points than a map can show apart; the rest still counts in its province. */
    static final int MOST_PLACES = 2000;

    static final Setting PROVINCES = Setting.choice(
                    "provinces",
                    Text.of("省份着色", "Shade provinces"),
                    List.of(
                            new Setting.Choice("sum", Text.of("按门店合计", "By the sum of their stores")),
                            new Setting.Choice("none", Text.of("不着色", "No"))))
            .explained(Text.of(
                    "合计适用于可相加的指标；比率、倍数和时长不着色。",
                    "Sums suit metrics that add up; rates, factors and durations are never shaded."));

    private static final WidgetDescription DESCRIPTION = new WidgetDescription(
            "map",
            Text.of("中国地图", "Map of China"),
            Text.of("生意在哪里？", "Where is the business?"),
            "<path d=\"M4 7l5-2 6 2 5-2v12l-5 2-6-2-5 2z\"/><path d=\"M9 5v12M15 7v12\"/>",
            List.of(
                    Slot.metric("measure", Text.of("指标", "Metric")),
                    Slot.orgUnit("place", Text.of("门店或大区", "Stores or regions"))),
            List.of(PROVINCES),
            Set.of(),
            new WidgetDescription.Size(6, 10));

    @Override
    public WidgetDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Drawing draw(WidgetData data, Settings options, DrawContext context) {
        Rows rows = data.rows();
        List<Field> measures = rows.fields("measure");
        List<Field> bound = rows.fields("place");
        if (rows.isEmpty() || measures.isEmpty() || bound.isEmpty()) {
            return Notice.empty(
                    context.say("暂无数据", "No data yet"),
                    context.say(
                            "所选范围内还没有门店数据，数据到达后自动上图。",
                            "No place has data in this range. It fills as soon as data arrives."));
        }
        Field measure = measures.getFirst();
        List<Place> places = places(rows, measure, bound.getFirst());
        List<Place> located = places.stream().filter(Place::located).toList();
        boolean shaded = options.text(PROVINCES).equals("sum") && addsUp(measure.unit());
        List<Map<String, @Nullable Object>> provinces = shaded ? provinces(places) : List.of();
        if (located.isEmpty() && provinces.isEmpty()) {
            return Notice.empty(
                    context.say("没有可上图的位置", "No place on the map"),
                    context.say(
                            "请在组织里为门店填写经纬度或省份。",
                            "State longitude and latitude, or the province, of the stores in the org tree."));
        }
        Map<String, Object> drawn = new LinkedHashMap<>();
        drawn.put("title", measure.title());
        drawn.put("unit", measure.unit().name());
        drawn.put("dimension", bound.getFirst().code());
        drawn.put(
                "places",
                located.stream().limit(MOST_PLACES).map(MapWidget::entry).toList());
        drawn.put("provinces", provinces);
        drawn.put("note", note(places.size() - located.size(), located.size(), context));
        return new Custom("map.js", "ck-map", Collections.unmodifiableMap(drawn));
    }

    /** A unit of which a sum says something. */
    private static boolean addsUp(Unit unit) {
        return unit == Unit.COUNT || unit == Unit.MONEY;
    }

    private record Place(
            Member member,
            @Nullable BigDecimal value,
            @Nullable BigDecimal lng,
            @Nullable BigDecimal lat) {

        boolean located() {
            return lng != null && lat != null;
        }

        BigDecimal size() {
            return value == null ? BigDecimal.ZERO : value.abs();
        }

        String province() {
            return member.attributes().getOrDefault("province", "");
        }
    }

    private static List<Place> places(Rows rows, Field measure, Field place) {
        List<Place> places = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            Member member = rows.member(row, place);
            places.add(new Place(
                    member,
                    rows.number(row, measure),
                    coordinate(member.attributes().get("lng"), 73, 136),
                    coordinate(member.attributes().get("lat"), 3, 54)));
        }
        places.sort(Comparator.comparing(Place::size).reversed().thenComparing(one -> one.member()
                .code()));
        return places;
    }

    /** A degree within the bounds of China; null for none, and for one that lies elsewhere. */
    private static @Nullable BigDecimal coordinate(@Nullable String text, int least, int most) {
        if (text == null || !text.strip().matches("\\d{1,3}(\\.\\d{1,12})?")) {
            return null;
        }
        BigDecimal degrees = new BigDecimal(text.strip());
        boolean within =
                degrees.compareTo(BigDecimal.valueOf(least)) >= 0 && degrees.compareTo(BigDecimal.valueOf(most)) <= 0;
        return within ? degrees : null;
    }

    private static List<Map<String, @Nullable Object>> provinces(List<Place> places) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (Place place : places) {
            if (!place.province().isBlank() && place.value() != null) {
                sums.merge(place.province(), place.value(), BigDecimal::add);
                counts.merge(place.province(), 1, Integer::sum);
            }
        }
        List<Map<String, @Nullable Object>> provinces = new ArrayList<>();
        sums.forEach((name, sum) -> {
            Map<String, @Nullable Object> province = new LinkedHashMap<>();
            province.put("name", name);
            province.put("value", sum);
            province.put("count", counts.getOrDefault(name, 0));
            provinces.add(Collections.unmodifiableMap(province));
        });
        return provinces;
    }

    private static Map<String, @Nullable Object> entry(Place place) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("key", place.member().code());
        entry.put("name", place.member().label());
        entry.put("place", place.member().attributes().getOrDefault("city", place.province()));
        entry.put("lng", place.lng());
        entry.put("lat", place.lat());
        entry.put("value", place.value());
        return Collections.unmodifiableMap(entry);
    }

    private static String note(int unlocated, int located, DrawContext context) {
        List<String> notes = new ArrayList<>();
        if (unlocated > 0) {
            notes.add(context.say(unlocated + " 个组织没有国内经纬度", unlocated + " without coordinates in China"));
        }
        if (located > MOST_PLACES) {
            notes.add(context.say("只画出最大的 " + MOST_PLACES + " 个", "the largest " + MOST_PLACES + " are drawn"));
        }
        return String.join(context.say("，", ", "), notes);
    }
}
