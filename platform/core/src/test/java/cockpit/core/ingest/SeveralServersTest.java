package cockpit.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.ingest.ConnectionStatus.State;
import cockpit.core.warehouse.DuckDbWarehouse;
import cockpit.spi.Secret;
import cockpit.spi.source.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private int reads() {
        return sourceA.cursors.size() + sourceB.cursors.size();
    }

    @Test
    void one_reads_and_when_it_dies_the_other_goes_on_and_never_both() {
        for (int round = 1; round <= 3; round++) {
            int expected = round;
            // a read that ends after the tick counts its interval from there, so time goes on until the next one
            IngestTest.eventually(() -> {
                tick();
                return reads() >= expected;
            });
        }
        cableA.cut.set(true);
        int before = sourceB.cursors.size();
        IngestTest.eventually(() -> {
            tick();
            return sourceB.cursors.size() >= before + 2;
        });
        int readsOfA = sourceA.cursors.size();
        IngestTest.eventually(() -> {
            tick();
            return sourceB.cursors.size() >= before + 4;
        });
        assertThat(sourceA.cursors).hasSize(readsOfA);
        assertThat(most).hasValue(1);
    }

    @Test
    void a_server_that_ends_in_order_hands_over_at_once() {
        IngestTest.eventually(() -> reads() >= 1);
        serverA.close();
        IngestTest.eventually(() -> {
            tick();
            return !sourceB.cursors.isEmpty();
        });
    }

    @Test
    void what_people_do_on_the_one_reaches_the_other() {
        IngestTest.eventually(() -> reads() >= 1);
        serverB.runNow(IngestTest.ADMIN, "ocean", Optional.empty());
        IngestTest.eventually(() -> reads() >= 2);
        serverB.reset(IngestTest.ADMIN, "ocean", Optional.of("lead"));
        IngestTest.eventually(() -> sourceA.cursors.lastIndexOf("null") > 0 || sourceB.cursors.contains("null"));
        serverB.pause(IngestTest.ADMIN, "ocean", Optional.empty());
        IngestTest.eventually(() -> serverA.get(IngestTest.ADMIN, "ocean").state() == State.PAUSED);
        serverB.saveMapping(
                IngestTest.ADMIN, "ocean", 0, List.of(new Mapping.Replace("lead", "state", "CLOSED", "WON")));
        IngestTest.eventually(() -> serverA.mapping(IngestTest.ADMIN, "ocean").version() == 1);
        serverB.save(IngestTest.ADMIN, IngestTest.draft(0, Map.of("app-secret", Secret.of("x")), Set.of()));
        IngestTest.eventually(() -> serverA.all(IngestTest.ADMIN).size() == 2);
    }
}
