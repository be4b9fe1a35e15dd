package cockpit.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Pauses, the circuit, the token bucket, and the estimate of a back-fill. */
class PacingTest {

    private static final Instant NOW = Instant.parse("2026-03-01T04:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-03-01");

    private static Backoff backoff() {
        return new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(15), new Random(7));
    }

    @Test
    void pauses_are_drawn_below_a_bound_that_doubles_up_to_the_longest() {
        Backoff backoff = backoff();
        for (int failures = 1; failures < 40; failures++) {
            List<Duration> pauses = new ArrayList<>();
            for (int draw = 0; draw < 200; draw++) {
                pauses.add(backoff.pause(failures));
            }
            Duration bound = backoff.bound(failures);
            assertThat(pauses).allMatch(pause -> pause.compareTo(bound) <= 0 && pause.toMillis() >= 500);
            assertThat(pauses).anyMatch(pause -> pause.compareTo(bound.dividedBy(4)) < 0);
            assertThat(pauses)
                    .anyMatch(pause -> pause.compareTo(bound.multipliedBy(3).dividedBy(4)) > 0);
        }
        assertThat(backoff.bound(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(backoff.bound(4)).isEqualTo(Duration.ofSeconds(40));
        assertThat(backoff.bound(1000)).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void the_circuit_opens_after_failures_in_a_row_and_lets_one_probe_through() {
        Circuit circuit = new Circuit(backoff());
        for (int failure = 1; failure < Circuit.FAILURES; failure++) {
            circuit.failed(NOW);
        }
        circuit.succeeded();
        for (int failure = 1; failure < Circuit.FAILURES; failure++) {
            circuit.failed(NOW);
        }
        assertThat(circuit.ask(NOW)).isEqualTo(Circuit.Leave.GRANTED);
        circuit.failed(NOW);
        Instant until = circuit.openUntil().orElseThrow();
        assertThat(circuit.ask(until.minusMillis(1))).isEqualTo(Circuit.Leave.REFUSED);
        assertThat(circuit.ask(until)).isEqualTo(Circuit.Leave.AS_PROBE);
        assertThat(circuit.ask(until)).isEqualTo(Circuit.Leave.REFUSED);
        circuit.failed(until);
        assertThat(circuit.openUntil().orElseThrow()).isAfter(until);
        Instant later = circuit.openUntil().orElseThrow();
        assertThat(circuit.ask(later)).isEqualTo(Circuit.Leave.AS_PROBE);
        circuit.undecided();
        assertThat(circuit.ask(later)).isEqualTo(Circuit.Leave.AS_PROBE);
        circuit.succeeded();
        assertThat(circuit.openUntil()).isEmpty();
        assertThat(circuit.ask(later)).isEqualTo(Circuit.Leave.GRANTED);
    }

    @Test
    void somebody_who_wants_to_know_now_gets_the_probe() {
        Circuit circuit = new Circuit(backoff());
        for (int failure = 1; failure <= Circuit.FAILURES; failure++) {
            circuit.failed(NOW);
        }
        circuit.tryNow(NOW);
        assertThat(circuit.ask(NOW)).isEqualTo(Circuit.Leave.AS_PROBE);
    }

    @Test
    void a_back_fill_takes_only_what_live_requests_leave() throws Exception {
        RateLimit limit = new RateLimit(20, 1);
        limit.take();
        List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
        CountDownLatch asked = new CountDownLatch(1);
        Thread history = Thread.ofVirtual().start(() -> {
            try {
                asked.countDown();
                limit.takeLeftOver();
                order.add("history");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        asked.await();
        List<Thread> live = new ArrayList<>();
        for (int index = 0; index < 4; index++) {
            live.add(Thread.ofVirtual().start(() -> {
                try {
                    limit.take();
                    order.add("live");
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (Thread thread : live) {
            thread.join();
        }
        history.join();
        assertThat(order).containsExactly("live", "live", "live", "live", "history");
    }

    @Test
    void a_pause_that_the_channel_asked_for_is_kept_and_never_shortened() {
        RateLimit limit = new RateLimit(10, 10);
        assertThat(limit.paused()).isEmpty();
        limit.pause(Duration.ofMinutes(5));
        limit.pause(Duration.ofSeconds(1));
        assertThat(limit.paused().orElseThrow()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }

    @Test
    void a_history_read_from_its_oldest_day_only_grows() {
        BackFill fill = new BackFill(BackFill.Memory.NONE);
        assertThat(fill.progress(100)).isEmpty();
        fill.page(1000, Duration.ofSeconds(2));
        fill.days(TODAY.minusDays(100), TODAY.minusDays(75), 100, TODAY);
        BackFill.Progress quarter = fill.progress(100).orElseThrow();
        assertThat(quarter.share()).isEqualTo(0.25);
        assertThat(quarter.daysLeft()).isEqualTo(75);
        assertThat(quarter.rowsPerSecond()).isEqualTo(500);
        assertThat(quarter.left()).contains(Duration.ofSeconds(6));
        fill.days(TODAY.minusDays(99), TODAY.minusDays(90), 100, TODAY);
        assertThat(fill.progress(100).orElseThrow().daysLeft()).isEqualTo(75);
        BackFill again = new BackFill(fill.memory());
        assertThat(again.progress(100).orElseThrow().share()).isEqualTo(0.25);
        again.days(TODAY.minusDays(50), TODAY, 100, TODAY);
        assertThat(again.progress(100).orElseThrow().share()).isEqualTo(0.99);
        assertThat(again.progress(100).orElseThrow().daysLeft()).isEqualTo(1);
    }

    @Test
    void a_history_read_from_its_newest_day_is_measured_backwards() {
        BackFill fill = new BackFill(BackFill.Memory.NONE);
        fill.page(10, Duration.ofSeconds(1));
        fill.days(TODAY, TODAY, 100, TODAY);
        assertThat(fill.progress(100).orElseThrow().share()).isZero();
        fill.days(TODAY.minusDays(40), TODAY.minusDays(30), 100, TODAY);
        assertThat(fill.progress(100).orElseThrow().share()).isEqualTo(0.4);
        assertThat(new BackFill(fill.memory()).progress(100).orElseThrow().daysLeft())
                .isEqualTo(60);
    }
}
