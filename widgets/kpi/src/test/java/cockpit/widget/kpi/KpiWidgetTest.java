package cockpit.widget.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.spi.Direction;
import cockpit.spi.Settings;
import cockpit.spi.Unit;
import cockpit.spi.widget.DrawContext;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Figure;
import cockpit.spi.widget.Notice;
import cockpit.spi.widget.WidgetData;
import cockpit.testkit.widget.RowsBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KpiWidgetTest {

    private static final Field COST =
            Field.metric("measure", "cost_per_lead", "线索成本", Unit.MONEY, Direction.DOWN_IS_GOOD);
    private static final Field TIME = Field.time("timeline", "hour", "时间");
    private static final DrawContext CONTEXT = new DrawContext(
            Locale.SIMPLIFIED_CHINESE, ZoneId.of("Asia/Shanghai"), Instant.parse("2026-11-11T06:05:00Z"), "昨日同时段");

    private final KpiWidget widget = new KpiWidget();

    private Settings options(Map<String, String> values) {
        return Settings.of(widget.describe().options(), values);
    }

    private static WidgetData full() {
        return new WidgetData(
                RowsBuilder.of(COST).row("8632.4").build(),
                Optional.of(RowsBuilder.of(COST).row(8010).build()),
                Optional.of(RowsBuilder.of(TIME, COST)
                        .row("2026-11-11T00:00", 8100)
                        .row("2026-11-11T01:00", null)
                        .row("2026-11-11T02:00", 8700)
                        .build()));
    }

    @Test
    void shows_the_value_its_compared_one_and_the_course() {
        assertThat(widget.draw(full(), options(Map.of()), CONTEXT)).isInstanceOfSatisfying(Figure.class, figure -> {
            assertThat(figure.value()).isEqualTo("8632.4");
            assertThat(figure.compared()).isEqualTo("8010");
            assertThat(figure.comparedWith()).isEqualTo("昨日同时段");
            assertThat(figure.unit()).isEqualTo(Unit.MONEY);
            assertThat(figure.direction()).isEqualTo(Direction.DOWN_IS_GOOD);
            assertThat(figure.sparkline()).containsExactly(BigDecimal.valueOf(8100), null, BigDecimal.valueOf(8700));
        });
    }

    @Test
    void draws_no_course_where_the_admin_wants_none() {
        assertThat(widget.draw(full(), options(Map.of("sparkline", "false")), CONTEXT))
                .isInstanceOfSatisfying(
                        Figure.class, figure -> assertThat(figure.sparkline()).isEmpty());
    }

    @Test
    void a_zero_is_a_value() {
        WidgetData zero = WidgetData.of(RowsBuilder.of(COST).row(0).build());
        assertThat(widget.draw(zero, options(Map.of()), CONTEXT))
                .isInstanceOfSatisfying(
                        Figure.class, figure -> assertThat(figure.value()).isEqualByComparingTo(BigDecimal.ZERO));
    }

    @Test
    void a_missing_value_is_said_and_not_shown_as_zero() {
        WidgetData nothing =
                WidgetData.of(RowsBuilder.of(COST).row((Object) null).build());
        assertThat(widget.draw(nothing, options(Map.of()), CONTEXT))
                .isInstanceOfSatisfying(
                        Notice.class, notice -> assertThat(notice.sentence()).contains("线索成本"));
    }
}
