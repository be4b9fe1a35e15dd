package cockpit.spi.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cockpit.spi.Direction;
import cockpit.spi.Text;
import cockpit.spi.Unit;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A drawing")
class DrawingTest {

    @Nested
    @DisplayName("that is a chart")
    class OfChart {

        private static Chart chart(List<@Nullable BigDecimal> values) {
            return new Chart(
                    Chart.Kind.LINE,
                    List.of(
                            new Chart.Point("2026-11-10", "2026-11-10", true),
                            new Chart.Point("2026-11-11", "2026-11-11", true)),
                    List.of(new Chart.Series("spend", "消耗", Unit.MONEY, values, Chart.Series.Role.MAIN)));
        }

        @Test
        void has_one_value_a_point() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> chart(List.of(BigDecimal.ONE)))
                    .withMessage("Series spend has 1 values for 2 points.");
        }

        @Test
        void may_have_gaps() {
            assertThat(chart(Arrays.asList(BigDecimal.ONE, null))
                            .series()
                            .getFirst()
                            .values())
                    .containsExactly(BigDecimal.ONE, null);
        }

        @Test
        void is_equal_to_one_of_the_same_parts() {
            assertThat(chart(List.of(BigDecimal.ONE, BigDecimal.TWO)))
                    .isEqualTo(chart(List.of(BigDecimal.ONE, BigDecimal.TWO)));
        }
    }

    @Nested
    @DisplayName("that is a table")
    class OfTable {

        private static Table table(List<@Nullable Object> cells) {
            return new Table(
                    List.of(
                            Table.Column.text("门店"),
                            Table.Column.of(Table.Column.Kind.BAR, "消耗", Unit.MONEY, Direction.NEUTRAL)),
                    List.of(new Table.Line("S001", cells)));
        }

        @Test
        void has_one_cell_a_column() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> table(List.of("杭州西湖")))
                    .withMessage("Row S001 has 1 cells for 2 columns.");
        }

        @Test
        void has_cells_of_its_columns_types() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> table(List.of("杭州西湖", "10")))
                    .withMessage("Row S001, column 1: a BAR cell is a BigDecimal.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> table(List.of(BigDecimal.ONE, BigDecimal.ONE)))
                    .withMessage("Row S001, column 0: a TEXT cell is a String.");
        }

        @Test
        void may_have_empty_cells() {
            assertThat(table(Arrays.asList("杭州西湖", null)).rows()).hasSize(1);
        }
    }

    @Test
    void of_its_own_module_stays_below_web() {
        assertThat(new Custom("map.js", "ck-map", Map.of()).module()).isEqualTo("map.js");
        for (String module : List.of("../map.js", "/map.js", "map.css", "https://x/map.js", "a//b.js")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Custom(module, "ck-map", Map.of()));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Custom("map.js", "map", Map.of()));
    }

    @Test
    void is_bound_by_slots_that_make_sense() {
        Text title = Text.of("阶段", "Stages");
        assertThat(Slot.metric("measure", title).asOptional().least()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Slot.metrics("stage", title, 3, 2))
                .withMessage("Slot stage: between 3 and 2 makes no sense.");
    }

    @Test
    void has_a_size_within_the_grid() {
        assertThatIllegalArgumentException().isThrownBy(() -> new WidgetDescription.Size(13, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new WidgetDescription.Size(4, 0));
    }
}
