package cockpit.simulator;

import cockpit.simulator.channel.PlayedChannel;
import cockpit.simulator.channel.PlayedChannels;
import cockpit.simulator.channel.Stage;
import cockpit.simulator.clock.WorldClock;
import cockpit.simulator.control.ControlApi;
import cockpit.simulator.fault.Faults;
import cockpit.simulator.fault.Faults.Target;
import cockpit.simulator.http.Json;
import cockpit.simulator.http.Web;
import cockpit.simulator.ledger.Journal;
import cockpit.simulator.ledger.Truth;
import cockpit.simulator.oceanengine.OceanEngine;
import cockpit.simulator.oceanengine.Tokens;
import cockpit.simulator.push.Delivery;
import cockpit.simulator.world.Stream;
import cockpit.simulator.world.Times;
import cockpit.simulator.world.World;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The running simulator: one world, played over all channels, until it is closed. */
public final class Simulator implements AutoCloseable {
    private static final long SAVE_EVERY_MILLIS = 1000;

    private final CommandLine options;
    private final @Nullable StateFile stateFile;
    private final WorldClock clock;
    private final Truth truth;
    private final Tokens tokens;
    private final Map<Target, Delivery> deliveries = new EnumMap<>(Target.class);
    private final List<PlayedChannel> channels;
    private final Faults faults;
    private final HttpClient http;
    private final Web web;
    private final Thread saver;
    private final Thread warmer;
    private boolean closed;

    /**
     * Starts and listens.
     *
     * @throws CommandLine.Unusable with one sentence if it cannot
     */
    public static Simulator start(CommandLine options, Credentials credentials, InstantSource real)
            throws CommandLine.Unusable {
        StateFile file = options.state() == null ? null : new StateFile(options.state());
        Optional<JsonNode> saved = file == null ? Optional.empty() : file.load();
        if (saved.isPresent()) {
            same(saved.get(), "seed", options.seed());
            same(saved.get(), "stores", options.stores());
        }
        Web web;
        try {
            web = new Web(options.host(), options.port());
        } catch (IOException taken) {
            throw new CommandLine.Unusable("Port " + options.port() + " of " + options.host()
                    + " cannot be listened on: " + taken.getMessage() + ".");
        }
        return new Simulator(options, credentials, real, file, saved, web);
    }

    private static void same(JsonNode saved, String option, long wanted) throws CommandLine.Unusable {
        long written = saved.path(option).asLong();
        if (written != wanted) {
            throw new CommandLine.Unusable("The state file was written with --" + option + " " + written + ", not "
                    + wanted + "; use that, or another state file.");
        }
    }

    private Simulator(
            CommandLine options,
            Credentials credentials,
            InstantSource real,
            @Nullable StateFile file,
            Optional<JsonNode> saved,
            Web web) {
        this.options = options;
        this.stateFile = file;
        this.web = web;
        Instant begin = options.start() == null ? real.instant() : options.start();
        Instant reached = saved.map(
                        state -> Instant.ofEpochMilli(state.path("worldNow").asLong()))
                .orElse(begin);
        boolean frozen = saved.map(state -> state.path("frozen").asBoolean()).orElse(false);
        this.clock = new WorldClock(real, reached.isAfter(begin) ? reached : begin, options.speed(), frozen);
        World world = new World(options.seed(), options.stores(), options.days());
        Journal journal = new Journal(world);
        saved.ifPresent(state -> journal.restore(state.path("journal")));
        this.truth = new Truth(world, journal);
        this.tokens = new Tokens(credentials.refreshToken(), options.accessLife(), real);
        saved.ifPresent(state -> tokens.restore(state.path("ocean")));
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        this.faults = new Faults(real);
        deliveries.put(Target.POS, new Delivery(Target.POS, Stream.POS, truth, clock, credentials.pos(), faults, http));
        deliveries.put(Target.CRM, new Delivery(Target.CRM, Stream.CRM, truth, clock, credentials.crm(), faults, http));
        OceanEngine ocean = new OceanEngine(world, clock, tokens, credentials.app(), options.limits(), faults, real);
        this.channels = PlayedChannels.on(
                new Stage(truth, clock, faults, credentials, options.accessLife(), options.unlimited(), real));
        ControlApi control = new ControlApi(
                credentials.controlToken(),
                clock,
                truth,
                deliveries,
                faults,
                tokens,
                channels,
                options.days(),
                this::save);
        for (PlayedChannel channel : channels) {
            saved.map(state -> state.path("channels").path(channel.target().word()))
                    .filter(JsonNode::isObject)
                    .ifPresent(channel::restore);
            channel.serve(web);
        }
        ocean.serve(web);
        control.serve(web);
        web.start();
        saved.ifPresent(state -> deliveries.forEach((target, delivery) -> {
            JsonNode progress = state.path("targets").path(target.word());
            if (progress.isObject()) {
                delivery.restore(progress);
            }
        }));
        this.warmer = Thread.ofPlatform().daemon().name("warm-up").start(() -> warmUp(world));
        this.saver = Thread.ofVirtual().name("state").start(this::saveNowAndThen);
    }

    /** Where it listens: {@code http://127.0.0.1:7070}. */
    public String address() {
        return "http://" + options.host() + ":" + web.port();
    }

    /** The world's clock. */
    public WorldClock clock() {
        return clock;
    }

    /** The truth that it plays. */
    public Truth truth() {
        return truth;
    }

    /** Troubles to order. */
    Faults faults() {
        return faults;
    }

    /** The channels that are played beside Ocean Engine and the senders. */
    List<PlayedChannel> channels() {
        return channels;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        saver.interrupt();
        warmer.interrupt();
        deliveries.values().forEach(Delivery::close);
        channels.forEach(PlayedChannel::close);
        web.close();
        save();
        http.shutdownNow();
    }

    /** Makes the days that everybody asks for first, so that the first answers do not wait for them. */
    private void warmUp(World world) {
        int today = Times.dayOf(clock.seconds());
        for (int day = today + 1; day >= today - options.days() && !Thread.interrupted(); day--) {
            world.visible(day);
        }
    }

    private void saveNowAndThen() {
        try {
            while (true) {
                Thread.sleep(SAVE_EVERY_MILLIS);
                save();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void save() {
        if (stateFile == null) {
            return;
        }
        try {
            stateFile.save(state());
        } catch (IOException failure) {
            System.err.println("The state file cannot be written: " + failure.getMessage());
        }
    }

    private ObjectNode state() {
        WorldClock.Reading reading = clock.read();
        ObjectNode targets = Json.object();
        deliveries.forEach((target, delivery) -> {
            ObjectNode progress = delivery.save();
            if (progress != null) {
                targets.set(target.word(), progress);
            }
        });
        ObjectNode played = Json.object();
        channels.forEach(channel -> played.set(channel.target().word(), channel.save()));
        ObjectNode state = Json.object()
                .put("seed", options.seed())
                .put("stores", options.stores())
                .put("worldNow", reading.worldNow().toEpochMilli())
                .put("frozen", reading.frozen());
        state.set("ocean", tokens.save());
        state.set("journal", truth.journal().save());
        state.set("targets", targets);
        state.set("channels", played);
        return state;
    }
}
