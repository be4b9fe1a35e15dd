package cockpit.widget.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShiftTest {

    @Test
    void days_move_by_the_distance_of_the_first_ones() {
        assertThat(Shift.onto(List.of("2026-11-08", "2026-11-09"), List.of("2026-11-01", "2026-11-02", "2026-11-03")))
                .isEqualTo(Map.of("2026-11-01", "2026-11-08", "2026-11-02", "2026-11-09"));
    }

    @Test
    void a_leap_day_counts_as_the_day_after() {
        assertThat(Shift.onto(List.of("2025-02-28", "2025-03-01"), List.of("2024-02-28", "2024-02-29")))
                .isEqualTo(Map.of("2024-02-28", "2025-02-28", "2024-02-29", "2025-03-01"));
    }

    @Test
    void months_move_by_their_position() {
        assertThat(Shift.onto(List.of("2026-10", "2026-11"), List.of("2025-10", "2025-11")))
                .isEqualTo(Map.of("2025-10", "2026-10", "2025-11", "2026-11"));
    }

    @Test
    void nothing_moves_onto_nothing() {
        assertThat(Shift.onto(List.of(), List.of("2026-11-01"))).isEmpty();
    }
}
