package cockpit.simulator.oceanengine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private Instant now = Instant.parse("2026-11-20T00:00:00Z");
    private final InstantSource real = () -> now;

    private RateLimiter limiter(int developer, int customer, int platform) {
        return new RateLimiter(new RateLimiter.Limits(developer, customer, platform), real);
    }

    private static RateLimiter.Verdict last(RateLimiter limiter, int calls) {
        for (int call = 1; call < calls; call++) {
            limiter.ask("/report");
        }
        return limiter.ask("/report");
    }

    @Test
    void the_developer_s_limit_of_an_api_answers_40110() {
        RateLimiter.Verdict verdict = last(limiter(20, 40, 100), 21);

        assertThat(verdict).isEqualTo(new RateLimiter.Verdict(Code.DEVELOPER_LIMIT, "developer", 20, 0, 1));
    }

    @Test
    void the_customer_s_limit_is_counted_first_and_answers_40130() {
        assertThat(last(limiter(5, 5, 100), 6).code()).isEqualTo(Code.CUSTOMER_LIMIT);
    }

    @Test
    void the_platform_s_limit_answers_40100() {
        assertThat(last(limiter(20, 40, 3), 4).code()).isEqualTo(Code.PLATFORM_LIMIT);
    }

    @Test
    void calls_left_are_counted_down() {
        assertThat(last(limiter(20, 40, 100), 3).remaining()).isEqualTo(17);
    }

    @Test
    void a_second_later_all_is_well() {
        RateLimiter limiter = limiter(20, 40, 100);
        last(limiter, 21);
        now = now.plusMillis(1000);

        assertThat(limiter.ask("/report").code()).isEqualTo(Code.OK);
    }

    @Test
    void another_api_has_its_own_limit() {
        RateLimiter limiter = limiter(20, 40, 100);
        last(limiter, 20);

        assertThat(limiter.ask("/clue").code()).isEqualTo(Code.OK);
    }

    @Test
    void a_minute_of_far_too_many_calls_costs_five_minutes() {
        RateLimiter limiter = limiter(2, 4, 10);
        last(limiter, 201);
        now = now.plusSeconds(299);

        assertThat(limiter.ask("/report"))
                .isEqualTo(new RateLimiter.Verdict(Code.DEVELOPER_LIMIT, "developer", 2, 0, 1));

        now = now.plusSeconds(2);

        assertThat(limiter.ask("/report").code()).isEqualTo(Code.OK);
    }
}
