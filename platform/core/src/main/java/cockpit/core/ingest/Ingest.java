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
import cockpit.spi.source.SourceDescription;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
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
    private static final int LIVE_READS_OF_CONNECTION = 4;
    private static final int HISTORY_READS = 3;
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration REMEMBER = Duration.ofSeconds(5);
    private static final Duration PRUNE = Duration.ofHours(6);
    private static final Duration AT_LEAST_FRESH = Duration.ofMinutes(2);
    private static final Duration DROPPED_FRESH = Duration.ofHours(26);
    private static final Secret NOBODY = Secret.of("whsec_bm9ib2R5LWtub3dzLXRoaXMtb25l");

    private final Services services;
    private final Definitions definitions;
    private final Audit audit;
    private final Map<String, Map<String, LiveConnection>> tenants = new ConcurrentHashMap<>();
    private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();
    private final AutoCloseable pluginListener;
    private final Thread dispatcher;
    private final Thread keeper;
    private volatile boolean closed;

    /** What was read of a tenant's file last, and which definitions of pages were taken beside it. */
    private record Loaded(Tenant tenant, ConnectionsFile file, Map<Leases.Key, Integer> definitions) {}

    /**
     * Begins to work.
     *
     * @param warehouse whose tenants are opened before {@link #load} is called for them
     * @param transactions of the metadata database: {@code metadata::inTransaction}
     * @param audit {@code auditLog::add}
     * @param environment values for {@code ${NAME}} in settings of files
     * @param dataDirectory dropped files stand below its folder {@code drop}
     */
    public Ingest(
            Warehouse warehouse,
            Plugins plugins,
            Vault vault,
            Transactions transactions,
            Audit audit,
            InstantSource clock,
            Map<String, String> environment,
            Path dataDirectory) {
        this(warehouse, plugins, vault, transactions, audit, clock, environment, dataDirectory, Leases.Times.NORMAL);
    }

    Ingest(
            Warehouse warehouse,
            Plugins plugins,
            Vault vault,
            Transactions transactions,
            Audit audit,
            InstantSource clock,
            Map<String, String> environment,
            Path dataDirectory,
            Leases.Times times) {
        this.audit = audit;
        this.definitions = new Definitions(transactions, vault, clock);
        this.services = new Services(
                warehouse,
                plugins,
                vault,
                transactions,
                new IngestMemory(transactions, clock),
                new Quarantine(transactions, vault, clock),
                new NewFields(transactions, clock),
                new RunHistory(transactions),
                new MappingStore(transactions, clock),
                new Leases(transactions, times),
                clock,
                Map.copyOf(environment),
                dataDirectory,
                HttpGateway.client(),
                new Turns(LIVE_READS, LIVE_READS_OF_CONNECTION),
                new Turns(HISTORY_READS, HISTORY_READS));
        this.dispatcher = Thread.ofPlatform().daemon().name("ingest-dispatch").unstarted(this::dispatch);
        this.keeper = Thread.ofPlatform().daemon().name("ingest-keep").unstarted(this::keep);
        this.pluginListener = plugins.onChange(() -> LockSupport.unpark(dispatcher));
        dispatcher.start();
        keeper.start();
    }

    /**
     * Reads {@code connections.yaml} of a tenant's folder, and the connections that were made on pages, and starts, changes and
     * ends connections accordingly. Harmless when repeated; unchanged connections go on.
     *
     * @throws YamlProblem for the first mistake, after everything without a mistake was started; a connection with a mistake
     *     goes on as it was before
     */
    public synchronized void load(Tenant tenant, Path folder) {
        ConnectionsFile file = ConnectionsFile.read(folder.resolve("connections.yaml"), tenant.org());
        apply(tenant, file);
        if (!file.problems().isEmpty()) {
            YamlProblem first = file.problems().getFirst();
            file.problems().stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private synchronized void apply(Tenant tenant, ConnectionsFile file) {
        Map<Leases.Key, Integer> versions = versionsOf(tenant.code(), definitions.versions());
        List<ConnectionConfig> wanted = new ArrayList<>(file.connections());
        Set<String> inFile =
                file.connections().stream().map(ConnectionConfig::id).collect(Collectors.toSet());
        for (ConnectionConfig made : definitions.all(tenant.code())) {
            if (inFile.contains(made.id())) {
                LOG.warn(
                        "Connection {} of {} is defined in the file and on a page; the file's is taken",
                        made.id(),
                        tenant.code());
            } else {
                wanted.add(made);
            }
        }
        Map<String, LiveConnection> before = tenants.getOrDefault(tenant.code(), Map.of());
        Map<String, LiveConnection> next = new LinkedHashMap<>();
        for (ConnectionConfig config : wanted) {
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
        loaded.put(tenant.code(), new Loaded(tenant, file, versions));
        guarded("Leases could not be taken", this::renewLeases);
        next.values().forEach(LiveConnection::reconcile);
        LockSupport.unpark(dispatcher);
    }

    private static Map<Leases.Key, Integer> versionsOf(String tenant, Map<Leases.Key, Integer> all) {
        return all.entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
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
                guarded("Old rows of the quarantine could not be deleted", services.quarantine()::prune);
            }
            LockSupport.parkNanos(TICK.toNanos());
        }
    }

    /** Keeps leases alive and sees what was done on other servers. */
    private void keep() {
        while (!closed) {
            LockSupport.parkNanos(services.leases().times().renew().toNanos());
            if (!closed) {
                guarded("Leases could not be renewed", this::renewLeases);
                guarded("What other servers did could not be seen", this::follow);
            }
        }
    }

    private synchronized void renewLeases() {
        services.leases().renew(every().map(LiveConnection::key).collect(Collectors.toUnmodifiableSet()));
        LockSupport.unpark(dispatcher);
    }

    private Stream<LiveConnection> every() {
        return tenants.values().stream().flatMap(connections -> connections.values().stream());
    }

    private void follow() {
        Map<List<String>, Pause> pauses = services.memory().pauses();
        Map<Leases.Key, Integer> mappings = services.mappings().versions();
        Set<Leases.Key> commanded = services.memory().commanded();
        every().forEach(connection -> {
            Leases.Key key = connection.key();
            connection.follow(pauses);
            if (mappings.getOrDefault(key, 0) != connection.mapping().version()) {
                connection.remap(services.mappings().current(key.tenant(), key.connection()));
            }
            if (commanded.contains(key) && connection.isReadHere()) {
                connection.obey();
            }
        });
        Map<Leases.Key, Integer> versions = definitions.versions();
        for (Loaded one : loaded.values()) {
            if (!one.definitions().equals(versionsOf(one.tenant().code(), versions))) {
                apply(one.tenant(), one.file());
            }
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
        every().forEach(connection ->
                guarded("The schedule of " + connection.config().id() + " could not be stored", connection::remember));
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
    public ConnectionStatus get(Viewer viewer, String connection) {
        return connection(viewer, connection).status();
    }

    @Override
    public List<ConnectionRun> runs(Viewer viewer, String connection, int limit) {
        LiveConnection live = connection(viewer, connection);
        live.remember();
        return services.history().latest(viewer.tenant(), connection, limit);
    }

    @Override
    public List<Measures> measures(String tenant) {
        Instant now = services.clock().instant();
        return tenants.getOrDefault(tenant, Map.of()).values().stream()
                .map(connection -> connection.measures(now))
                .toList();
    }

    @Override
    public Measures.Queue queue() {
        return new Measures.Queue(
                services.liveReads().waiting() + services.historyReads().waiting(),
                services.liveReads().reading() + services.historyReads().reading());
    }

    @Override
    public ConnectionStatus check(Viewer viewer, String connection) {
        LiveConnection live = connection(viewer, connection);
        try {
            live.check();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        audit.add(viewer, "connection.check", connection, "");
        LockSupport.unpark(dispatcher);
        return live.status();
    }

    @Override
    public void runNow(Viewer viewer, String connection, Optional<String> stream) {
        LiveConnection live = connection(viewer, connection, stream);
        live.retry(stream);
        askOthers(live, stream, IngestMemory.Verb.RUN_NOW);
        audit.add(viewer, "connection.run", connection, stream.orElse(""));
        LockSupport.unpark(dispatcher);
    }

    private void askOthers(LiveConnection live, Optional<String> stream, IngestMemory.Verb verb) {
        if (!live.isReadHere()) {
            services.memory()
                    .command(
                            live.key().tenant(),
                            new IngestMemory.Command(live.key().connection(), stream, verb));
        }
    }

    @Override
    public void pause(Viewer viewer, String connection, Optional<String> stream) {
        LiveConnection live = connection(viewer, connection, stream);
        live.pause(stream, Optional.of(new Pause(viewer.user(), services.clock().instant())));
        audit.add(viewer, "connection.pause", connection, stream.orElse(""));
    }

    @Override
    public void resume(Viewer viewer, String connection, Optional<String> stream) {
        LiveConnection live = connection(viewer, connection, stream);
        live.pause(stream, Optional.empty());
        audit.add(viewer, "connection.resume", connection, stream.orElse(""));
        LockSupport.unpark(dispatcher);
    }

    @Override
    public void reset(Viewer viewer, String connection, Optional<String> stream) {
        LiveConnection live = connection(viewer, connection, stream);
        if (live.isReadHere()) {
            live.reset(stream);
        } else {
            askOthers(live, stream, IngestMemory.Verb.RESET);
        }
        audit.add(viewer, "connection.reset", connection, stream.orElse(""));
        LockSupport.unpark(dispatcher);
    }

    @Override
    public List<QuarantinedRow> quarantine(Viewer viewer, String connection, int limit) {
        connection(viewer, connection);
        return services.quarantine().list(viewer.tenant(), connection, Optional.empty(), limit);
    }

    @Override
    public List<QuarantineReason> reasons(Viewer viewer, String connection) {
        connection(viewer, connection);
        return services.quarantine().reasons(viewer.tenant(), connection);
    }

    @Override
    public Replayed replay(Viewer viewer, String connection, Optional<String> stream) {
        LiveConnection live = connection(viewer, connection, stream);
        Replayed replayed = live.replay(stream);
        audit.add(
                viewer,
                "connection.replay",
                connection,
                stream.orElse("") + " fitted=" + replayed.fitted() + " unfit=" + replayed.unfit());
        return replayed;
    }

    @Override
    public boolean discard(Viewer viewer, String connection, long row) {
        connection(viewer, connection);
        boolean gone = services.quarantine().discard(viewer.tenant(), connection, row);
        audit.add(viewer, "connection.discard", connection, "row " + row);
        return gone;
    }

    @Override
    public List<NewField> newFields(Viewer viewer, String connection) {
        connection(viewer, connection);
        return services.fields().list(viewer.tenant(), connection);
    }

    @Override
    public void dismiss(Viewer viewer, String connection, String stream, String field) {
        connection(viewer, connection, Optional.of(stream));
        services.fields().dismiss(viewer.tenant(), connection, stream, field);
        audit.add(viewer, "connection.dismiss", connection, stream + "/" + field);
    }

    @Override
    public Mapping mapping(Viewer viewer, String connection) {
        return connection(viewer, connection).mapping();
    }

    @Override
    public List<MappingVersion> mappingHistory(Viewer viewer, String connection) {
        connection(viewer, connection);
        return services.mappings().history(viewer.tenant(), connection, 50);
    }

    @Override
    public Mapping saveMapping(Viewer viewer, String connection, int version, List<Mapping.Rule> rules) {
        LiveConnection live = connection(viewer, connection);
        SourceDescription source = description(live.config().source());
        List<Text> problems = Mapping.problems(source, rules);
        if (!problems.isEmpty()) {
            throw new ConnectionRefused(problems);
        }
        Mapping saved;
        try {
            saved = services.mappings()
                    .save(viewer.tenant(), connection, new Mapping(version + 1, rules), viewer.user());
        } catch (ConstraintViolationException _) {
            throw new ConnectionRefused(Text.of(
                    "映射刚被别人修改过，请重新打开再改。",
                    "Somebody else has just changed the mapping; open it again and repeat your change."));
        }
        live.remap(saved);
        audit.add(
                viewer,
                "connection.map",
                connection,
                "version " + saved.version() + ": " + saved.rules().size() + " rules");
        return saved;
    }

    private SourceDescription description(String source) {
        return services.plugins()
                .source(source)
                .map(found -> found.extension().describe())
                .orElseThrow(() -> new ConnectionRefused(Text.of(
                        "数据源 " + source + " 未安装；请先装上它的插件。",
                        "The data source " + source + " is not installed; install its plugin first.")));
    }

    @Override
    public Optional<ConnectionDraft> draft(Viewer viewer, String connection) {
        connection(viewer, connection);
        return definitions.draft(viewer.tenant(), connection);
    }

    @Override
    public void save(Viewer viewer, ConnectionDraft draft) {
        viewer.require(Right.MANAGE_CONNECTIONS);
        Loaded mine = loaded(viewer);
        SourceDescription source = description(draft.source());
        boolean inFile = mine.file().mistaken().contains(draft.id())
                || mine.file().connections().stream().anyMatch(one -> one.id().equals(draft.id()));
        if (inFile) {
            throw new ConnectionRefused(Text.of(
                    "连接 " + draft.id() + " 在 connections.yaml 中定义，请在文件里修改，或换一个编号。",
                    "The connection " + draft.id()
                            + " is defined in connections.yaml; change it there, or choose another" + " id."));
        }
        List<String> changed = definitions.save(viewer.tenant(), mine.tenant().org(), source, draft, viewer.user());
        audit.add(
                viewer,
                draft.version() == 0 ? "connection.create" : "connection.change",
                draft.id(),
                draft.source() + ": " + String.join(", ", changed));
        apply(mine.tenant(), mine.file());
    }

    private Loaded loaded(Viewer viewer) {
        Loaded mine = loaded.get(viewer.tenant());
        if (mine == null) {
            throw new IllegalStateException("The connections of tenant " + viewer.tenant() + " are not loaded yet.");
        }
        return mine;
    }

    @Override
    public void delete(Viewer viewer, String connection) {
        LiveConnection live = connection(viewer, connection);
        if (live.config().origin() == ConnectionStatus.Origin.FILE) {
            throw new ConnectionRefused(Text.of(
                    "连接 " + connection + " 在 connections.yaml 中定义，请在文件里删除。",
                    "The connection " + connection + " is defined in connections.yaml; delete it there."));
        }
        definitions.delete(viewer.tenant(), connection);
        audit.add(viewer, "connection.delete", connection, live.config().source());
        Set<String> streams = Set.copyOf(live.streams().keySet());
        Loaded mine = loaded(viewer);
        apply(mine.tenant(), mine.file());
        services.memory().forget(viewer.tenant(), connection);
        streams.forEach(stream -> services.warehouse().forgetCursor(viewer.tenant(), connection, stream));
    }

    /**
     * Deletes rows of a tenant's quarantines that answer the test, for a person who wants to be forgotten.
     *
     * @return how many were deleted
     */
    public int eraseQuarantined(String tenant, Predicate<Row> test) {
        return services.quarantine().erase(tenant, test);
    }

    private LiveConnection connection(Viewer viewer, String id) {
        return connection(viewer, id, Optional.empty());
    }

    private LiveConnection connection(Viewer viewer, String id, Optional<String> stream) {
        viewer.require(Right.MANAGE_CONNECTIONS);
        LiveConnection connection =
                tenants.getOrDefault(viewer.tenant(), Map.of()).get(id);
        if (connection == null) {
            throw new NoSuchConnection("There is no connection " + id + ".");
        }
        if (stream.isPresent() && !connection.streams().containsKey(stream.get())) {
            throw new NoSuchConnection("The connection " + id + " has no stream " + stream.get() + ".");
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
                Landing.Landed landed = live.landing()
                        .land(
                                stream,
                                live.reader(rows.getKey()),
                                rows.getValue(),
                                List.of(),
                                Landing.With.event(event));
                if (stream.every().isEmpty()) {
                    stream.note(null);
                }
                good += landed.facts().size();
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
            live.landing().unstored(e);
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
        LockSupport.unpark(keeper);
        try {
            pluginListener.close();
            dispatcher.join(Duration.ofSeconds(10));
            keeper.join(Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("The plugin listener could not be removed: {}", e.getMessage());
        }
        every().forEach(LiveConnection::close);
        services.leases().close();
        tenants.clear();
    }
}
