package cockpit.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private static final String OWNER = "yanjiusuo/admin";

    private final TestClock clock = new TestClock();
    private final Throttle throttle = new Throttle(clock);

    private void fail(String account, String address, int times) {
        for (int time = 0; time < times; time++) {
            while (!throttle.begin(account, address).isZero()) {
                clock.advance(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void five_tries_are_free() {
        for (int time = 0; time < 5; time++) {
            assertThat(throttle.begin(OWNER, "10.0.0.1")).isZero();
        }
        assertThat(throttle.begin(OWNER, "10.0.0.1")).isPositive();
    }

    @Test
    void waits_grow_to_five_minutes_and_no_further() {
        fail(OWNER, "10.0.0.1", 5);
        assertThat(throttle.begin(OWNER, "10.0.0.1")).isEqualTo(Duration.ofSeconds(2));
        fail(OWNER, "10.0.0.1", 1);
        assertThat(throttle.begin(OWNER, "10.0.0.1")).isEqualTo(Duration.ofSeconds(4));
        fail(OWNER, "10.0.0.1", 15);
        assertThat(throttle.begin(OWNER, "10.0.0.1")).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void tries_while_waiting_do_not_make_the_wait_longer() {
        fail(OWNER, "10.0.0.1", 5);
        for (int time = 0; time < 50; time++) {
            throttle.begin(OWNER, "10.0.0.1");
        }
        clock.advance(Duration.ofSeconds(2));

        assertThat(throttle.begin(OWNER, "10.0.0.1")).isZero();
    }

    @Test
    void success_begins_anew() {
        fail(OWNER, "10.0.0.1", 5);
        clock.advance(Duration.ofSeconds(3));
        assertThat(throttle.begin(OWNER, "10.0.0.1")).isZero();
        throttle.succeeded(OWNER, "10.0.0.1");

        for (int time = 0; time < 5; time++) {
            assertThat(throttle.begin(OWNER, "10.0.0.1")).isZero();
        }
    }

    @Test
    void another_account_from_the_same_address_does_not_wait() {
        fail(OWNER, "10.0.0.1", 10);

        assertThat(throttle.begin("yanjiusuo/store", "10.0.0.1")).isZero();
    }

    @Test
    void an_account_that_is_tried_from_everywhere_waits_everywhere() {
        for (int address = 0; address < 30; address++) {
            assertThat(throttle.begin(OWNER, "10.0.1." + address)).isZero();
        }

        assertThat(throttle.begin(OWNER, "10.0.2.1")).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void the_owner_is_not_locked_out_by_what_others_do() {
        assertThat(throttle.begin(OWNER, "192.168.1.7")).isZero();
        throttle.succeeded(OWNER, "192.168.1.7");
        for (int address = 0; address < 40; address++) {
            throttle.begin(OWNER, "10.0.1." + address);
        }

        assertThat(throttle.begin(OWNER, "192.168.1.7")).isZero();
    }

    @Test
    void an_address_that_tries_many_accounts_waits() {
        for (int account = 0; account < 100; account++) {
            assertThat(throttle.begin("yanjiusuo/user" + account, "10.0.0.1")).isZero();
        }

        assertThat(throttle.begin("yanjiusuo/user100", "10.0.0.1")).isPositive();
    }

    @Test
    void failures_are_forgotten_after_half_an_hour() {
        fail(OWNER, "10.0.0.1", 12);
        clock.advance(Duration.ofMinutes(31));

        for (int time = 0; time < 5; time++) {
            assertThat(throttle.begin(OWNER, "10.0.0.1")).isZero();
        }
    }
}
