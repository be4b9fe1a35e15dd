package cockpit.widget.trend;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.spi.Direction;
import cockpit.spi.Settings;
import cockpit.spi.Unit;
import cockpit.spi.widget.Chart;
import cockpit.spi.widget.DrawContext;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Member;
import cockpit.spi.widget.Notice;
import cockpit.spi.widget.Rows;
import cockpit.spi.widget.WidgetData;
import cockpit.testkit.widget.RowsBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrendWidgetTest {

    private static final Field TIME = Field.time("time", "hour", "时间");
    private static final Field CHANNEL = Field.dimension("split", "channel", "渠道");
    private static final Field LEADS = Field.metric("measures", "leads", "线索", Unit.COUNT, Direction.UP_IS_GOOD);
    private static final Field SPEND = Field.metric("measures", "spend", "消耗", Unit.MONEY, Direction.NEUTRAL);
    private static final Field RATE = Field.metric("measures", "rate", "到店率", Unit.RATIO, Direction.UP_IS_GOOD);
    private static final DrawContext CONTEXT = new DrawContext(
            Locale.SIMPLIFIED_CHINESE, ZoneId.of("Asia/Shanghai"), Instant.parse("2026-11-11T06:05:00Z"), "昨日同时段");

    private final TrendWidget widget = new TrendWidget();

    private Drawing draw(Rows rows) {
        return draw(WidgetData.of(rows), "line");
    }

    private Drawing draw(WidgetData data, String shape) {
        return widget.draw(data, Settings.of(widget.describe().options(), Map.of("shape", shape)), CONTEXT);
    }

    private static List<BigDecimal> numbers(Integer... values) {
        return java.util.Arrays.stream(values)
                .map(value -> value == null ? null : BigDecimal.valueOf(value))
                .toList();
    }

    @Test
    void puts_times_in_order_whatever_the_order_of_the_rows() {
        Drawing drawing = draw(RowsBuilder.of(TIME, LEADS)
                .row("2026-11-11T02:00", 3)
                .row("2026-11-11T00:00", 1)
                .row("2026-11-11T01:00", null)
                .build());
        assertThat(drawing).isInstanceOfSatisfying(Chart.class, chart -> {
            assertThat(chart.points())
                    .extracting(Chart.Point::label)
                    .containsExactly("2026-11-11T00:00", "2026-11-11T01:00", "2026-11-11T02:00");
            assertThat(chart.points()).allMatch(Chart.Point::time);
            assertThat(chart.dimension()).isEqualTo(TIME.code());
            assertThat(chart.series().getFirst().values()).containsExactly(BigDecimal.ONE, null, BigDecimal.valueOf(3));
        });
    }

    @Test
    void a_second_unit_gets_the_second_axis() {
        Drawing drawing = draw(RowsBuilder.of(TIME, LEADS, SPEND)
                .row("2026-11-11", 1, 900)
                .row("2026-11-12", 2, 800)
                .build());
        assertThat(drawing).isInstanceOfSatisfying(Chart.class, chart -> assertThat(chart.series())
                .extracting(Chart.Series::role)
                .containsExactly(Chart.Series.Role.MAIN, Chart.Series.Role.SECOND_AXIS));
    }

    @Test
    void a_third_unit_is_refused_by_name() {
        Drawing drawing = draw(RowsBuilder.of(TIME, LEADS, SPEND, RATE)
                .row("2026-11-11", 1, 900, "0.3")
                .build());
        assertThat(drawing).isInstanceOfSatisfying(Notice.class, notice -> assertThat(notice.sentence())
                .contains("到店率"));
    }

    @Test
    void a_split_draws_one_line_a_member_and_leaves_gaps() {
        Drawing drawing = draw(RowsBuilder.of(TIME, CHANNEL, LEADS)
                .row("2026-11-11", Member.of("DOUYIN", "抖音"), 10)
                .row("2026-11-11", Member.of("JD", "京东"), 4)
                .row("2026-11-12", Member.of("DOUYIN", "抖音"), 12)
                .build());
        assertThat(drawing).isInstanceOfSatisfying(Chart.class, chart -> {
            assertThat(chart.series()).extracting(Chart.Series::key).containsExactly("leads/DOUYIN", "leads/JD");
            assertThat(chart.series()).extracting(Chart.Series::name).containsExactly("抖音", "京东");
            assertThat(chart.series()).extracting(Chart.Series::dimension).containsOnly("channel");
            assertThat(chart.series()).extracting(Chart.Series::member).containsExactly("DOUYIN", "JD");
            assertThat(chart.series().getLast().values()).containsExactly(BigDecimal.valueOf(4), null);
        });
    }

    @Test
    void a_split_keeps_the_largest_members() {
        RowsBuilder rows = RowsBuilder.of(TIME, CHANNEL, LEADS);
        for (int member = 0; member < 30; member++) {
            rows.row("2026-11-11", "C" + member, member);
        }
        assertThat(draw(rows.build())).isInstanceOfSatisfying(Chart.class, chart -> assertThat(chart.series())
                .hasSize(TrendWidget.MOST_SERIES)
                .first()
                .extracting(Chart.Series::key)
                .isEqualTo("leads/C29"));
    }

    @Test
    void the_compared_period_lies_under_the_same_hours_though_hours_are_missing() {
        Rows now = RowsBuilder.of(TIME, LEADS)
                .row("2026-11-11T01:00", 5)
                .row("2026-11-11T02:00", 6)
                .row("2026-11-11T04:00", 7)
                .build();
        Rows before = RowsBuilder.of(TIME, LEADS)
                .row("2026-11-10T00:00", 1)
                .row("2026-11-10T02:00", 2)
                .row("2026-11-10T03:00", 3)
                .row("2026-11-10T04:00", 4)
                .build();
        Drawing drawing = draw(new WidgetData(now, Optional.of(before), Optional.empty()), "area");
        assertThat(drawing).isInstanceOfSatisfying(Chart.class, chart -> {
            Chart.Series compared = chart.series().getLast();
            assertThat(compared.role()).isEqualTo(Chart.Series.Role.COMPARISON);
            assertThat(compared.name()).isEqualTo("昨日同时段");
            assertThat(compared.values()).isEqualTo(numbers(null, 2, 4));
        });
    }

    @Test
    void several_lines_are_not_compared() {
        Rows rows = RowsBuilder.of(TIME, LEADS, SPEND).row("2026-11-11", 1, 2).build();
        assertThat(draw(new WidgetData(rows, Optional.of(rows), Optional.empty()), "line"))
                .isInstanceOfSatisfying(
                        Chart.class, chart -> assertThat(chart.series()).hasSize(2));
    }

    @Test
    void takes_the_shape_that_the_admin_chose() {
        WidgetData data =
                WidgetData.of(RowsBuilder.of(TIME, LEADS).row("2026-11-11", 1).build());
        assertThat(List.of("line", "area", "column", "stacked"))
                .extracting(shape -> ((Chart) draw(data, shape)).kind())
                .containsExactly(Chart.Kind.LINE, Chart.Kind.AREA, Chart.Kind.COLUMN, Chart.Kind.STACKED_COLUMN);
    }

    @Test
    void nothing_but_missing_values_is_a_notice() {
        assertThat(draw(RowsBuilder.of(TIME, LEADS).row("2026-11-11", null).build()))
                .isInstanceOf(Notice.class);
    }
}
