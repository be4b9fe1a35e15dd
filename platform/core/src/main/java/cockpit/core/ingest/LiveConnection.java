package cockpit.core.ingest;

import cockpit.core.database.JdbcDatabase;
import cockpit.core.ingest.ConnectionStatus.State;
import cockpit.core.ingest.ConnectionStatus.StreamStatus;
import cockpit.core.plugin.Contribution;
import cockpit.core.plugin.ExtensionCall;
import cockpit.core.plugin.Outcome;
import cockpit.core.tenant.Tenant;
import cockpit.spi.Secret;
import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Database;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Gateway;
import cockpit.spi.source.Json;
import cockpit.spi.source.RemoteFolder;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.TokenStore;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection at work: its feed while its plugin is there, its streams' schedules, and how rows land. */
final class LiveConnection {

    private static final Logger LOG = LoggerFactory.getLogger(LiveConnection.class);
    private static final String PRINT = "settings-print/";
    private static final Duration CHECK_PATIENCE = Duration.ofSeconds(60);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration REOPEN = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration FIRST_OPENING = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration SFTP_INTERVAL = Duration.ofMinutes(1);

    private final Services services;
    private final Tenant tenant;
    private final ConnectionConfig config;
    private final AtomicLong refusedPushes = new AtomicLong();
    private final RateLimit pushLimit = new RateLimit(500, 1000);
    private final RateLimit limit;
    private final Circuit circuit;
    private final Backoff backoff;
    private final Tally tally = new Tally();
    private final Landing landing;
    private final Leases.Key key;
    private volatile Mapping mapping;
    private volatile Map<String, RowReader> readers = Map.of();
    private volatile @Nullable HttpGateway gateway;
    private volatile String fingerprint = "";
    private volatile Map<String, StreamState> streams = Map.of();
    private volatile @Nullable OpenFeed open;
    private volatile @Nullable FileDrop files;
    private volatile @Nullable SftpFolder remoteFiles;
    private volatile @Nullable Problem problem;
    private volatile @Nullable Text checked;
    private volatile boolean sourceMissing;
    private volatile boolean closed;
    private final Set<Thread> working = new HashSet<>();
    private Instant reopenAt = Instant.MIN;

    LiveConnection(Services services, Tenant tenant, ConnectionConfig config) {
        this.services = services;
        this.tenant = tenant;
        this.config = config;
        this.key = new Leases.Key(tenant.code(), config.id());
        this.limit = new RateLimit(config.requestsPerSecond(), 2d * config.requestsPerSecond());
        this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, RandomGenerator.getDefault());
        this.circuit = new Circuit(new Backoff(FIRST_OPENING, LONGEST_PAUSE, RandomGenerator.getDefault()));
        this.landing = new Landing(services, tenant, config.id(), tally);
        this.mapping = services.mappings().current(tenant.code(), config.id());
    }

    Tenant tenant() {
        return tenant;
    }

    ConnectionConfig config() {
        return config;
    }

    @Nullable
    OpenFeed open() {
        return open;
    }

    @Nullable
    FileDrop files() {
        return files;
    }

    RateLimit pushLimit() {
        return pushLimit;
    }

    void refusedPush() {
        refusedPushes.incrementAndGet();
    }

    boolean sourceMissing() {
        return sourceMissing;
    }

    Map<String, StreamState> streams() {
        return streams;
    }

    Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    Leases.Key key() {
        return key;
    }

    Circuit circuit() {
        return circuit;
    }

    Tally tally() {
        return tally;
    }

    Landing landing() {
        return landing;
    }

    /** Whether this server may read it now. */
    boolean isReadHere() {
        return services.leases().holds(key);
    }

    /** @throws IllegalArgumentException if there is no such stream */
    RowReader reader(String stream) {
        RowReader reader = readers.get(stream);
        if (reader == null) {
            throw new IllegalArgumentException("There is no stream " + stream + ".");
        }
        return reader;
    }

    /** A read succeeded: what was wrong with the connection as a whole is over. */
    void worked() {
        if (problem != null) {
            problem = null;
        }
    }

    // ---- opening ----

    /** Opens or closes the feed as the plugins are. Quick: plugins promise not to use the network here. */
    synchronized void reconcile() {
        if (closed) {
            return;
        }
        Optional<Contribution<DataSource>> found = services.plugins().source(config.source());
        OpenFeed current = open;
        if (current != null && (found.isEmpty() || found.get().extension() != current.extension())) {
            open = null;
            current.close();
            current = null;
            reopenAt = Instant.MIN;
        }
        sourceMissing = found.isEmpty();
        if (found.isEmpty()) {
            problem = null;
            checked = null;
            return;
        }
        if (current == null && !reopenAt.isAfter(services.clock().instant())) {
            openWith(found.get());
        }
    }

    private void openWith(Contribution<DataSource> source) {
        String plugin = source.pluginId();
        switch (ExtensionCall.run(plugin, source.extension(), source.extension()::describe)) {
            case Outcome.Threw<SourceDescription>(String _, Throwable cause) -> notOpened(Problem.bug(plugin, cause));
            case Outcome.Returned<SourceDescription>(SourceDescription description) -> {
                Optional<Settings> settings = settings(description);
                if (settings.isPresent()) {
                    openWith(source, settings.get());
                }
            }
        }
    }

    private void openWith(Contribution<DataSource> source, Settings settings) {
        String plugin = source.pluginId();
        switch (ExtensionCall.run(
                plugin, source.extension(), () -> source.extension().describe(settings))) {
            case Outcome.Threw<SourceDescription>(String _, SourceFault fault) -> {
                problem = Problem.of(fault.fault(), fault.sentence());
                reopenAt = Instant.MAX;
            }
            case Outcome.Threw<SourceDescription>(String _, Throwable cause) -> notOpened(Problem.bug(plugin, cause));
            case Outcome.Returned<SourceDescription>(SourceDescription description) -> {
                defineStreams(description);
                if (!intervalsFit(description)) {
                    return;
                }
                Context context = new Context(gateway(description, settings), settings);
                switch (ExtensionCall.run(
                        plugin, source.extension(), () -> source.extension().open(settings, context))) {
                    case Outcome.Threw<Feed>(String _, Throwable cause) -> notOpened(Problem.bug(plugin, cause));
                    case Outcome.Returned<Feed>(Feed feed) -> opened(source, description, settings, feed);
                }
            }
        }
    }

    private void opened(
            Contribution<DataSource> source, SourceDescription description, Settings settings, @Nullable Feed feed) {
        if (feed == null) {
            notOpened(Problem.bug(source.pluginId(), new NullPointerException("open")));
            return;
        }
        List<Stream> dropped =
                description.streams().stream().filter(Stream::dropped).toList();
        OpenFeed opened = new OpenFeed(source, description, feed);
        readers = readers(description, mapping);
        FileDrop existing = files;
        files = dropped.isEmpty() ? null : existing == null ? new FileDrop(services, this) : existing;
        remoteFiles = files == null || !SftpFolder.isDeclared(description) || !RemoteFolder.given(settings)
                ? null
                : new SftpFolder(services, this, files, settings, SFTP_INTERVAL);
        problem = null;
        open = opened;
        LOG.info("Connection {} of {} is open", config.id(), tenant.code());
    }

    private Map<String, RowReader> readers(SourceDescription description, Mapping mended) {
        Map<String, RowReader> all = new LinkedHashMap<>();
        for (Stream stream : description.streams()) {
            all.put(stream.name(), new RowReader(stream, tenant, config.orgUnits(), services.vault(), mended));
        }
        return Map.copyOf(all);
    }

    /** Rows are read by another mapping from now on. */
    synchronized void remap(Mapping next) {
        mapping = next;
        OpenFeed current = open;
        if (current != null) {
            readers = readers(current.description(), next);
        }
    }

    Mapping mapping() {
        return mapping;
    }

    private void notOpened(Problem why) {
        problem = why;
        reopenAt = services.clock().instant().plus(REOPEN);
    }

    private Optional<Settings> settings(SourceDescription description) {
        ConnectionsFile.Resolved resolved =
                switch (config.origin()) {
                    case FILE -> ConnectionsFile.resolve(config.settings(), services.environment());
                    // what somebody enters on a page is taken as it is: the environment is the server's
                    case PAGE ->
                        new ConnectionsFile.Resolved(
                                Definitions.values(services.vault(), tenant.code(), config), Map.of());
                };
        fingerprint = IngestMemory.hash(
                (config.source() + new TreeMap<>(resolved.values())).getBytes(StandardCharsets.UTF_8));
        List<Text> sentences = new ArrayList<>();
        resolved.missing()
                .forEach((setting, variable) -> sentences.add(Text.of(
                        "连接 " + config.id() + "：环境变量 " + variable + " 未设置（设置项 " + setting + "）；请在服务器环境中设置它并重启。",
                        "Connection " + config.id() + ": the environment variable " + variable + " is not set (setting "
                                + setting + "); set it and restart the server.")));
        Settings.Checked result = Settings.check(description.title(), description.settings(), resolved.values());
        result.problems().stream()
                .filter(wrong -> !resolved.missing().containsKey(wrong.key()))
                .forEach(wrong -> sentences.add(wrong.sentence()));
        if (!sentences.isEmpty()) {
            wrongSettings(sentences);
            defineStreams(description);
            return Optional.empty();
        }
        return result.settings();
    }

    /** Whether every interval of the configuration is one of a stream that this connection pulls; says so if not. */
    private boolean intervalsFit(SourceDescription description) {
        List<Text> sentences = config.every().keySet().stream()
                .filter(name -> description.stream(name).flatMap(Stream::every).isEmpty())
                .map(name -> Text.of(
                        "连接 " + config.id() + "：every 中的 " + name + " 不是 " + description.id() + " 的拉取数据流。",
                        "Connection " + config.id() + ": every names " + name + ", which is no pulled stream of "
                                + description.id() + "."))
                .toList();
        if (!sentences.isEmpty()) {
            wrongSettings(sentences);
        }
        return sentences.isEmpty();
    }

    private void wrongSettings(List<Text> sentences) {
        problem = Problem.of(
                Fault.SETTINGS,
                Text.of(
                        String.join("", sentences.stream().map(Text::zh).toList()),
                        String.join(" ", sentences.stream().map(Text::en).toList())));
        reopenAt = Instant.MAX;
    }

    private void defineStreams(SourceDescription description) {
        Map<String, StreamState> next = new LinkedHashMap<>();
        Instant now = services.clock().instant();
        for (Stream stream : description.streams()) {
            StreamState known = streams.get(stream.name());
            Optional<Duration> every = stream.every().map(own -> config.every().getOrDefault(stream.name(), own));
            next.put(
                    stream.name(),
                    known != null && known.stream().equals(stream)
                            ? known
                            : new StreamState(
                                    stream, every, config.historyDays(), memory(stream.name()), backoff, now));
        }
        streams.values().forEach(this::remember);
        streams = java.util.Collections.unmodifiableMap(next);
    }

    private HttpGateway gateway(SourceDescription description, Settings settings) {
        List<URI> addresses = description.settings().stream()
                .filter(setting -> setting.kind() == Setting.Kind.URL)
                .filter(setting -> settings.find(setting).isPresent())
                .map(settings::url)
                .toList();
        HttpGateway made = new HttpGateway(services.http(), addresses, limit, HttpGateway.READ);
        gateway = made;
        return made;
    }

    /** The host's services for the plugin. */
    private final class Context implements SourceContext {

        private final Gateway gateway;
        private final TokenStore tokens = new StoredTokens(
                services.transactions(), services.vault(), services.clock(), tenant.code(), config.id());

        private final Settings settings;
        private @Nullable Database database;

        private Context(Gateway gateway, Settings settings) {
            this.gateway = gateway;
            this.settings = settings;
        }

        @Override
        public synchronized Database database() throws SourceFault {
            Database known = database;
            if (known == null) {
                known = JdbcDatabase.of(settings);
                database = known;
            }
            return known;
        }

        @Override
        public Gateway gateway() {
            return gateway;
        }

        @Override
        public TokenStore tokens() {
            return tokens;
        }

        @Override
        public Instant now() {
            return services.clock().instant();
        }

        @Override
        public ZoneId zone() {
            return tenant.zone();
        }

        @Override
        public int historyDays() {
            return config.historyDays();
        }

        @Override
        public Json json(byte[] body) throws SourceFault {
            return JsonText.read(body);
        }
    }

    // ---- reading ----

    private StreamMemory memory(String stream) {
        return services.memory().stream(tenant.code(), config.id(), stream, this::isOurPrint);
    }

    private String print() {
        return services.vault().encrypt(tenant.code(), PRINT + config.id(), Secret.of(fingerprint));
    }

    private boolean isOurPrint(String print) {
        try {
            return !print.isEmpty()
                    && services.vault()
                            .decrypt(tenant.code(), PRINT + config.id(), print)
                            .reveal()
                            .equals(fingerprint);
        } catch (IllegalStateException _) {
            return false;
        }
    }

    /** Starts a read of every stream that is due, if this server reads the connection and its channel may be asked. */
    void dispatch() {
        OpenFeed current = open;
        if (current == null || closed || !isReadHere()) {
            return;
        }
        Instant now = services.clock().instant();
        for (StreamState stream : streams.values()) {
            resetIfIdle(stream);
            if (stream.isDue(now)) {
                begin(current, stream, now);
            }
        }
        SftpFolder remote = remoteFiles;
        if (remote != null) {
            remote.dispatch(current);
        }
        FileDrop drop = files;
        if (drop != null) {
            drop.dispatch(current);
        }
    }

    private void begin(OpenFeed current, StreamState stream, Instant now) {
        Circuit.Leave leave = circuit.ask(now);
        if (leave == Circuit.Leave.REFUSED) {
            return;
        }
        stream.begin(now);
        ReadRun run = new ReadRun(services, this, current, stream, leave == Circuit.Leave.AS_PROBE);
        if (!start("ingest-" + config.id() + "-" + stream.stream().name(), run)) {
            run.abandon();
        }
    }

    /**
     * Starts work that {@link #close()} waits for.
     *
     * @return false if the connection is closed
     */
    boolean start(String name, Runnable work) {
        synchronized (working) {
            if (closed) {
                return false;
            }
            Thread thread = Thread.ofVirtual().name(name).unstarted(work);
            working.removeIf(earlier -> !earlier.isAlive());
            thread.start();
            return working.add(thread);
        }
    }

    // ---- what people ask for ----

    void check() throws InterruptedException {
        retry();
        OpenFeed feed = open;
        if (feed == null) {
            return;
        }
        FutureTask<Outcome<Text>> task =
                new FutureTask<>(() -> feed.call(() -> feed.feed().check()));
        Thread thread = Thread.ofVirtual().name("check-" + config.id()).start(task);
        try {
            switch (task.get(CHECK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                case Outcome.Returned<Text>(Text sentence) -> {
                    checked = sentence;
                    problem = null;
                }
                case Outcome.Threw<Text>(String _, SourceFault fault) ->
                    problem = Problem.of(fault.fault(), fault.sentence());
                case Outcome.Threw<Text>(String plugin, Throwable cause) -> problem = Problem.bug(plugin, cause);
            }
        } catch (TimeoutException _) {
            thread.interrupt();
            problem = Problem.of(
                    Fault.UPSTREAM,
                    Text.of("检查在 60 秒内没有完成，请稍后再试。", "The check did not finish within 60 seconds; try again later."));
        } catch (ExecutionException e) {
            throw new IllegalStateException("The check failed.", e);
        }
    }

    /** Makes everything due, also what had stopped. */
    void retry() {
        retry(Optional.empty());
    }

    /** Makes a stream due, or all of them. */
    void retry(Optional<String> only) {
        synchronized (this) {
            if (open == null) {
                reopenAt = Instant.MIN;
                reconcile();
            }
        }
        Instant now = services.clock().instant();
        circuit.tryNow(now);
        chosen(only).forEach(stream -> stream.retryNow(now));
        SftpFolder remote = remoteFiles;
        if (remote != null) {
            remote.soon();
        }
        if (open != null) {
            problem = null;
        }
    }

    private List<StreamState> chosen(Optional<String> only) {
        return streams.values().stream()
                .filter(stream ->
                        only.isEmpty() || only.get().equals(stream.stream().name()))
                .toList();
    }

    /** Stops reading a stream, or all that are pulled, or goes on. */
    void pause(Optional<String> only, Optional<Pause> pause) {
        Instant now = services.clock().instant();
        for (StreamState stream : chosen(only)) {
            if (stream.every().isPresent()) {
                services.memory()
                        .savePause(tenant.code(), config.id(), stream.stream().name(), pause);
                stream.pause(pause.orElse(null), now);
            }
        }
    }

    /** Forgets a stream's cursor: its history is read again, and what is there already is stored over. */
    void reset(Optional<String> only) {
        for (StreamState stream : chosen(only)) {
            if (stream.every().isPresent()) {
                stream.wantReset();
                resetIfIdle(stream);
            }
        }
    }

    private void resetIfIdle(StreamState stream) {
        if (stream.mayReset()) {
            services.warehouse()
                    .forgetCursor(tenant.code(), config.id(), stream.stream().name());
            stream.forgetProgress(services.clock().instant());
        }
    }

    /** Carries out what was asked for on servers that do not read it. */
    void obey() {
        for (IngestMemory.Command command : services.memory().takeCommands(tenant.code(), config.id())) {
            switch (command.verb()) {
                case RUN_NOW -> retry(command.stream());
                case RESET -> reset(command.stream());
            }
        }
    }

    /** Takes over what people did on other servers, and, where another one reads, how it fares. */
    void follow(Map<List<String>, Pause> pauses) {
        Instant now = services.clock().instant();
        boolean elsewhere = !isReadHere();
        for (StreamState stream : streams.values()) {
            String name = stream.stream().name();
            stream.pause(pauses.get(List.of(tenant.code(), config.id(), name)), now);
            if (elsewhere && stream.every().isPresent()) {
                stream.follow(memory(name), now);
            }
        }
    }

    Replayed replay(Optional<String> stream) {
        return landing.replay(streams, readers, stream);
    }

    Measures measures(Instant now) {
        ConnectionStatus status = status();
        Map<String, Optional<Duration>> lag = new TreeMap<>();
        for (StreamStatus stream : status.streams()) {
            lag.put(stream.name(), stream.lastSuccess().map(at -> Duration.between(at, now)));
        }
        return new Measures(
                config.id(),
                config.source(),
                tally.pages.sum(),
                tally.rows.sum(),
                tally.changed.sum(),
                tally.setAside.sum(),
                tally.failures(),
                lag,
                status.quarantined(),
                status.state());
    }

    private Optional<ConnectionStatus.Quota> quota() {
        HttpGateway current = gateway;
        return current == null || open == null
                ? Optional.empty()
                : Optional.of(new ConnectionStatus.Quota(
                        limit.available(), config.requestsPerSecond(), limit.paused(), current.remaining()));
    }

    ConnectionStatus status() {
        Problem own = problem;
        List<StreamStatus> states = new ArrayList<>();
        Optional<Problem> worst = Optional.ofNullable(own);
        boolean behind = false;
        boolean pulled = false;
        boolean allPaused = true;
        Optional<Pause> pause = Optional.empty();
        Optional<Instant> openUntil = circuit.openUntil();
        Map<String, Long> setAside = services.quarantine().counts(tenant.code(), config.id());
        for (StreamState stream : streams.values()) {
            states.add(stream.status(
                    openUntil, setAside.getOrDefault(stream.stream().name(), 0L)));
            if (stream.every().isPresent()) {
                pulled = true;
                allPaused &= stream.paused().isPresent();
                pause = pause.or(stream::paused);
            }
            behind |= !stream.caughtUp();
            Optional<Problem> its = stream.problem();
            if (its.isPresent()
                    && (worst.isEmpty() || (its.get().stops() && !worst.get().stops()))) {
                worst = its;
            }
        }
        State state;
        if (sourceMissing) {
            state = State.SOURCE_MISSING;
        } else if (worst.isPresent()) {
            state = worst.get().stops() ? State.STOPPED : State.RETRYING;
        } else if (allPaused && pulled) {
            state = State.PAUSED;
        } else {
            state = behind ? State.BACK_FILLING : State.LIVE;
        }
        Optional<Text> pausedBy = pause.map(
                by -> Text.of(by.by() + " 暂停了读取；推送和文件仍会接收。", by.by() + " paused it; pushes and files still arrive."));
        Optional<Text> sentence = sourceMissing
                ? Optional.of(Text.of(
                        "数据源 " + config.source() + " 未安装；装上插件后自动继续。",
                        "The data source " + config.source() + " is not installed; install its plugin and it goes on."))
                : worst.map(Problem::sentence)
                        .or(() -> state == State.PAUSED ? pausedBy : Optional.ofNullable(checked));
        return new ConnectionStatus(
                config.id(),
                config.title(),
                config.source(),
                state,
                sentence,
                sourceMissing ? Optional.empty() : worst.flatMap(Problem::fault),
                List.copyOf(states),
                refusedPushes.get(),
                setAside.values().stream().mapToLong(Long::longValue).sum(),
                config.origin(),
                openUntil,
                quota());
    }

    /** Writes down what has changed. */
    void remember() {
        streams.values().forEach(this::remember);
    }

    void remember(StreamState stream) {
        List<ConnectionRun> runs = stream.takeRuns();
        services.history().add(tenant.code(), config.id(), runs);
        Optional<StreamMemory> changed = stream.takeDirty();
        if (changed.isPresent()) {
            try {
                services.memory()
                        .save(
                                tenant.code(),
                                config.id(),
                                stream.stream().name(),
                                changed.get(),
                                changed.get().problem().isPresent() ? print() : "");
            } catch (RuntimeException e) {
                stream.markDirty();
                throw e;
            }
        }
    }

    /** Closes the feed and waits for what was under way, but not forever for a plugin that ignores interrupts. */
    void close() {
        List<Thread> threads;
        synchronized (this) {
            synchronized (working) {
                closed = true;
                threads = List.copyOf(working);
            }
            OpenFeed current = open;
            open = null;
            if (current != null) {
                current.close();
            }
        }
        Instant end = Instant.now().plus(CLOSE_PATIENCE);
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                Duration left = Duration.between(Instant.now(), end);
                thread.join(left.isPositive() ? left : Duration.ofMillis(1));
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        try {
            remember();
        } catch (RuntimeException e) {
            LOG.warn("The schedule of {} could not be stored: {}", config.id(), StorageProblem.cause(e));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
