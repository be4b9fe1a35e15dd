package cockpit.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * All channels at once, with troubles ordered at random and the server killed at random moments; afterwards every fact in the
 * warehouse must be what the simulator's ledger says. What happens follows from the seed, but for the machine's own speed.
 */
public final class Soak {

    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration SETTLE = Duration.ofMinutes(20);
    private static final int QUIET_LOOKS = 8;
    private static final int ROUNDS = 3;

    private static final Pattern HISTORY = Pattern.compile("history-days: (\\d+)");

    /** Troubles that pass by themselves; a consent that is withdrawn does not. */
    private static final List<String> SERVER_FAULTS = List.of(
            "down",
            "http500",
            "truncated",
            "malformed",
            "duplicate-rows",
            "reordered",
            "shifted",
            "clock-skew",
            "expire-token",
            "timeout");

    private static final List<String> SENDER_FAULTS = List.of("down", "truncated", "wrong-signature", "repeat");

    /**
     * How long and how hard.
     *
     * @param seed another seed, another world and other troubles
     * @param stores how many stores take part
     * @param days days of history
     * @param kills how often the server is killed
     * @param longestLife the server is killed at a random time after it began to read, up to this
     * @param speed world seconds in a real second
     */
    public record Plan(long seed, int stores, int days, int kills, Duration longestLife, int speed) {}

    /**
     * What came of it.
     *
     * @param compared figures that were compared
     * @param differences one sentence for each that differs; empty if nothing was lost and nothing counted twice
     * @param faults troubles that were ordered
     * @param rows facts in the warehouse
     * @param seconds how long it took
     */
    public record Result(int compared, List<String> differences, int faults, long rows, double seconds) {}

    private final Plan plan;
    private final Path data;
    private final Random random;
    private int faults;

    public Soak(Plan plan, Path data) {
        this.plan = plan;
        this.data = data;
        this.random = new Random(plan.seed());
    }

    public Result run() throws IOException, InterruptedException, SQLException {
        long start = System.nanoTime();
        credentials();
        tenants();
        try (JavaProcess world = world()) {
            String address = world.await("simulator ready: ", START);
            Simulator simulator = new Simulator(address, secret("control.token"));
            for (int kill = 0; kill < plan.kills(); kill++) {
                JavaProcess server = server(address);
                server.await("history", START);
                trouble(simulator, random.nextLong(plan.longestLife().toMillis()));
                server.kill();
            }
            simulator.post("/control/faults/none", "{}");
            simulator.post("/control/clock", "{\"frozen\":true}");
            Comparison comparison = settled(address, simulator);
            return new Result(
                    comparison.compared(),
                    comparison.differences(),
                    faults,
                    comparison.rows(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 1000.0);
        }
    }

    /** Lets the server read to the end in a world that stands still, and compares; what is only late gets another round. */
    private Comparison settled(String address, Simulator simulator)
            throws IOException, InterruptedException, SQLException {
        Comparison comparison = null;
        for (int round = 0; round < ROUNDS; round++) {
            // every stream is due again, also those that are read once an hour
            simulator.post("/control/clock", "{\"advanceSeconds\":7200}");
            try (JavaProcess server = server(address)) {
                quiet(server, simulator);
            }
            comparison = Comparison.of(data.resolve("facts"), simulator, plan.days());
            if (comparison.differences().isEmpty()) {
                break;
            }
        }
        return java.util.Objects.requireNonNull(comparison);
    }

    private void quiet(JavaProcess server, Simulator simulator) throws InterruptedException {
        Simulator status = new Simulator(server.await("ready: ", START), secret("control.token"));
        long deadline = System.nanoTime() + SETTLE.toNanos();
        long before = -1;
        int quiet = 0;
        while (quiet < QUIET_LOOKS) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("The server did not come to rest: " + status.get("/api/v1/status"));
            }
            TimeUnit.SECONDS.sleep(2);
            JsonNode now = status.get("/api/v1/status");
            boolean busy = false;
            for (JsonNode target : simulator.get("/control/status").path("targets")) {
                JsonNode history = target.path("history");
                busy |= history.path("filesSent").asLong()
                        < history.path("filesTotal").asLong();
                busy |= target.path("queue").asLong() > 0;
            }
            long rows = 0;
            for (JsonNode connection : now.findValues("streams")) {
                for (JsonNode stream : connection) {
                    rows += stream.path("rows").asLong();
                    busy |= stream.path("progress").asDouble(1) < 1;
                }
            }
            quiet = busy || rows != before ? 0 : quiet + 1;
            before = rows;
        }
    }

    /** Orders troubles for some time. */
    private void trouble(Simulator simulator, long milliseconds) throws InterruptedException {
        List<String> servers = new ArrayList<>(List.of("ocean"));
        simulator.get("/control/status").path("channels").forEach(word -> servers.add(word.asString()));
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        while (System.nanoTime() < until) {
            boolean sender = random.nextInt(4) == 0;
            String target = sender ? (random.nextBoolean() ? "pos" : "crm") : pick(servers);
            String kind = pick(sender ? SENDER_FAULTS : SERVER_FAULTS);
            String extent = kind.equals("down") || kind.equals("clock-skew")
                    ? "\"seconds\":" + (1 + random.nextInt(5))
                    : "\"count\":" + (kind.equals("timeout") ? 1 : 1 + random.nextInt(3));
            simulator.post(
                    "/control/faults", "{\"target\":\"" + target + "\",\"kind\":\"" + kind + "\"," + extent + "}");
            faults++;
            TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(800));
        }
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    private JavaProcess world() {
        return JavaProcess.start(
                Launched.home().resolve("platform/simulator/target/simulator.jar"),
                "1200m",
                data.resolve("simulator.log"),
                List.of(
                        "--port",
                        "0",
                        "--seed",
                        Long.toString(plan.seed()),
                        "--stores",
                        Integer.toString(plan.stores()),
                        "--days",
                        Integer.toString(plan.days()),
                        "--speed",
                        Integer.toString(plan.speed()),
                        "--credentials",
                        data.resolve("credentials.properties").toString(),
                        "--state",
                        data.resolve("simulator.state").toString()));
    }

    private JavaProcess server(String simulatorAddress) {
        return JavaProcess.start(
                Launched.home().resolve("platform/server/target/cockpit-server.jar"),
                "2g",
                data.resolve("server.log"),
                List.of(
                        "--data",
                        data.toString(),
                        "--plugins",
                        data.resolve("plugins").toString(),
                        "--tenants",
                        data.resolve("tenants").toString(),
                        "--bundled-plugins",
                        Launched.home().resolve("target/plugins").toString(),
                        "--port",
                        "0",
                        "--demo",
                        "--demo-stores",
                        Integer.toString(plan.stores()),
                        "--simulator",
                        simulatorAddress,
                        "--credentials",
                        data.resolve("credentials.properties").toString()));
    }

    /** The launcher makes the secrets of a demo; nothing else of that run is wanted. */
    private void credentials() throws InterruptedException, IOException {
        Files.createDirectories(data);
        try (Launched launched = Launched.cockpit(
                "demo",
                "--data",
                data.toString(),
                "--port",
                "0",
                "--simulator-port",
                "0",
                "--stores",
                Integer.toString(plan.stores()))) {
            launched.await(line -> line.startsWith("simulator: "), START);
        }
        Files.deleteIfExists(data.resolve("simulator.state"));
    }

    /** The demo's tenants, whose connections read no further back than the plan says. */
    private void tenants() throws IOException {
        Path from = Launched.home().resolve("tenant-configs");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy =
                        data.resolve("tenants").resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (file.endsWith("connections.yaml")) {
                    Files.writeString(
                            copy,
                            HISTORY.matcher(Files.readString(file))
                                    .replaceAll(found -> "history-days: "
                                            + Math.min(Integer.parseInt(found.group(1)), plan.days())));
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private String secret(String key) {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(data.resolve("credentials.properties"), StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return properties.getProperty(key);
    }
}
