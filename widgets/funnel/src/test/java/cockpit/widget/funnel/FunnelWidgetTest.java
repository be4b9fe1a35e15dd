package cockpit.widget.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.spi.Direction;
import cockpit.spi.Settings;
import cockpit.spi.Unit;
import cockpit.spi.widget.Chart;
import cockpit.spi.widget.DrawContext;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Notice;
import cockpit.spi.widget.WidgetData;
import cockpit.testkit.widget.RowsBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FunnelWidgetTest {

    private static final Field LEADS = step("leads", "线索", Unit.COUNT);
    private static final Field VISITS = step("visits", "到店", Unit.COUNT);
    private static final Field ORDERS = step("orders", "成交", Unit.COUNT);
    private static final DrawContext CONTEXT = new DrawContext(
            Locale.SIMPLIFIED_CHINESE, ZoneId.of("Asia/Shanghai"), Instant.parse("2026-11-11T06:05:00Z"), "");

    private final FunnelWidget widget = new FunnelWidget();

    private static Field step(String code, String title, Unit unit) {
        return Field.metric("steps", code, title, unit, Direction.UP_IS_GOOD);
    }

    private Drawing draw(List<Field> steps, @Nullable Object... sizes) {
        return widget.draw(
                WidgetData.of(RowsBuilder.of(steps).row(sizes).build()),
                Settings.of(widget.describe().options(), Map.of()),
                CONTEXT);
    }

    private List<@Nullable BigDecimal> shares(@Nullable Object... sizes) {
        Chart chart = (Chart) draw(List.of(LEADS, VISITS, ORDERS), sizes);
        return chart.series().get(1).values();
    }

    @Test
    void steps_stand_in_the_order_of_the_admin() {
        assertThat(draw(List.of(LEADS, VISITS, ORDERS), 100, 40, 10)).isInstanceOfSatisfying(Chart.class, chart -> {
            assertThat(chart.kind()).isEqualTo(Chart.Kind.FUNNEL);
            assertThat(chart.points()).extracting(Chart.Point::label).containsExactly("线索", "到店", "成交");
            assertThat(chart.series().getFirst().values())
                    .containsExactly(BigDecimal.valueOf(100), BigDecimal.valueOf(40), BigDecimal.valueOf(10));
        });
    }

    @Test
    void a_share_is_of_the_step_before() {
        assertThat(shares(100, 40, 10)).containsExactly(null, new BigDecimal("0.400000"), new BigDecimal("0.250000"));
    }

    @Test
    void nothing_is_divided_by_nothing() {
        assertThat(shares(100, 0, 0)).containsExactly(null, new BigDecimal("0.000000"), null);
        assertThat(shares(100, null, 10)).containsExactly(null, null, null);
    }

    @Test
    void a_step_may_gain() {
        assertThat(shares(10, 25, 5)).containsExactly(null, new BigDecimal("2.500000"), new BigDecimal("0.200000"));
    }

    @Test
    void negative_steps_have_no_share() {
        assertThat(shares(-5, 10, -1)).containsExactly(null, null, null);
    }

    @Test
    void a_step_of_another_unit_is_refused_by_name() {
        assertThat(draw(List.of(LEADS, step("paid", "实收", Unit.MONEY)), 10, 900))
                .isInstanceOfSatisfying(
                        Notice.class, notice -> assertThat(notice.sentence()).contains("实收"));
    }
}
