package cockpit.spi.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cockpit.spi.Direction;
import cockpit.spi.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rows")
class RowsTest {

    private static final Field STORE = Field.dimension("by", "org_unit", "门店");
    private static final Field SPEND = Field.metric("measure", "spend", "消耗", Unit.MONEY, Direction.DOWN_IS_GOOD);
    private static final Field SPEND_AGAIN = Field.metric("second", "spend", "消耗", Unit.MONEY, Direction.DOWN_IS_GOOD);

    private final Rows rows = new Rows(
            List.of(STORE, SPEND, SPEND_AGAIN),
            List.of(
                    List.of(Member.of("S001", "杭州西湖"), BigDecimal.TEN, BigDecimal.ONE),
                    Arrays.asList(Member.of("S002", "上海静安"), null, BigDecimal.TWO)));

    @Test
    void give_numbers_and_members() {
        assertThat(rows.member(0, STORE).label()).isEqualTo("杭州西湖");
        assertThat(rows.number(0, SPEND)).isEqualTo(BigDecimal.TEN);
        assertThat(rows.number(1, SPEND)).isNull();
    }

    @Test
    void tell_one_metric_in_two_slots_apart() {
        assertThat(rows.number(0, SPEND_AGAIN)).isEqualTo(BigDecimal.ONE);
        assertThat(rows.fields("second")).containsExactly(SPEND_AGAIN);
    }

    @Test
    void refuse_a_row_of_another_width() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rows(List.of(STORE, SPEND), List.of(List.of(BigDecimal.ONE))))
                .withMessage("A row has 1 values for 2 fields.");
    }

    @Test
    void refuse_a_field_that_is_not_theirs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rows.number(0, Field.dimension("by", "channel", "渠道")))
                .withMessage("These rows have no field channel.");
        assertThatIllegalArgumentException().isThrownBy(() -> rows.member(0, SPEND));
    }

    @Test
    void have_a_total_only_where_there_is_one_row() {
        Rows one = new Rows(List.of(SPEND), List.of(List.of(BigDecimal.TEN)));
        assertThat(one.total(SPEND)).contains(BigDecimal.TEN);
        assertThat(rows.total(SPEND)).isEmpty();
        assertThat(Rows.EMPTY.isEmpty()).isTrue();
    }

    @Test
    void do_not_change_with_the_lists_they_came_from() {
        List<@Nullable Object> values = new ArrayList<>(List.of(BigDecimal.TEN));
        Rows copied = new Rows(List.of(SPEND), List.of(values));
        values.set(0, BigDecimal.ONE);
        assertThat(copied.number(0, SPEND)).isEqualTo(BigDecimal.TEN);
    }
}
