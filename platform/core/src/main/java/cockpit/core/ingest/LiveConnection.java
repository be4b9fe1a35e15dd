package cockpit.core.ingest;

import cockpit.core.database.JdbcDatabase;
import cockpit.core.ingest.ConnectionStatus.State;
import cockpit.core.ingest.ConnectionStatus.StreamStatus;
import cockpit.core.plugin.Contribution;
import cockpit.core.plugin.ExtensionCall;
import cockpit.core.plugin.Outcome;
import cockpit.core.tenant.Tenant;
import cockpit.core.warehouse.Batch;
import cockpit.core.warehouse.Fact;
import cockpit.core.warehouse.WarehouseFault;
import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Database;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Gateway;
import cockpit.spi.source.Json;
import cockpit.spi.source.Page;
import cockpit.spi.source.RemoteFolder;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.TokenStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection at work: its feed while its plugin is there, its streams' schedules, and how rows land. */
final class LiveConnection {

    private static final Logger LOG = LoggerFactory.getLogger(LiveConnection.class);
    private static final Duration CHECK_PATIENCE = Duration.ofSeconds(60);
    private static final Duration WITHOUT_HINT = Duration.ofMinutes(1);
    private static final Duration LONGEST_HINT = Duration.ofHours(24);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration REOPEN = Duration.ofMinutes(1);
    private static final Duration SFTP_INTERVAL = Duration.ofMinutes(1);

    private final Services services;
    private final Tenant tenant;
    private final ConnectionConfig config;
    private final AtomicLong refusedPushes = new AtomicLong();
    private final RateLimit pushLimit = new RateLimit(500, 1000);
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

    /** What became of rows. */
    record Landed(int changed, int good, int setAside) {}

    LiveConnection(Services services, Tenant tenant, ConnectionConfig config) {
        this.services = services;
        this.tenant = tenant;
        this.config = config;
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
        Map<String, RowReader> readers = new LinkedHashMap<>();
        for (Stream stream : description.streams()) {
            readers.put(stream.name(), new RowReader(stream, tenant, config.orgUnits(), services.vault()));
        }
        List<Stream> dropped =
                description.streams().stream().filter(Stream::dropped).toList();
        OpenFeed feedAndReaders = new OpenFeed(source, description, feed, readers);
        FileDrop existing = files;
        files = dropped.isEmpty() ? null : existing == null ? new FileDrop(services, this) : existing;
        remoteFiles = files == null || !SftpFolder.isDeclared(description) || !RemoteFolder.given(settings)
                ? null
                : new SftpFolder(services, this, files, settings, SFTP_INTERVAL);
        problem = null;
        open = feedAndReaders;
        LOG.info("Connection {} of {} is open", config.id(), tenant.code());
    }

    private void notOpened(Problem why) {
        problem = why;
        reopenAt = services.clock().instant().plus(REOPEN);
    }

    private Optional<Settings> settings(SourceDescription description) {
        ConnectionsFile.Resolved resolved = ConnectionsFile.resolve(config.settings(), services.environment());
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
                                    stream,
                                    every,
                                    services.memory().run(tenant.code(), config.id(), stream.name()),
                                    now));
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
        return new HttpGateway(
                services.http(),
                addresses,
                new RateLimit(config.requestsPerSecond(), 2d * config.requestsPerSecond()),
                HttpGateway.READ);
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

    /** Starts a read of every stream that is due. */
    void dispatch() {
        OpenFeed current = open;
        if (current == null || closed) {
            return;
        }
        Instant now = services.clock().instant();
        for (StreamState stream : streams.values()) {
            if (stream.begin(now)
                    && !start("ingest-" + config.id() + "-" + stream.stream().name(), () -> readAll(current, stream))) {
                stream.end();
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

    private void readAll(OpenFeed feed, StreamState stream) {
        try {
            boolean more = true;
            while (more && !feed.isClosed()) {
                Semaphore permits = stream.caughtUp() ? services.liveReads() : services.historyReads();
                if (!permits.tryAcquire(1, TimeUnit.SECONDS)) {
                    continue;
                }
                try {
                    more = readPage(feed, stream);
                } finally {
                    permits.release();
                }
            }
        } catch (InterruptedException _) {
            // the feed was closed; the page is read again when it is open again
            stream.breakRun();
        } finally {
            stream.end();
        }
    }

    /** @return whether the next page can be read now */
    private boolean readPage(OpenFeed feed, StreamState stream) throws InterruptedException {
        String name = stream.stream().name();
        try {
            Optional<String> cursor = stream.readsInFull()
                    ? stream.fullRun().cursor()
                    : services.warehouse().cursor(tenant.code(), config.id(), name);
            return switch (feed.call(() -> feed.feed().read(name, cursor.orElse(null)))) {
                case Outcome.Returned<Page>(Page page) -> store(feed, stream, cursor, page);
                case Outcome.Threw<Page>(String plugin, Throwable cause) -> {
                    failed(feed, stream, plugin, cause);
                    yield false;
                }
            };
        } catch (WarehouseFault e) {
            LOG.warn("A page of {}/{} could not be stored: {}", config.id(), name, e.getMessage());
            stream.failed(unstored(), Optional.empty(), services.clock().instant());
            return false;
        } catch (InterruptedException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("A page of {}/{} could not be handled", config.id(), name, e);
            stream.failed(unstored(), Optional.empty(), services.clock().instant());
            return false;
        }
    }

    private static Problem unstored() {
        return new Problem(
                Optional.empty(),
                Text.of("数据暂时无法写入仓库，稍后自动重试。", "Facts cannot be stored at the moment; it is tried again."),
                false);
    }

    private boolean store(OpenFeed feed, StreamState stream, Optional<String> cursor, @Nullable Page page) {
        String name = stream.stream().name();
        Instant now = services.clock().instant();
        if (page == null || (page.more() && (page.next() == null || cursor.equals(Optional.of(page.next()))))) {
            String zh = page == null ? "没有返回页" : "声称还有下一页，却没有前进";
            String en = page == null ? "returned no page" : "says that there is more but does not move on";
            stream.failed(
                    Problem.of(
                            Fault.BUG,
                            Text.of(
                                    "插件 " + feed.pluginId() + " 的数据流 " + name + " " + zh + "；请联系插件作者。",
                                    "The plugin " + feed.pluginId() + ", stream " + name + ", " + en
                                            + "; ask its author.")),
                    Optional.empty(),
                    now);
            return false;
        }
        RowReader reader = reader(feed, name);
        List<Fact> facts = new ArrayList<>();
        if (stream.readsInFull()) {
            FullRun run = stream.fullRun();
            land(
                    stream,
                    reader,
                    page.rows(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new FullRun.Part(run, !page.more())),
                    facts);
            run.moveTo(page.next());
        } else {
            land(
                    stream,
                    reader,
                    page.rows(),
                    List.of(),
                    Optional.ofNullable(page.next()),
                    Optional.empty(),
                    Optional.empty(),
                    facts);
        }
        Optional<LocalDate> newest = facts.stream()
                .map(fact -> fact.values().get("day"))
                .filter(LocalDate.class::isInstance)
                .map(LocalDate.class::cast)
                .max(LocalDate::compareTo);
        LocalDate today = LocalDate.ofInstant(now, tenant.zone());
        boolean wasBehind = !stream.caughtUp();
        stream.read(page.more(), newest, config.historyDays(), today, now);
        if (wasBehind && !page.more()) {
            remember(stream);
        }
        if (problem != null) {
            problem = null;
        }
        return page.more();
    }

    private static RowReader reader(OpenFeed feed, String stream) {
        RowReader reader = feed.readers().get(stream);
        if (reader == null) {
            throw new IllegalArgumentException("There is no stream " + stream + ".");
        }
        return reader;
    }

    private void failed(OpenFeed feed, StreamState stream, String plugin, Throwable cause) throws InterruptedException {
        if (feed.isClosed()) {
            throw new InterruptedException();
        }
        Instant now = services.clock().instant();
        String name = stream.stream().name();
        if (cause instanceof SourceFault fault) {
            LOG.info("{}/{}: {}", config.id(), name, fault.getMessage());
            Optional<Duration> pause = fault.fault() == Fault.LIMIT
                    ? Optional.of(fault.retryAfter()
                            .filter(wait -> !wait.isNegative())
                            .map(wait -> wait.compareTo(LONGEST_HINT) > 0 ? LONGEST_HINT : wait)
                            .orElse(WITHOUT_HINT))
                    : Optional.empty();
            stream.failed(Problem.of(fault.fault(), fault.sentence()), pause, now);
        } else {
            LOG.warn("The plugin {} failed in {}/{}: {}", plugin, config.id(), name, Problem.trace(cause));
            stream.failed(Problem.bug(plugin, cause), Optional.empty(), now);
        }
    }

    /**
     * Stores rows: bad ones are set aside first, then the good ones with cursor or event in one transaction.
     *
     * @param unreadable rows that could not even be taken apart
     * @param part page of a run that reads the stream in full
     * @param facts takes the facts that were made
     * @throws WarehouseFault if nothing was stored
     */
    Landed land(
            StreamState stream,
            RowReader reader,
            List<Row> rows,
            List<IngestMemory.SetAside> unreadable,
            Optional<String> cursor,
            Optional<String> eventId,
            Optional<FullRun.Part> part,
            List<Fact> facts) {
        String name = stream.stream().name();
        List<IngestMemory.SetAside> bad = new ArrayList<>(unreadable);
        Set<String> keys = new HashSet<>();
        Set<String> unreadableKeys = new HashSet<>();
        for (Row row : rows) {
            switch (reader.read(row)) {
                case RowReader.Good(Fact fact) -> {
                    facts.add(fact);
                    keys.add(fact.key());
                }
                case RowReader.Bad(Text reason, String key) -> {
                    bad.add(new IngestMemory.SetAside(
                            name, key, row.origin(), reason, JsonText.write(reader.masked(row))));
                    if (key.isEmpty()) {
                        part.ifPresent(page -> page.run().cannotTell());
                    } else {
                        unreadableKeys.add(key);
                    }
                }
            }
            for (String field : reader.unknown(row)) {
                if (stream.notice(field)) {
                    LOG.info("{}/{} brings a field that nobody reads: {}", config.id(), name, field);
                }
            }
        }
        services.memory().setAside(tenant.code(), config.id(), bad);
        int changed = services.warehouse()
                .write(
                        tenant.code(),
                        new Batch(
                                config.id(),
                                name,
                                stream.stream().dataset(),
                                facts,
                                cursor,
                                eventId,
                                part.map(page -> page.run().refresh(unreadableKeys, page.last()))));
        services.memory().resolve(tenant.code(), config.id(), name, keys);
        stream.landed(changed, services.clock().instant());
        return new Landed(changed, facts.size(), bad.size());
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
        synchronized (this) {
            if (open == null) {
                reopenAt = Instant.MIN;
                reconcile();
            }
        }
        Instant now = services.clock().instant();
        streams.values().forEach(stream -> stream.retryNow(now));
        SftpFolder remote = remoteFiles;
        if (remote != null) {
            remote.soon();
        }
        if (open != null) {
            problem = null;
        }
    }

    ConnectionStatus status() {
        Problem own = problem;
        List<StreamStatus> states = new ArrayList<>();
        Optional<Problem> worst = Optional.ofNullable(own);
        boolean behind = false;
        for (StreamState stream : streams.values()) {
            states.add(stream.status());
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
        } else {
            state = behind ? State.BACK_FILLING : State.LIVE;
        }
        Optional<Text> sentence = sourceMissing
                ? Optional.of(Text.of(
                        "数据源 " + config.source() + " 未安装；装上插件后自动继续。",
                        "The data source " + config.source() + " is not installed; install its plugin and it goes on."))
                : worst.map(Problem::sentence).or(() -> Optional.ofNullable(checked));
        return new ConnectionStatus(
                config.id(),
                config.title(),
                config.source(),
                state,
                sentence,
                sourceMissing ? Optional.empty() : worst.flatMap(Problem::fault),
                List.copyOf(states),
                refusedPushes.get(),
                services.memory().quarantined(tenant.code(), config.id()));
    }

    /** Writes changed counters down. */
    void remember() {
        streams.values().forEach(this::remember);
    }

    private void remember(StreamState stream) {
        stream.takeDirty().ifPresent(run -> services.memory()
                .save(tenant.code(), config.id(), stream.stream().name(), run));
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
        remember();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
