package cockpit.core.ingest;

import cockpit.core.ingest.Freshness.Trust;
import cockpit.core.plugin.Outcome;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Vault;
import cockpit.core.tenant.Viewer;
import cockpit.core.warehouse.Warehouse;
import cockpit.core.warehouse.WarehouseFault;
import cockpit.core.yaml.YamlProblem;
import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.Row;
import cockpit.spi.source.StandardWebhooks;
import cockpit.spi.source.WebhookDelivery;
import cockpit.spi.source.WebhookFeed;
import cockpit.spi.source.WebhookRejection;
import cockpit.spi.source.WebhookRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings facts in: reads pulled streams on their schedules, takes pushes and dropped files, sets bad rows aside. It begins
 * with {@link #load} and ends with {@link #close()}; a connection works whenever its plugin is there.
 */
public final class Ingest implements Connections, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    private static final int LARGEST_PUSH = 1024 * 1024;
    private static final int LARGEST_UPLOAD = 64 * 1024 * 1024;
    private static final int LIVE_READS = 12;
    private static final int HISTORY_READS = 3;
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration REMEMBER = Duration.ofSeconds(5);
    private static final Duration PRUNE = Duration.ofHours(6);
    private static final Duration AT_LEAST_FRESH = Duration.ofMinutes(2);
    private static final Duration DROPPED_FRESH = Duration.ofHours(26);
    private static final Secret NOBODY = Secret.of("whsec_bm9ib2R5LWtub3dzLXRoaXMtb25l");

    private final Services services;
    private final Map<String, Map<String, LiveConnection>> tenants = new ConcurrentHashMap<>();
    private final AutoCloseable pluginListener;
    private final Thread dispatcher;
    private volatile boolean closed;

    /**
     * Begins to work.
     *
     * @param warehouse whose tenants are opened before {@link #load} is called for them
     * @param transactions of the metadata database: {@code metadata::inTransaction}
     * @param environment values for {@code ${NAME}} in settings
     * @param dataDirectory dropped files stand below its folder {@code drop}
     */
    public Ingest(
            Warehouse warehouse,
            Plugins plugins,
            Vault vault,
            Transactions transactions,
            InstantSource clock,
            Map<String, String> environment,
            Path dataDirectory) {
        this.services = new Services(
                warehouse,
                plugins,
                vault,
                transactions,
                new IngestMemory(transactions, clock),
                clock,
                Map.copyOf(environment),
                dataDirectory,
                HttpGateway.client(),
                new Semaphore(LIVE_READS, true),
                new Semaphore(HISTORY_READS, true));
        this.dispatcher = Thread.ofPlatform().daemon().name("ingest-dispatch").unstarted(this::dispatch);
        this.pluginListener = plugins.onChange(() -> LockSupport.unpark(dispatcher));
        dispatcher.start();
    }

    /**
     * Reads {@code connections.yaml} of a tenant's folder and starts, changes and ends connections accordingly. Harmless when
     * repeated; unchanged connections go on.
     *
     * @throws YamlProblem for the first mistake, after everything without a mistake was started; a connection with a mistake
     *     goes on as it was before
     */
    public synchronized void load(Tenant tenant, Path folder) {
        ConnectionsFile file = ConnectionsFile.read(folder.resolve("connections.yaml"), tenant.org());
        Map<String, LiveConnection> before = tenants.getOrDefault(tenant.code(), Map.of());
        Map<String, LiveConnection> next = new LinkedHashMap<>();
        for (ConnectionConfig config : file.connections()) {
            LiveConnection known = before.get(config.id());
            boolean same = known != null
                    && known.config().equals(config)
                    && known.tenant().equals(tenant);
            next.put(config.id(), known != null && same ? known : new LiveConnection(services, tenant, config));
        }
        before.forEach((id, connection) -> {
            if (file.mistaken().contains(id)) {
                next.putIfAbsent(id, connection);
            }
            if (next.get(id) != connection) {
                connection.close();
            }
        });
        tenants.put(tenant.code(), java.util.Collections.unmodifiableMap(next));
        next.values().forEach(LiveConnection::reconcile);
        LockSupport.unpark(dispatcher);
        if (!file.problems().isEmpty()) {
            YamlProblem first = file.problems().getFirst();
            file.problems().stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    // ---- the clockwork ----

    private void dispatch() {
        long remembered = System.nanoTime();
        long pruned = System.nanoTime() - PRUNE.toNanos();
        while (!closed) {
            for (Map<String, LiveConnection> connections : tenants.values()) {
                connections.values().forEach(this::turn);
            }
            long now = System.nanoTime();
            if (now - remembered > REMEMBER.toNanos()) {
                remembered = now;
                guarded("The counters could not be stored", this::remember);
            }
            if (now - pruned > PRUNE.toNanos()) {
                pruned = now;
                guarded("Old entries could not be deleted", services.memory()::prune);
            }
            LockSupport.parkNanos(TICK.toNanos());
        }
    }

    private void turn(LiveConnection connection) {
        guarded("Connection " + connection.config().id() + " could not be dispatched", () -> {
            connection.reconcile();
            connection.dispatch();
        });
    }

    private static void guarded(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("{}: {}", what, e.getMessage());
        }
    }

    private void remember() {
        tenants.values().forEach(connections -> connections.values().forEach(LiveConnection::remember));
    }

    // ---- for people ----

    @Override
    public List<ConnectionStatus> all(Viewer viewer) {
        viewer.require(Right.MANAGE_CONNECTIONS);
        return tenants.getOrDefault(viewer.tenant(), Map.of()).values().stream()
                .map(LiveConnection::status)
                .toList();
    }

    @Override
    public List<QuarantinedRow> quarantine(Viewer viewer, String connection, int limit) {
        viewer.require(Right.MANAGE_CONNECTIONS);
        return services.memory()
                .quarantine(
                        viewer.tenant(), connection(viewer, connection).config().id(), limit);
    }

    @Override
    public ConnectionStatus check(Viewer viewer, String connection) {
        viewer.require(Right.MANAGE_CONNECTIONS);
        LiveConnection live = connection(viewer, connection);
        try {
            live.check();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        LockSupport.unpark(dispatcher);
        return live.status();
    }

    @Override
    public void runNow(Viewer viewer, String connection) {
        viewer.require(Right.MANAGE_CONNECTIONS);
        connection(viewer, connection).retry();
        LockSupport.unpark(dispatcher);
    }

    private LiveConnection connection(Viewer viewer, String id) {
        LiveConnection connection =
                tenants.getOrDefault(viewer.tenant(), Map.of()).get(id);
        if (connection == null) {
            throw new IllegalArgumentException("There is no connection " + id + ".");
        }
        return connection;
    }

    // ---- pushes and uploads ----

    @Override
    public HttpAnswer receive(String tenant, String connection, WebhookRequest request) {
        if (request.body().length > LARGEST_PUSH) {
            return refused(413, 0, "The body is larger than 1 MB; send fewer events at once.");
        }
        LiveConnection live = tenants.getOrDefault(tenant, Map.of()).get(connection);
        if (live == null) {
            return unknown(request);
        }
        OpenFeed feed = live.open();
        if (feed == null) {
            return refused(503, 60, "This connection is not ready; send the event again later.");
        }
        if (!(feed.feed() instanceof WebhookFeed webhooks)) {
            return unknown(request);
        }
        return switch (feed.call(() -> webhooks.receive(request))) {
            case Outcome.Returned<WebhookDelivery>(WebhookDelivery delivery)
            when delivery != null ->
                live.pushLimit().tryTake()
                        ? store(live, feed, delivery, request)
                        : refused(429, 1, "Too many events; slow down.");
            case Outcome.Returned<WebhookDelivery> _ ->
                broken(live, feed, new NullPointerException("receive() returned null"));
            case Outcome.Threw<WebhookDelivery>(String _, WebhookRejection rejection) -> rejected(live, rejection);
            case Outcome.Threw<WebhookDelivery>(String _, Throwable cause) -> broken(live, feed, cause);
        };
    }

    /** Takes as long as a known connection does to say no. */
    private static HttpAnswer unknown(WebhookRequest request) {
        String signature = StandardWebhooks.sign(NOBODY, "unknown", "0", request.body());
        LOG.debug("A push for an unknown connection came, {}", signature.length());
        return refused(404, 0, "There is nothing here.");
    }

    private static HttpAnswer rejected(LiveConnection live, WebhookRejection rejection) {
        if (rejection.status() == 401) {
            live.refusedPush();
        }
        return refused(rejection.status(), 0, String.valueOf(rejection.getMessage()));
    }

    private static HttpAnswer broken(LiveConnection live, OpenFeed feed, Throwable cause) {
        LOG.warn(
                "The plugin {} failed on a push for {}: {}",
                feed.pluginId(),
                live.config().id(),
                Problem.trace(cause));
        live.streams().values().stream()
                .filter(stream -> stream.stream().pushed())
                .findFirst()
                .ifPresent(stream -> stream.note(Problem.bug(feed.pluginId(), cause)));
        return refused(503, 300, "This event cannot be handled at the moment; send it again later.");
    }

    private HttpAnswer store(LiveConnection live, OpenFeed feed, WebhookDelivery delivery, WebhookRequest request) {
        String tenant = live.tenant().code();
        String id = live.config().id();
        String event = delivery.eventId();
        String hash = IngestMemory.hash(request.body());
        if (event.length() > 200) {
            return refused(400, 0, "The event's id is longer than 200 characters.");
        }
        for (String stream : delivery.rows().keySet()) {
            StreamState state = live.streams().get(stream);
            if (state == null || !state.stream().pushed()) {
                return broken(live, feed, new IllegalStateException("no pushed stream " + stream));
            }
        }
        try {
            Optional<String> known =
                    event.isBlank() ? Optional.empty() : services.memory().event(tenant, id, event);
            if (known.isPresent()) {
                return repeated(known.get(), hash);
            }
            int good = 0;
            int bad = 0;
            for (Map.Entry<String, List<Row>> rows : delivery.rows().entrySet()) {
                StreamState stream =
                        java.util.Objects.requireNonNull(live.streams().get(rows.getKey()));
                RowReader reader =
                        java.util.Objects.requireNonNull(feed.readers().get(rows.getKey()));
                LiveConnection.Landed landed = live.land(
                        stream,
                        reader,
                        rows.getValue(),
                        List.of(),
                        Optional.empty(),
                        event.isBlank() ? Optional.empty() : Optional.of(event),
                        Optional.empty(),
                        new ArrayList<>());
                if (stream.every().isEmpty()) {
                    stream.note(null);
                }
                good += landed.good();
                bad += landed.setAside();
            }
            if (!event.isBlank()) {
                String remembered = services.memory().rememberEvent(tenant, id, event, hash);
                if (!remembered.equals(hash)) {
                    return repeated(remembered, hash);
                }
            }
            return new HttpAnswer(202, 0, JsonText.write(Map.of("status", "stored", "rows", good, "setAside", bad)));
        } catch (WarehouseFault e) {
            LOG.warn("A push for {} could not be stored: {}", id, e.getMessage());
            return refused(503, 5, "The event could not be stored; send it again.");
        } catch (RuntimeException e) {
            LOG.error("A push for {} could not be stored", id, e);
            return refused(503, 30, "The event could not be stored; send it again.");
        }
    }

    private static HttpAnswer repeated(String known, String hash) {
        return known.equals(hash)
                ? new HttpAnswer(200, 0, JsonText.write(Map.of("status", "known")))
                : refused(409, 0, "Another event with this id was stored; give each event its own id.");
    }

    @Override
    public HttpAnswer upload(String tenant, String connection, String fileName, WebhookRequest request) {
        if (request.body().length > LARGEST_UPLOAD) {
            return refused(413, 0, "The file is larger than 64 MB; split it by day or store.");
        }
        LiveConnection live = tenants.getOrDefault(tenant, Map.of()).get(connection);
        if (live == null) {
            return unknown(request);
        }
        OpenFeed feed = live.open();
        if (feed == null) {
            return refused(503, 60, "This connection is not ready; send the file again later.");
        }
        FileDrop files = live.files();
        if (!(feed.feed() instanceof WebhookFeed webhooks) || files == null) {
            return unknown(request);
        }
        Outcome<Boolean> verified = feed.call(() -> {
            webhooks.verifyUpload(request);
            return true;
        });
        if (verified instanceof Outcome.Threw<Boolean>(String _, Throwable cause)) {
            return cause instanceof WebhookRejection rejection ? rejected(live, rejection) : broken(live, feed, cause);
        }
        if (!live.pushLimit().tryTake()) {
            return refused(429, 1, "Too many files; slow down.");
        }
        try {
            HttpAnswer answer =
                    switch (files.take(feed, fileName, request.body())) {
                        case NEW -> new HttpAnswer(202, 0, JsonText.write(Map.of("status", "stored")));
                        case KNOWN -> new HttpAnswer(200, 0, JsonText.write(Map.of("status", "known")));
                        case BAD_NAME ->
                            refused(
                                    400,
                                    0,
                                    "A file is named stream_….csv (or .xlsx, .parquet), its stream one that takes files.");
                    };
            LockSupport.unpark(dispatcher);
            return answer;
        } catch (IOException | RuntimeException e) {
            LOG.error("A file for {} could not be kept", connection, e);
            return refused(503, 30, "The file could not be stored; send it again.");
        }
    }

    private static HttpAnswer refused(int status, long retryAfter, String sentence) {
        return new HttpAnswer(status, retryAfter, JsonText.write(Map.of("error", sentence)));
    }

    // ---- freshness ----

    @Override
    public List<Freshness> freshness(String tenant) {
        Map<Dataset, List<Standing>> byDataset = new EnumMap<>(Dataset.class);
        Instant now = services.clock().instant();
        for (LiveConnection connection : tenants.getOrDefault(tenant, Map.of()).values()) {
            for (StreamState stream : connection.streams().values()) {
                byDataset
                        .computeIfAbsent(stream.stream().dataset(), _ -> new ArrayList<>())
                        .add(standing(connection, stream, now));
            }
        }
        List<Freshness> all = new ArrayList<>();
        byDataset.forEach((dataset, standings) -> all.add(freshness(dataset, standings)));
        return List.copyOf(all);
    }

    /** How one stream stands: its own freshness, and whether it is waited for at all. */
    private record Standing(
            @Nullable Instant at, Trust trust, @Nullable Text problem, boolean expected) {}

    private static Standing standing(LiveConnection connection, StreamState stream, Instant now) {
        Instant at = stream.lastSuccess().orElse(null);
        Optional<Text> problem = connection
                .problem()
                .or(stream::problem)
                .map(found -> Text.of(
                        connection.config().title().zh() + "："
                                + found.sentence().zh(),
                        connection.config().title().en() + ": "
                                + found.sentence().en()));
        if (connection.sourceMissing()) {
            problem = Optional.of(Text.of(
                    connection.config().title().zh() + "：数据源未安装。",
                    connection.config().title().en() + ": its data source is not installed."));
        }
        boolean pulled = stream.every().isPresent();
        if (problem.isPresent() || !stream.caughtUp()) {
            Text sentence = problem.orElseGet(() -> Text.of(
                    connection.config().title().zh() + "：正在读取历史数据。",
                    connection.config().title().en() + ": history is still being read."));
            return new Standing(at, Trust.PARTIAL, sentence, true);
        }
        if (at == null) {
            return new Standing(null, Trust.UNKNOWN, null, pulled);
        }
        Duration promised = stream.every()
                .map(every -> every.multipliedBy(3))
                .map(three -> three.compareTo(AT_LEAST_FRESH) < 0 ? AT_LEAST_FRESH : three)
                .orElse(DROPPED_FRESH);
        boolean late = Duration.between(at, now).compareTo(promised) > 0;
        return late
                ? new Standing(
                        at,
                        Trust.LATE,
                        Text.of(
                                connection.config().title().zh() + "：数据晚于约定的时间。",
                                connection.config().title().en() + ": later than promised."),
                        true)
                : new Standing(at, Trust.FRESH, null, true);
    }

    /** The worst of the streams that are waited for; a pushed stream that never came is not. */
    private static Freshness freshness(Dataset dataset, List<Standing> standings) {
        List<Standing> expected = standings.stream().filter(Standing::expected).toList();
        List<Standing> counted = expected.isEmpty() ? standings : expected;
        Trust worst = Trust.FRESH;
        Instant oldest = Instant.MAX;
        boolean never = false;
        for (Standing standing : counted) {
            worst = rank(standing.trust()) > rank(worst) ? standing.trust() : worst;
            Instant at = standing.at();
            never |= at == null;
            oldest = at != null && at.isBefore(oldest) ? at : oldest;
        }
        Trust trust = worst;
        Optional<Text> problem = counted.stream()
                .filter(standing -> standing.trust() == trust)
                .flatMap(standing -> Optional.ofNullable(standing.problem()).stream())
                .findFirst();
        return new Freshness(dataset, never ? Optional.empty() : Optional.of(oldest), trust, problem);
    }

    private static int rank(Trust trust) {
        return switch (trust) {
            case FRESH -> 0;
            case LATE -> 1;
            case UNKNOWN -> 2;
            case PARTIAL -> 3;
        };
    }

    /** Ends reads and closes feeds; what was begun is read again at the next start. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(dispatcher);
        try {
            pluginListener.close();
            dispatcher.join(Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("The plugin listener could not be removed: {}", e.getMessage());
        }
        tenants.values().forEach(connections -> connections.values().forEach(LiveConnection::close));
        tenants.clear();
    }
}
