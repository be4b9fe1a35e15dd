package cockpit.simulator.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class WorldClockTest {
    private static final Instant REAL = Instant.parse("2026-11-20T00:00:00Z");
    private static final Instant WORLD = Instant.parse("2026-03-01T00:00:00Z");

    private Instant now = REAL;
    private final InstantSource real = () -> now;

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }

    @Test
    void it_runs_at_a_multiple_of_real_time() {
        WorldClock clock = new WorldClock(real, WORLD, 60, false);
        pass(10);

        assertThat(clock.now()).isEqualTo(WORLD.plusSeconds(600));
    }

    @Test
    void it_stands_still_when_frozen_and_moves_when_advanced() {
        WorldClock clock = new WorldClock(real, WORLD, 60, true);
        pass(10);
        clock.advance(Duration.ofSeconds(5));

        assertThat(clock.now()).isEqualTo(WORLD.plusSeconds(5));
    }

    @Test
    void a_change_of_speed_keeps_the_time() {
        WorldClock clock = new WorldClock(real, WORLD, 10, false);
        pass(10);
        clock.speed(1);
        pass(1);

        assertThat(clock.now()).isEqualTo(WORLD.plusSeconds(101));
    }

    @Test
    void it_goes_on_from_where_it_was_frozen() {
        WorldClock clock = new WorldClock(real, WORLD, 1, false);
        pass(10);
        clock.freeze(true);
        pass(100);
        clock.freeze(false);
        pass(1);

        assertThat(clock.now()).isEqualTo(WORLD.plusSeconds(11));
    }

    @Test
    void it_never_runs_backwards() {
        WorldClock clock = new WorldClock(real, WORLD, 1, false);

        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
                .hasMessage("the clock never runs backwards: advanceSeconds must be 0 or more");
    }

    @Test
    void it_does_not_follow_a_real_clock_that_is_set_back() {
        WorldClock clock = new WorldClock(real, WORLD, 1, false);
        pass(-3600);

        assertThat(clock.now()).isEqualTo(WORLD);
    }

    @Test
    void a_speed_of_nothing_is_refused() {
        assertThatThrownBy(() -> new WorldClock(real, WORLD, 0, false))
                .hasMessage("speed must be above 0 and at most 100000");
    }
}
