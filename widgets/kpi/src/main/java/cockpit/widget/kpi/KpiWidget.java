package cockpit.widget.kpi;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.widget.DrawContext;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Figure;
import cockpit.spi.widget.Notice;
import cockpit.spi.widget.Rows;
import cockpit.spi.widget.Slot;
import cockpit.spi.widget.Widget;
import cockpit.spi.widget.WidgetData;
import cockpit.spi.widget.WidgetDescription;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** One metric as a large number, with its change against the compared period and its course over the range. */
@Extension
public class KpiWidget implements Widget {

    static final Setting SPARKLINE = Setting.bool("sparkline", Text.of("显示走势", "Show the course"))
            .defaultTo("true")
            .explained(Text.of("在数字旁画出所选范围内的走势。", "Draws the course over the range beside the number."));

    private static final WidgetDescription DESCRIPTION = new WidgetDescription(
            "kpi",
            Text.of("指标卡", "Key figure"),
            Text.of("现在是多少，比之前好还是差？", "How much is it now, and is that better than before?"),
            "<path d=\"M4 5h16v14H4z\"/><path d=\"M8 15v-5l-1.5 1M12 15l2-2.500a1.500 1.500 0 1 0-2-1.500M17 15h-5\"/>",
            List.of(Slot.metric("measure", Text.of("指标", "Metric"))),
            List.of(SPARKLINE),
            Set.of(WidgetDescription.Want.COMPARISON, WidgetDescription.Want.TIMELINE),
            new WidgetDescription.Size(3, 4));

    @Override
    public WidgetDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Drawing draw(WidgetData data, Settings options, DrawContext context) {
        Rows rows = data.rows();
        List<Field> measures = rows.fields("measure");
        if (measures.isEmpty()) {
            return Notice.empty(
                    context.say("还没有绑定指标", "No metric bound"),
                    context.say("在属性栏为这张卡选择一个指标。", "Choose a metric for this figure in its properties."));
        }
        Field measure = measures.getFirst();
        BigDecimal value = rows.total(measure).orElse(null);
        if (value == null) {
            return Notice.empty(
                    context.say("暂无数据", "No data yet"),
                    context.say(
                            "所选范围内还没有“" + measure.title() + "”的数据，数据到达后自动显示。",
                            "Nothing was counted for " + measure.title()
                                    + " in this range. It shows as soon as data arrives."));
        }
        BigDecimal compared =
                data.comparison().flatMap(before -> before.total(measure)).orElse(null);
        List<@Nullable BigDecimal> course = options.bool(SPARKLINE) ? course(data, measure) : List.of();
        // the tile's title asks the question; the metric's name above the number would say it again
        return new Figure("", value, measure.unit(), measure.direction(), compared, context.comparedWith(), course);
    }

    private static List<@Nullable BigDecimal> course(WidgetData data, Field measure) {
        List<@Nullable BigDecimal> course = new ArrayList<>();
        data.timeline().ifPresent(timeline -> timeline.fields().stream()
                .filter(field ->
                        field.kind() == Field.Kind.METRIC && field.code().equals(measure.code()))
                .findFirst()
                .ifPresent(field -> {
                    for (int row = 0; row < timeline.size(); row++) {
                        course.add(timeline.number(row, field));
                    }
                }));
        return course;
    }
}
