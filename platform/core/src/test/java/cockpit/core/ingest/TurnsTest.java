package cockpit.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(30);

    private static void await(Turns turns, int waiting) {
        IngestTest.eventually(() -> turns.waiting() == waiting);
    }

    @Test
    void whoever_reads_least_is_served_first() throws Exception {
        Turns turns = new Turns(2, 2);
        Turns.Turn first = turns.take("big", "c1", LONG).orElseThrow();
        Turns.Turn second = turns.take("big", "c2", LONG).orElseThrow();
        List<String> served = java.util.Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int index = 0; index < 50; index++) {
                String connection = "c" + index;
                pool.submit(() -> {
                    try (Turns.Turn _ = turns.take("big", connection, LONG).orElseThrow()) {
                        served.add("big");
                    }
                    return true;
                });
            }
            await(turns, 50);
            pool.submit(() -> {
                try (Turns.Turn _ = turns.take("small", "only", LONG).orElseThrow()) {
                    served.add("small");
                }
                return true;
            });
            await(turns, 51);
            second.close();
            first.close();
        }
        assertThat(served).hasSize(51);
        assertThat(served.indexOf("small")).isLessThanOrEqualTo(1);
        assertThat(turns.reading()).isZero();
    }

    @Test
    void no_tenant_takes_all_as_soon_as_there_is_another() throws Exception {
        Turns turns = new Turns(4, 4);
        List<Turns.Turn> held = new ArrayList<>();
        for (int index = 0; index < 4; index++) {
            held.add(turns.take("alone", "c", LONG).orElseThrow());
        }
        assertThat(turns.take("other", "c", SHORT)).isEmpty();
        held.forEach(Turns.Turn::close);
        for (int index = 0; index < 3; index++) {
            assertThat(turns.take("alone", "c", LONG)).isPresent();
        }
        assertThat(turns.take("alone", "c", SHORT)).isEmpty();
        assertThat(turns.take("other", "c", SHORT)).isPresent();
    }

    @Test
    void a_connection_that_hangs_keeps_its_share_only() throws Exception {
        Turns turns = new Turns(12, 4);
        for (int index = 0; index < 4; index++) {
            assertThat(turns.take("acme", "hangs", LONG)).isPresent();
        }
        assertThat(turns.take("acme", "hangs", SHORT)).isEmpty();
        assertThat(turns.take("acme", "works", SHORT)).isPresent();
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void a_turn_that_is_closed_twice_counts_once() throws Exception {
        Turns turns = new Turns(1, 1);
        Turns.Turn turn = turns.take("acme", "c", LONG).orElseThrow();
        turn.close();
        turn.close();
        assertThat(turns.take("acme", "c", SHORT)).isPresent();
        assertThat(turns.take("acme", "c", SHORT)).isEqualTo(Optional.empty());
    }

    @Test
    void never_more_than_its_permits_are_out() throws Exception {
        Turns turns = new Turns(3, 2);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int index = 0; index < 300; index++) {
                String tenant = "t" + index % 7;
                String connection = "c" + index % 11;
                all.add(pool.submit(() -> {
                    try (Turns.Turn _ = turns.take(tenant, connection, LONG).orElseThrow()) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        inside.decrementAndGet();
                    }
                    return true;
                }));
            }
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(most.get()).isBetween(1, 3);
        assertThat(turns.reading()).isZero();
    }
}
