package cockpit.core.live;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.metric.Comparison;
import cockpit.core.metric.Period;
import cockpit.core.metric.SqlMetricEngine;
import cockpit.core.metric.YamlDictionaries;
import cockpit.core.warehouse.Batch;
import cockpit.core.warehouse.DuckDbWarehouse;
import cockpit.core.warehouse.Fact;
import cockpit.spi.data.Dataset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayName("From a fact to a frame")
@Timeout(60)
class FactToFrameTest {

    @TempDir
    private Path folder;

    @Test
    void a_stored_order_reaches_those_who_may_see_its_store_and_nobody_else() throws Exception {
        World world = new World();
        InstantSource clock = InstantSource.system();
        YamlDictionaries dictionaries = new YamlDictionaries();
        assertThat(dictionaries.load(world.tenant, Path.of("../../tenant-configs/yanjiusuo")))
                .isEmpty();
        ScheduledExecutorService workers = LiveBoards.workers();
        try (DuckDbWarehouse warehouse = new DuckDbWarehouse(folder, clock)) {
            warehouse.open("t", world.tenant.org());
            SqlMetricEngine engine =
                    new SqlMetricEngine(warehouse, dictionaries, world.tenants, clock, Duration.ofSeconds(10));
            try (LiveBoards live = new LiveBoards(
                    warehouse, world.plugins, engine, dictionaries, world.tenants, _ -> List.of(), clock, workers)) {
                BlockingQueue<JsonNode> east = reader(live, "EAST");
                BlockingQueue<JsonNode> south = reader(live, "S2");
                assertThat(value(next(east))).isEqualTo("null");
                assertThat(value(next(south))).isEqualTo("null");

                warehouse.write("t", order("1", 12_800));
                assertThat(value(next(east))).isEqualTo("12800");
                warehouse.write("t", order("2", 200));
                assertThat(value(next(east))).isEqualTo("13000");

                assertThat(south).isEmpty();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static BlockingQueue<JsonNode> reader(LiveBoards live, String unit) {
        BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
        Board board = live.open(World.viewer(unit, unit).in(Locale.ENGLISH));
        // A day in the past neither ends nor is compared, so nothing but the facts moves it.
        board.show(List.of(World.tile(
                "t1", "figure", "gmv", Period.parse("2026-11-10..2026-11-10").orElseThrow(), Comparison.NONE)));
        CompletableFuture<Board.Reading> reading = new CompletableFuture<>();
        reading.complete(board.attach(new Board.Reader() {
            @Override
            public void send(long sequence, byte[] frame) {
                frames.add(World.unpack(frame));
                var unused = reading.thenAcceptAsync(open -> open.acknowledge(sequence));
            }

            @Override
            public void end() {}
        }));
        return frames;
    }

    private static JsonNode next(BlockingQueue<JsonNode> frames) throws InterruptedException {
        JsonNode frame = frames.poll(20, TimeUnit.SECONDS);
        assertThat(frame).isNotNull();
        return frame;
    }

    private static String value(JsonNode frame) {
        assertThat(frame.get("state").asString()).as(frame.toString()).isEqualTo("ok");
        return frame.get("drawing").get("value").toString();
    }

    private static Batch order(String number, long fen) {
        return new Batch(
                "pos",
                "orders",
                Dataset.ORDER,
                List.of(new Fact(
                        number,
                        1,
                        Map.of(
                                "at", Instant.parse("2026-11-10T04:00:00Z"),
                                "day", LocalDate.of(2026, 11, 10),
                                "org_unit", "S1",
                                "channel", "STORE",
                                "kind", "SALE",
                                "status", "PAID",
                                "net_fen", fen))),
                Optional.empty(),
                Optional.empty());
    }
}
