package cockpit.widget.funnel;

import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.Unit;
import cockpit.spi.widget.Chart;
import cockpit.spi.widget.DrawContext;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Notice;
import cockpit.spi.widget.Rows;
import cockpit.spi.widget.Slot;
import cockpit.spi.widget.Widget;
import cockpit.spi.widget.WidgetData;
import cockpit.spi.widget.WidgetDescription;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Two to eight metrics as steps, in the order in which the admin bound them, each with the share that came from the step
 * before. A share needs both steps and something to divide by: where either lacks it is missing, never 0.
 */
@Extension
public class FunnelWidget implements Widget {

    private static final WidgetDescription DESCRIPTION = new WidgetDescription(
            "funnel",
            Text.of("漏斗", "Funnel"),
            Text.of("在哪一步流失最多？", "At which step do we lose most?"),
            "<path d=\"M4 5h16M6.500 10h11M9 15h6M10.500 20h3\"/>",
            List.of(Slot.metrics("steps", Text.of("步骤（按顺序）", "Steps, in order"), 2, 8)),
            List.of(),
            Set.of(),
            new WidgetDescription.Size(5, 7));

    @Override
    public WidgetDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Drawing draw(WidgetData data, Settings options, DrawContext context) {
        Rows rows = data.rows();
        List<Field> steps = rows.fields("steps");
        if (steps.size() < 2) {
            return Notice.empty(
                    context.say("步骤不够", "Not enough steps"),
                    context.say("请至少绑定两个指标作为步骤。", "Bind at least two metrics as steps."));
        }
        Unit unit = steps.getFirst().unit();
        Field other =
                steps.stream().filter(step -> step.unit() != unit).findFirst().orElse(null);
        if (other != null) {
            return new Notice(
                    Notice.Kind.INFORMATION,
                    context.say("步骤的单位不一致", "Steps of different units"),
                    context.say(
                            "“" + other.title() + "”与第一步单位不同，无法计算转化，请换一个指标。",
                            other.title() + " has another unit than the first step, so no share can be computed."
                                    + " Choose another metric."));
        }
        List<@Nullable BigDecimal> sizes = new ArrayList<>();
        steps.forEach(step -> sizes.add(rows.total(step).orElse(null)));
        if (sizes.stream().allMatch(Objects::isNull)) {
            return Notice.empty(
                    context.say("暂无数据", "No data yet"),
                    context.say(
                            "所选范围内各步都还没有数据，有新的“" + steps.getFirst().title() + "”后自动显示。",
                            "No step has data in this range. It shows with the first "
                                    + steps.getFirst().title() + "."));
        }
        return new Chart(
                Chart.Kind.FUNNEL,
                steps.stream()
                        .map(step -> new Chart.Point(step.code(), step.title(), false))
                        .toList(),
                List.of(
                        new Chart.Series("size", context.say("数量", "Size"), unit, sizes, Chart.Series.Role.MAIN),
                        new Chart.Series(
                                "conversion",
                                context.say("上一步转化率", "From the step before"),
                                Unit.RATIO,
                                shares(sizes),
                                Chart.Series.Role.MAIN)));
    }

    private static List<@Nullable BigDecimal> shares(List<@Nullable BigDecimal> sizes) {
        List<@Nullable BigDecimal> shares = new ArrayList<>();
        BigDecimal before = null;
        for (BigDecimal size : sizes) {
            boolean known = before != null && before.signum() > 0 && size != null && size.signum() >= 0;
            shares.add(known ? size.divide(before, 6, RoundingMode.HALF_UP) : null);
            before = size;
        }
        return shares;
    }
}
