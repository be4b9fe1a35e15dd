package cockpit.simulator;

import cockpit.simulator.channel.AdSheet;
import cockpit.simulator.channel.PlayedChannel;
import cockpit.simulator.fault.Faults;
import cockpit.simulator.fault.Faults.Target;
import cockpit.simulator.world.AdPlatform;
import cockpit.simulator.world.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A simulator inside the process of a test: few stores, the world's clock at 16:00 on 2026-11-20 and frozen, no limits of
 * frequency. The world never moves but when it is told to.
 */
public final class Rehearsal implements AutoCloseable {
    private final Simulator simulator;

    private Rehearsal(Simulator simulator) {
        this.simulator = simulator;
    }

    /**
     * Starts one.
     *
     * @param folder where the secrets' file may be written
     * @param secrets of the channels to play, by key: {@code tencent-ads.client-id}
     * @param options more options of the command line, which win over those above
     */
    public static Rehearsal start(Path folder, Map<String, String> secrets, String... options) {
        List<String> lines = new ArrayList<>(List.of(
                "ocean.app-id=1800000001",
                "ocean.secret=secret-of-a-rehearsal",
                "ocean.refresh-token=refresh-token-of-a-rehearsal",
                "pos.secret=whsec_Y29ja3BpdC1wb3MtZGVtby1zZWNyZXQtMzItYnl0ZXM=",
                "crm.secret=whsec_Y29ja3BpdC1jcm0tZGVtby1zZWNyZXQtMzItYnl0ZXM=",
                "control.token=control-token-of-a-rehearsal"));
        secrets.forEach((key, value) -> lines.add(key + "=" + value));
        try {
            Path file = Files.write(folder.resolve("rehearsal.properties"), lines);
            List<String> arguments = new ArrayList<>(List.of(
                    "--port",
                    "0",
                    "--stores",
                    "9",
                    "--days",
                    "40",
                    "--start",
                    "2026-11-20T16:00:00+08:00",
                    "--unlimited",
                    "true",
                    "--credentials",
                    file.toString()));
            arguments.addAll(List.of(options));
            CommandLine line = CommandLine.of(arguments.toArray(String[]::new));
            Simulator simulator = Simulator.start(line, Credentials.read(file), InstantSource.system());
            simulator.clock().freeze(true);
            return new Rehearsal(simulator);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (CommandLine.Unusable unusable) {
            throw new IllegalArgumentException(unusable);
        }
    }

    /** Where a channel is played: the base address for a connection's host setting. */
    public String address(Target target) {
        return simulator.address() + "/" + target.word();
    }

    /** The world's time. */
    public InstantSource time() {
        return () -> simulator.clock().now();
    }

    /** Moves the world's time on. */
    public void pass(Duration duration) {
        simulator.clock().advance(duration);
    }

    /** Orders trouble, and ends the life of tokens. */
    public Faults faults() {
        return simulator.faults();
    }

    /** A channel that is played. */
    public PlayedChannel channel(Target target) {
        return simulator.channels().stream()
                .filter(channel -> channel.target() == target)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(target.word() + " is not played"));
    }

    /** The truth of a channel as of now: exact sums by dataset. */
    public JsonNode ledger(Target target, LocalDate from, LocalDate to) {
        return channel(target)
                .ledger(Times.day(from), Times.day(to), simulator.clock().seconds());
    }

    /** What is known as of now of the leads of an ad platform. */
    public JsonNode leads(AdPlatform platform, LocalDate from, LocalDate to) {
        return new AdSheet(simulator.truth().world(), platform)
                .leadStates(Times.day(from), Times.day(to), simulator.clock().seconds());
    }

    @Override
    public void close() {
        simulator.close();
    }
}
