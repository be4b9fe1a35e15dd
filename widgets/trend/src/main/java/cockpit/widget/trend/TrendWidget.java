package cockpit.widget.trend;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.Unit;
import cockpit.spi.widget.Chart;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * One to four metrics over time, optionally split by one dimension. A single line is drawn with its compared period
 * behind it; metrics of a second unit get an axis of their own.
 */
@Extension
public class TrendWidget implements Widget {

    /** A split shows its largest members: more lines than these cannot be told apart. */
    static final int MOST_SERIES = 8;

    /** More places than a wall has pixels for; of a longer axis the newest are drawn. */
    static final int MOST_POINTS = 1000;

    static final Setting SHAPE = Setting.choice(
            "shape",
            Text.of("形状", "Shape"),
            List.of(
                    new Setting.Choice("line", Text.of("折线", "Line")),
                    new Setting.Choice("area", Text.of("面积", "Area")),
                    new Setting.Choice("column", Text.of("柱形", "Columns")),
                    new Setting.Choice("stacked", Text.of("堆叠柱形", "Stacked columns"))));

    private static final WidgetDescription DESCRIPTION = new WidgetDescription(
            "trend",
            Text.of("趋势", "Trend"),
            Text.of("随时间怎么变？", "How does it go over time?"),
            "<path d=\"M4 4v16h16\"/><path d=\"M7 15l4-5 4 3 5-7\"/>",
            List.of(
                    Slot.metrics("measures", Text.of("指标", "Metrics"), 1, 4),
                    Slot.time("time", Text.of("时间", "Time")),
                    Slot.dimension("split", Text.of("拆分", "Split by")).asOptional()),
            List.of(SHAPE),
            Set.of(WidgetDescription.Want.COMPARISON),
            new WidgetDescription.Size(6, 7));

    @Override
    public WidgetDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Drawing draw(WidgetData data, Settings options, DrawContext context) {
        Rows rows = data.rows();
        List<Field> measures = rows.fields("measures");
        Optional<Field> time = rows.fields("time").stream().findFirst();
        if (rows.isEmpty() || measures.isEmpty() || time.isEmpty()) {
            return empty(context);
        }
        List<Unit> units = measures.stream().map(Field::unit).distinct().toList();
        if (units.size() > 2) {
            return new Notice(
                    Notice.Kind.INFORMATION,
                    context.say("单位太多", "Too many units"),
                    context.say(
                            "一张趋势图最多放两种单位，请把“" + measures.getLast().title() + "”放到另一个组件。",
                            "A trend has room for two units: move "
                                    + measures.getLast().title() + " to another tile."));
        }
        Optional<Field> split = rows.fields("split").stream().findFirst();
        List<Member> points = points(rows, time.get());
        List<Chart.Series> series = new ArrayList<>(
                split.isPresent()
                        ? splitSeries(rows, measures, time.get(), split.get(), points)
                        : measureSeries(rows, measures, time.get(), points));
        if (series.stream().allMatch(one -> one.values().stream().allMatch(value -> value == null))) {
            return empty(context);
        }
        if (series.size() == 1) {
            Field measure = measures.getFirst();
            data.comparison()
                    .flatMap(before -> compared(before, measure, points, context))
                    .ifPresent(series::add);
        }
        return new Chart(
                kind(options),
                time.get().code(),
                points.stream()
                        .map(point -> new Chart.Point(point.code(), point.code(), true))
                        .toList(),
                series);
    }

    private static Chart.Kind kind(Settings options) {
        return switch (options.text(SHAPE)) {
            case "area" -> Chart.Kind.AREA;
            case "column" -> Chart.Kind.COLUMN;
            case "stacked" -> Chart.Kind.STACKED_COLUMN;
            default -> Chart.Kind.LINE;
        };
    }

    /** The times in order, the newest {@link #MOST_POINTS} of them. */
    private static List<Member> points(Rows rows, Field time) {
        Map<String, Member> byCode = new TreeMap<>();
        for (int row = 0; row < rows.size(); row++) {
            Member member = rows.member(row, time);
            byCode.put(member.code(), member);
        }
        List<Member> points = List.copyOf(byCode.values());
        return points.subList(Math.max(0, points.size() - MOST_POINTS), points.size());
    }

    private static List<Chart.Series> measureSeries(Rows rows, List<Field> measures, Field time, List<Member> points) {
        Unit first = measures.getFirst().unit();
        List<Chart.Series> series = new ArrayList<>();
        for (Field measure : measures) {
            series.add(new Chart.Series(
                    measure.code(),
                    measure.title(),
                    measure.unit(),
                    values(rows, measure, time, points),
                    measure.unit() == first ? Chart.Series.Role.MAIN : Chart.Series.Role.SECOND_AXIS));
        }
        return series;
    }

    private static List<Chart.Series> splitSeries(
            Rows rows, List<Field> measures, Field time, Field split, List<Member> points) {
        Map<String, Member> members = new LinkedHashMap<>();
        Map<String, BigDecimal> sizes = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            Member member = rows.member(row, split);
            members.putIfAbsent(member.code(), member);
            BigDecimal value = rows.number(row, measures.getFirst());
            sizes.merge(member.code(), value == null ? BigDecimal.ZERO : value.abs(), BigDecimal::add);
        }
        int most = Math.max(1, MOST_SERIES / measures.size());
        List<Member> largest = members.values().stream()
                .sorted(Comparator.comparing((Member member) -> sizes.getOrDefault(member.code(), BigDecimal.ZERO))
                        .reversed()
                        .thenComparing(Member::code))
                .limit(most)
                .toList();
        Map<String, Integer> places = places(points);
        Unit first = measures.getFirst().unit();
        List<Chart.Series> series = new ArrayList<>();
        for (Field measure : measures) {
            Map<String, @Nullable BigDecimal[]> byMember = new HashMap<>();
            largest.forEach(member -> byMember.put(member.code(), new @Nullable BigDecimal[points.size()]));
            for (int row = 0; row < rows.size(); row++) {
                @Nullable
                BigDecimal[] values = byMember.get(rows.member(row, split).code());
                Integer place = places.get(rows.member(row, time).code());
                if (values != null && place != null) {
                    values[place] = rows.number(row, measure);
                }
            }
            for (Member member : largest) {
                series.add(new Chart.Series(
                        measure.code() + "/" + member.code(),
                        measures.size() == 1 ? member.label() : measure.title() + " · " + member.label(),
                        measure.unit(),
                        list(byMember.get(member.code()), points.size()),
                        measure.unit() == first ? Chart.Series.Role.MAIN : Chart.Series.Role.SECOND_AXIS,
                        split.code(),
                        member.code()));
            }
        }
        return series;
    }

    private static List<@Nullable BigDecimal> values(Rows rows, Field measure, Field time, List<Member> points) {
        Map<String, Integer> places = places(points);
        @Nullable BigDecimal[] values = new @Nullable BigDecimal[points.size()];
        for (int row = 0; row < rows.size(); row++) {
            Integer place = places.get(rows.member(row, time).code());
            if (place != null) {
                values[place] = rows.number(row, measure);
            }
        }
        return list(values, points.size());
    }

    /** The compared period, moved onto the places of this one. */
    private static Optional<Chart.Series> compared(
            Rows before, Field measure, List<Member> points, DrawContext context) {
        Optional<Field> time = before.fields("time").stream().findFirst();
        Optional<Field> same = before.fields("measures").stream()
                .filter(field -> field.code().equals(measure.code()))
                .findFirst();
        if (time.isEmpty() || same.isEmpty() || before.isEmpty()) {
            return Optional.empty();
        }
        Set<String> codes = new LinkedHashSet<>();
        points(before, time.get()).forEach(member -> codes.add(member.code()));
        Map<String, String> now = Shift.onto(points.stream().map(Member::code).toList(), List.copyOf(codes));
        Map<String, Integer> places = places(points);
        @Nullable BigDecimal[] values = new @Nullable BigDecimal[points.size()];
        boolean any = false;
        for (int row = 0; row < before.size(); row++) {
            String code = now.get(before.member(row, time.get()).code());
            Integer place = code == null ? null : places.get(code);
            BigDecimal value = before.number(row, same.get());
            if (place != null && value != null) {
                values[place] = value;
                any = true;
            }
        }
        String name = context.comparedWith().isEmpty() ? context.say("对比期", "Compared period") : context.comparedWith();
        return any
                ? Optional.of(new Chart.Series(
                        measure.code() + "/compared",
                        name,
                        measure.unit(),
                        list(values, points.size()),
                        Chart.Series.Role.COMPARISON))
                : Optional.empty();
    }

    private static Map<String, Integer> places(List<Member> points) {
        Map<String, Integer> places = new HashMap<>();
        for (int index = 0; index < points.size(); index++) {
            places.put(points.get(index).code(), index);
        }
        return places;
    }

    private static List<@Nullable BigDecimal> list(@Nullable BigDecimal @Nullable [] values, int size) {
        List<@Nullable BigDecimal> list = new ArrayList<>(size);
        for (int index = 0; index < size; index++) {
            list.add(values == null ? null : values[index]);
        }
        return list;
    }

    private static Notice empty(DrawContext context) {
        return Notice.empty(
                context.say("暂无数据", "No data yet"),
                context.say(
                        "所选范围内还没有数据。可放宽时间范围，或等数据源下一次同步。",
                        "Nothing in this range so far. Widen the range, or wait for the next sync."));
    }
}
