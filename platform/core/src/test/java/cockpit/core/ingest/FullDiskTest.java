package cockpit.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cockpit.core.ingest.ConnectionStatus.State;
import cockpit.core.warehouse.DuckDbWarehouse;
import cockpit.core.warehouse.Query;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts on a file system that is really full. It needs a user who may mount one. */
class FullDiskTest {

    static final TestMetadata METADATA = new TestMetadata();
    private static final int PAGES = 24;
    private static final int ROWS = 2_000;

    @TempDir
    Path directory;

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T04:00:00Z"));
    final FakeSource source = new FakeSource("fake");
    Path disk;

    static boolean run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @BeforeEach
    void mount() throws IOException {
        disk = Files.createDirectories(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()),
                "This user may not mount a file system.");
    }

    @AfterEach
    void unmount() {
        run("umount", "-l", disk.toString());
        METADATA.clear();
    }

    @AfterAll
    static void closeMetadata() {
        METADATA.close();
    }

    private static Page page(int number) {
        List<Row> rows = new ArrayList<>();
        for (int index = 0; index < ROWS; index++) {
            rows.add(FakeSource.lead(number + "-" + index + "-"
                    + UUID.nameUUIDFromBytes(new byte[] {(byte) number, (byte) index, (byte) (index >> 8)})));
        }
        return number == PAGES - 1
                ? Page.last(rows, String.valueOf(PAGES))
                : Page.continued(rows, String.valueOf(number + 1));
    }

    @Test
    void a_full_disk_has_its_sentence_and_when_there_is_room_everything_is_there() throws Exception {
        Files.writeString(directory.resolve("connections.yaml"), IngestTest.CONNECTIONS);
        FakePlugins plugins = new FakePlugins();
        plugins.put(source);
        source.reading.set(cursor -> {
            int number = cursor == null ? 0 : Integer.parseInt(cursor);
            return number >= PAGES ? Page.last(List.of(), String.valueOf(number)) : page(number);
        });
        try (DuckDbWarehouse warehouse = new DuckDbWarehouse(disk, now::get)) {
            warehouse.open("acme", IngestTest.TENANT.org());
            try (Ingest ingest = new Ingest(
                    warehouse,
                    plugins,
                    new TestVault(),
                    METADATA,
                    (_, _, _, _) -> {},
                    now::get,
                    Map.of("SECRET", "s"),
                    directory.resolve("data"))) {
                ingest.load(IngestTest.TENANT, directory);
                IngestTest.eventually(
                        () -> ingest.get(IngestTest.ADMIN, "ocean").state() == State.RETRYING);
                ConnectionStatus full = ingest.get(IngestTest.ADMIN, "ocean");
                assertThat(full.sentence().orElseThrow().zh()).startsWith("服务器的磁盘已满");
                assertThat(full.fault()).isEmpty();
                assertThat(run("mount", "-o", "remount,size=256m", disk.toString()))
                        .isTrue();
                IngestTest.eventually(() -> {
                    now.updateAndGet(at -> at.plus(Duration.ofMinutes(20)));
                    return ingest.get(IngestTest.ADMIN, "ocean").state() == State.LIVE;
                });
                assertThat(warehouse
                                .query(
                                        "acme",
                                        new Query(
                                                "SELECT count(*), count(DISTINCT source_key) FROM fact_lead",
                                                List.of()),
                                        Duration.ofSeconds(30))
                                .rows())
                        .containsExactly(List.of((long) PAGES * ROWS, (long) PAGES * ROWS));
            }
        }
    }
}
