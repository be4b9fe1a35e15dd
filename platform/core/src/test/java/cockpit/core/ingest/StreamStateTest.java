package cockpit.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The share of a history that is read")
class StreamStateTest {

    private static final int HISTORY = 100;
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 11);
    private static final Instant NOW = Instant.parse("2026-11-11T04:00:00Z");

    private static StreamState state(boolean begunBefore) {
        return new StreamState(
                FakeSource.LEAD,
                Optional.of(Duration.ofMinutes(1)),
                new IngestMemory.Run(begunBefore ? 5 : 0, begunBefore ? Optional.of(NOW) : Optional.empty(), false),
                NOW);
    }

    /** The share after each page whose newest row is so many days old; a negative age stands for a page without rows. */
    private static List<Double> shares(StreamState state, int... ages) {
        List<Double> shares = new ArrayList<>();
        for (int age : ages) {
            Optional<LocalDate> newest = age < 0 ? Optional.empty() : Optional.of(TODAY.minusDays(age));
            state.read(true, newest, HISTORY, TODAY, NOW);
            shares.add(state.status().progress().orElseThrow());
        }
        return shares;
    }

    @Test
    void is_nothing_before_the_first_page() {
        assertThat(state(false).status().progress()).contains(0.0);
        assertThat(shares(state(false), -1)).containsExactly(0.0);
    }

    @Test
    void grows_from_the_oldest_day_on() {
        assertThat(shares(state(false), 90, 60, 20)).containsExactly(0.1, 0.4, 0.8);
    }

    @Test
    void grows_backwards_from_today_and_claims_only_what_lies_after_a_page() {
        assertThat(shares(state(false), 0, 2, 32, 62)).containsExactly(0.0, 0.02, 0.32, 0.62);
    }

    @Test
    void does_not_fall_where_the_newest_days_are_read_again_in_between() {
        assertThat(shares(state(false), 0, 32, 0, -1, 62)).containsExactly(0.0, 0.32, 0.32, 0.32, 0.62);
    }

    @Test
    void is_not_claimed_after_an_interruption_until_the_way_is_known() {
        assertThat(shares(state(true), 40, 40, 70)).containsExactly(0.0, 0.0, 0.7);
        assertThat(shares(state(true), 60, 50)).containsExactly(0.0, 0.5);
    }

    @Test
    void is_never_the_whole_before_the_last_page_and_gone_after_it() {
        StreamState state = state(false);
        assertThat(shares(state, 90, 0)).containsExactly(0.1, 0.99);
        state.read(false, Optional.of(TODAY), HISTORY, TODAY, NOW);
        assertThat(state.status().progress()).isEmpty();
    }
}
