package cockpit.widget.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.spi.Direction;
import cockpit.spi.Settings;
import cockpit.spi.Unit;
import cockpit.spi.widget.DrawContext;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Notice;
import cockpit.spi.widget.Rows;
import cockpit.spi.widget.Table;
import cockpit.spi.widget.WidgetData;
import cockpit.testkit.widget.RowsBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeaderboardWidgetTest {

    private static final Field STORE = Field.dimension("who", "store", "门店");
    private static final Field CHANNEL = Field.dimension("by", "channel", "渠道");
    private static final Field PAID = measure(Unit.MONEY, Direction.UP_IS_GOOD);
    private static final DrawContext CONTEXT = new DrawContext(
            Locale.SIMPLIFIED_CHINESE, ZoneId.of("Asia/Shanghai"), Instant.parse("2026-11-11T06:05:00Z"), "昨日");

    private final LeaderboardWidget widget = new LeaderboardWidget();

    private static Field measure(Unit unit, Direction direction) {
        return Field.metric("measure", "paid", "实收", unit, direction);
    }

    private static Rows rows(Field measure, @Nullable Object... pairs) {
        RowsBuilder builder = RowsBuilder.of(STORE, measure);
        for (int index = 0; index < pairs.length; index += 2) {
            builder.row(pairs[index], pairs[index + 1]);
        }
        return builder.build();
    }

    private Drawing draw(WidgetData data, Map<String, String> options) {
        return widget.draw(data, Settings.of(widget.describe().options(), options), CONTEXT);
    }

    private List<String> keys(Rows rows, Map<String, String> options) {
        Table table = (Table) draw(WidgetData.of(rows), options);
        return table.rows().stream().map(Table.Line::key).toList();
    }

    private static List<@Nullable Object> column(Table table, Table.Column.Kind kind) {
        int index = table.columns().stream().map(Table.Column::kind).toList().indexOf(kind);
        java.util.ArrayList<@Nullable Object> cells = new java.util.ArrayList<>();
        table.rows().forEach(row -> cells.add(row.cells().get(index)));
        return cells;
    }

    @Test
    void the_best_is_the_largest_unless_less_is_better() {
        assertThat(keys(rows(PAID, "A", 1, "B", 3, "C", 2), Map.of())).containsExactly("B", "C", "A");
        assertThat(keys(rows(measure(Unit.MONEY, Direction.DOWN_IS_GOOD), "A", 1, "B", 3, "C", 2), Map.of()))
                .containsExactly("A", "C", "B");
    }

    @Test
    void a_row_is_a_member_of_the_dimension_that_is_ranked() {
        Table table = (Table) draw(WidgetData.of(rows(PAID, "A", 1, "B", 3)), Map.of());
        assertThat(table.dimension()).isEqualTo(STORE.code());
    }

    @Test
    void the_worst_come_with_their_true_rank() {
        Table table =
                (Table) draw(WidgetData.of(rows(PAID, "A", 1, "B", 3, "C", 2)), Map.of("order", "worst", "top", "2"));
        assertThat(table.rows()).extracting(Table.Line::key).containsExactly("A", "C");
        assertThat(column(table, Table.Column.Kind.RANK)).containsExactly(BigDecimal.valueOf(3), BigDecimal.valueOf(2));
    }

    @Test
    void equal_values_share_a_rank() {
        Table table = (Table) draw(WidgetData.of(rows(PAID, "A", 5, "B", "5.00", "C", 2)), Map.of());
        assertThat(column(table, Table.Column.Kind.RANK))
                .containsExactly(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.valueOf(3));
    }

    @Test
    void who_has_no_value_has_no_rank() {
        assertThat(keys(rows(PAID, "A", null, "B", 3), Map.of())).containsExactly("B");
    }

    @Test
    void says_how_value_and_rank_changed() {
        WidgetData data = new WidgetData(
                rows(PAID, "A", 120, "B", 100, "N", 50),
                Optional.of(rows(PAID, "B", 200, "A", 100, "Z", 0)),
                Optional.empty());
        Table table = (Table) draw(data, Map.of());
        assertThat(column(table, Table.Column.Kind.CHANGE))
                .containsExactly(new BigDecimal("0.200000"), new BigDecimal("-0.500000"), null);
        assertThat(column(table, Table.Column.Kind.RANK_CHANGE))
                .containsExactly(BigDecimal.ONE, BigDecimal.valueOf(-1), null);
        assertThat(table.columns()).extracting(Table.Column::title).contains("较昨日");
    }

    @Test
    void a_share_of_a_share_is_not_shown() {
        Field rate = measure(Unit.RATIO, Direction.UP_IS_GOOD);
        Rows rows = rows(rate, "A", "0.3");
        Table table = (Table) draw(new WidgetData(rows, Optional.of(rows), Optional.empty()), Map.of());
        assertThat(table.columns())
                .extracting(Table.Column::kind)
                .doesNotContain(Table.Column.Kind.CHANGE)
                .contains(Table.Column.Kind.RANK_CHANGE);
    }

    @Test
    void shows_as_many_as_the_admin_wants_and_no_more_than_a_hundred() {
        RowsBuilder builder = RowsBuilder.of(STORE, PAID);
        for (int store = 0; store < 300; store++) {
            builder.row("S" + store, store);
        }
        assertThat(keys(builder.build(), Map.of())).hasSize(10);
        assertThat(keys(builder.build(), Map.of("top", "25"))).hasSize(25);
        assertThat(keys(builder.build(), Map.of("top", "5000"))).hasSize(LeaderboardWidget.MOST_ROWS);
        assertThat(keys(builder.build(), Map.of("top", "0"))).hasSize(1);
    }

    @Test
    void two_dimensions_are_refused_by_name() {
        Rows both = RowsBuilder.of(STORE, CHANNEL, PAID).row("A", "DOUYIN", 1).build();
        assertThat(draw(WidgetData.of(both), Map.of()))
                .isInstanceOfSatisfying(
                        Notice.class,
                        notice -> assertThat(notice.sentence()).contains("门店").contains("渠道"));
    }

    @Test
    void no_dimension_asks_for_one() {
        Rows none = RowsBuilder.of(PAID).row(1).build();
        assertThat(draw(WidgetData.of(none), Map.of()))
                .isInstanceOfSatisfying(
                        Notice.class, notice -> assertThat(notice.kind()).isEqualTo(Notice.Kind.INFORMATION));
    }
}
