package cockpit.widget.leaderboard;

import cockpit.spi.Direction;
import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.Unit;
import cockpit.spi.widget.DrawContext;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Member;
import cockpit.spi.widget.Notice;
import cockpit.spi.widget.Rows;
import cockpit.spi.widget.Slot;
import cockpit.spi.widget.Table;
import cockpit.spi.widget.Table.Column;
import cockpit.spi.widget.Widget;
import cockpit.spi.widget.WidgetData;
import cockpit.spi.widget.WidgetDescription;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Org units or the members of one dimension, ranked by one metric. Rank 1 is always the best by the metric's direction,
 * also where the board lists the worst; equal values share a rank.
 */
@Extension
public class LeaderboardWidget implements Widget {

    static final int MOST_ROWS = 100;

    static final Setting TOP = Setting.integer("top", Text.of("显示前几名", "How many"))
            .defaultTo("10")
            .explained(Text.of("1 到 100。", "1 to 100."));

    static final Setting ORDER = Setting.choice(
            "order",
            Text.of("榜单", "Board"),
            List.of(
                    new Setting.Choice("best", Text.of("最好的", "Best first")),
                    new Setting.Choice("worst", Text.of("最差的", "Worst first"))));

    private static final WidgetDescription DESCRIPTION = new WidgetDescription(
            "leaderboard",
            Text.of("排行榜", "Leaderboard"),
            Text.of("谁领先，谁的名次变了？", "Who is ahead, and who moved?"),
            "<path d=\"M4 20v-7h5v7M9.500 20V5h5v15M15 20v-10h5v10\"/>",
            List.of(
                    Slot.metric("measure", Text.of("指标", "Metric")),
                    Slot.orgUnit("who", Text.of("组织", "Org units")).asOptional(),
                    Slot.dimension("by", Text.of("或其他维度", "Or another dimension"))
                            .asOptional()),
            List.of(TOP, ORDER),
            Set.of(WidgetDescription.Want.COMPARISON),
            new WidgetDescription.Size(5, 8));

    @Override
    public WidgetDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Drawing draw(WidgetData data, Settings options, DrawContext context) {
        Rows rows = data.rows();
        List<Field> measures = rows.fields("measure");
        List<Field> bound = new ArrayList<>(rows.fields("who"));
        bound.addAll(rows.fields("by"));
        if (bound.size() > 1) {
            return new Notice(
                    Notice.Kind.INFORMATION,
                    context.say("只能按一个维度排名", "One dimension at a time"),
                    context.say(
                            "“" + bound.get(0).title() + "”和“" + bound.get(1).title() + "”请只保留一个。",
                            "Keep either " + bound.get(0).title() + " or "
                                    + bound.get(1).title() + "."));
        }
        if (measures.isEmpty() || bound.isEmpty()) {
            return rows.fields().isEmpty()
                    ? empty(context)
                    : new Notice(
                            Notice.Kind.INFORMATION,
                            context.say("还没说给谁排名", "Nothing to rank yet"),
                            context.say(
                                    "在属性栏绑定组织（如门店），或换成一个其他维度（如渠道）。",
                                    "Bind org units such as stores, or another dimension such as channel."));
        }
        Field measure = measures.getFirst();
        Field who = bound.getFirst();
        Ranking ranking = Ranking.of(rows, who, measure);
        if (ranking.isEmpty()) {
            return empty(context);
        }
        Optional<Ranking> before = data.comparison().flatMap(compared -> ranking(compared, who, measure));
        boolean relative = before.isPresent() && measure.unit() != Unit.RATIO;
        return new Table(
                who.code(),
                columns(measure, who, before.isPresent(), relative, context),
                lines(ranking, before, relative, options));
    }

    private static Optional<Ranking> ranking(Rows rows, Field who, Field measure) {
        boolean same =
                rows.fields(who.slot()).stream().anyMatch(field -> field.code().equals(who.code()))
                        && rows.fields(measure.slot()).stream()
                                .anyMatch(field -> field.code().equals(measure.code()));
        return same && !rows.isEmpty() ? Optional.of(Ranking.of(rows, who, measure)) : Optional.empty();
    }

    private static List<Column> columns(
            Field measure, Field who, boolean compared, boolean relative, DrawContext context) {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.of(Column.Kind.RANK, "", Unit.COUNT, Direction.NEUTRAL));
        columns.add(Column.text(who.title()));
        columns.add(Column.of(Column.Kind.BAR, measure.title(), measure.unit(), measure.direction()));
        if (relative) {
            String title = context.comparedWith().isEmpty()
                    ? context.say("变化", "Change")
                    : context.say("较" + context.comparedWith(), "vs " + context.comparedWith());
            columns.add(Column.of(Column.Kind.CHANGE, title, Unit.RATIO, measure.direction()));
        }
        if (compared) {
            columns.add(Column.of(Column.Kind.RANK_CHANGE, context.say("名次", "Rank"), Unit.COUNT, Direction.NEUTRAL));
        }
        return columns;
    }

    private static List<Table.Line> lines(
            Ranking ranking, Optional<Ranking> before, boolean relative, Settings options) {
        int top = (int) Math.clamp(options.find(TOP).map(Long::parseLong).orElse(10L), 1L, (long) MOST_ROWS);
        List<Ranking.Place> places = new ArrayList<>(ranking.places());
        if (options.text(ORDER).equals("worst")) {
            Collections.reverse(places);
        }
        Map<String, Ranking.Place> earlier = before.map(Ranking::byCode).orElse(Map.of());
        List<Table.Line> lines = new ArrayList<>();
        for (Ranking.Place place : places.subList(0, Math.min(top, places.size()))) {
            Member member = place.member();
            Ranking.@Nullable Place was = earlier.get(member.code());
            List<@Nullable Object> cells =
                    new ArrayList<>(Arrays.asList(BigDecimal.valueOf(place.rank()), member.label(), place.value()));
            if (relative) {
                cells.add(was == null ? null : change(place.value(), was.value()));
            }
            if (before.isPresent()) {
                cells.add(was == null ? null : BigDecimal.valueOf((long) was.rank() - place.rank()));
            }
            lines.add(new Table.Line(member.code(), cells));
        }
        return lines;
    }

    private static @Nullable BigDecimal change(BigDecimal value, BigDecimal before) {
        return before.signum() == 0 ? null : value.subtract(before).divide(before.abs(), 6, RoundingMode.HALF_UP);
    }

    private static Notice empty(DrawContext context) {
        return Notice.empty(
                context.say("暂无数据", "No data yet"),
                context.say(
                        "所选范围内还没有可排名的数据，数据到达后自动上榜。",
                        "Nothing to rank in this range. It fills as soon as data arrives."));
    }
}
