package cockpit.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.ingest.ConnectionStatus.State;
import cockpit.core.warehouse.DuckDbWarehouse;
import cockpit.spi.source.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one metadata database. */
class SeveralServersTest {

    static final TestMetadata METADATA = new TestMetadata();
    static final Leases.Times QUICK =
            new Leases.Times(Duration.ofSeconds(6), Duration.ofMillis(500), Duration.ofSeconds(2));

    @TempDir
    Path directory;

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T04:00:00Z"));
    final AtomicInteger inside = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final Cable cableA = new Cable();
    final Cable cableB = new Cable();
    final FakeSource sourceA = new FakeSource("fake");
    final FakeSource sourceB = new FakeSource("fake");
    DuckDbWarehouse warehouse;
    Ingest serverA;
    Ingest serverB;

    /** A server's way to the metadata database, which may be cut. */
    static final class Cable implements Transactions {

        final AtomicBoolean cut = new AtomicBoolean();

        @Override
        public <T> T in(Function<? super Session, T> work) {
            if (cut.get()) {
                throw new IllegalStateException("The database is gone.");
            }
            return METADATA.in(work);
        }
    }

    @BeforeEach
    void open() throws Exception {
        Files.writeString(directory.resolve("connections.yaml"), IngestTest.CONNECTIONS);
        warehouse = new DuckDbWarehouse(directory.resolve("facts"), now::get);
        warehouse.open("acme", IngestTest.TENANT.org());
        sourceA.reading.set(_ -> counted());
        sourceB.reading.set(_ -> counted());
        serverA = server(cableA, sourceA, "a");
        serverB = server(cableB, sourceB, "b");
    }

    private Page counted() {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        try {
            return Page.last(List.of(), "p" + System.nanoTime());
        } finally {
            inside.decrementAndGet();
        }
    }

    private Ingest server(Cable cable, FakeSource source, String name) {
        FakePlugins plugins = new FakePlugins();
        plugins.put(source);
        Ingest ingest = new Ingest(
                warehouse,
                plugins,
                new TestVault(),
                cable,
                (_, _, _, _) -> {},
                now::get,
                Map.of("SECRET", "s"),
                directory.resolve("data-" + name),
                QUICK);
        ingest.load(IngestTest.TENANT, directory);
        return ingest;
    }

    @AfterEach
    void close() {
        cableA.cut.set(false);
        cableB.cut.set(false);
        serverA.close();
        serverB.close();
        warehouse.close();
        METADATA.clear();
    }

    @AfterAll
    static void closeMetadata() {
        METADATA.close();
    }

    private void tick() {
        now.updateAndGet(at -> at.plus(Duration.ofMinutes(2)));
    }

    @Test
    void one_reads_and_when_it_dies_the_other_goes_on_and_never_both() {
        IngestTest.eventually(() -> sourceA.cursors.size() == 1);
        for (int round = 2; round <= 4; round++) {
            int reads = round;
            tick();
            IngestTest.eventually(() -> sourceA.cursors.size() == reads);
        }
        assertThat(sourceB.cursors).isEmpty();
        cableA.cut.set(true);
        long died = System.nanoTime();
        int readsOfA = sourceA.cursors.size();
        IngestTest.eventually(() -> {
            tick();
            return !sourceB.cursors.isEmpty();
        });
        assertThat(Duration.ofNanos(System.nanoTime() - died)).isGreaterThan(Duration.ofSeconds(3));
        int readsOfAWhenBTookOver = sourceA.cursors.size();
        tick();
        IngestTest.eventually(() -> sourceB.cursors.size() >= 2);
        assertThat(sourceA.cursors).hasSize(readsOfAWhenBTookOver);
        assertThat(readsOfAWhenBTookOver).isGreaterThanOrEqualTo(readsOfA);
        assertThat(most).hasValue(1);
        cableA.cut.set(false);
        IngestTest.eventually(() -> {
            tick();
            return sourceB.cursors.size() >= 4;
        });
        assertThat(sourceA.cursors).hasSize(readsOfAWhenBTookOver);
    }

    @Test
    void a_server_that_ends_in_order_hands_over_at_once() {
        IngestTest.eventually(() -> sourceA.cursors.size() == 1);
        serverA.close();
        tick();
        IngestTest.eventually(() -> !sourceB.cursors.isEmpty());
        assertThat(sourceB.cursors.getFirst()).isNotEqualTo("null");
    }

    @Test
    void what_people_do_on_the_one_reaches_the_other() {
        IngestTest.eventually(() -> sourceA.cursors.size() == 1);
        serverB.runNow(IngestTest.ADMIN, "ocean", Optional.empty());
        IngestTest.eventually(() -> sourceA.cursors.size() == 2);
        serverB.reset(IngestTest.ADMIN, "ocean", Optional.of("lead"));
        IngestTest.eventually(
                () -> sourceA.cursors.size() >= 3 && sourceA.cursors.getLast().equals("null"));
        serverB.pause(IngestTest.ADMIN, "ocean", Optional.empty());
        IngestTest.eventually(() -> serverA.get(IngestTest.ADMIN, "ocean").state() == State.PAUSED);
        serverB.saveMapping(
                IngestTest.ADMIN, "ocean", 0, List.of(new Mapping.Replace("lead", "state", "CLOSED", "WON")));
        IngestTest.eventually(() -> serverA.mapping(IngestTest.ADMIN, "ocean").version() == 1);
        serverB.save(
                IngestTest.ADMIN,
                IngestTest.draft(0, Map.of("app-secret", cockpit.spi.Secret.of("x")), java.util.Set.of()));
        IngestTest.eventually(() -> serverA.all(IngestTest.ADMIN).size() == 2);
    }
}
