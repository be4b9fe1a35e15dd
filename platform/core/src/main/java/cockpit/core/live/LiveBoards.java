package cockpit.core.live;

import cockpit.core.ingest.Freshness;
import cockpit.core.metric.Dictionaries;
import cockpit.core.metric.MetricEngine;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.core.warehouse.Change;
import cockpit.core.warehouse.Warehouse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frame channel in memory.
 *
 * <p>Every distinct tile, filters, row scope and language that somebody looks at has one stream: it runs when a commit
 * touched what it reads, at most every 250 ms, and when the clock moved what it shows. Its frame is written and compressed
 * once, and the same bytes go to every reader. Readers of different row scopes never share.
 *
 * <p>A frame is the gzip of
 *
 * <pre>{@code
 * {"tile":"t1","seq":17,"at":"2026-11-11T06:30:00Z","state":"ok|failed|denied|empty|missing",
 *  "freshness":{"at":"…"|null,"trust":"reconciled|fresh|unknown|late|partial|conflict","sentence":"…"|null},
 *  "drawing":{"kind":"chart|figure|table|notice|custom",…}}
 * }</pre>
 *
 * <p>Members of a drawing are those of its record, nulls kept, enumerations by their names and numbers in plain notation; a
 * chart's kind is {@code chart}, a notice's {@code notice}, and a custom drawing's {@code base} is the address of its
 * module's folder. A frame is always whole, also where only its freshness changed.
 *
 * <p>Sequence numbers are unique on this server and grow from frame to frame of a tile. Since the bytes are shared, they are
 * not consecutive for one reader; a reader acknowledges exactly the numbers that it got, in any order.
 */
public final class LiveBoards implements Live, Preview, AutoCloseable {

    static final Duration IDLE = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(LiveBoards.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration WIDGET_BUDGET = Duration.ofSeconds(2);
    private static final int MOST_BOARDS_A_USER = 64;
    private static final int TICKET_BYTES = 24;

    private final Tenants tenants;
    private final FreshnessSource freshness;
    private final InstantSource clock;
    private final InstantSource pace;
    private final ScheduledExecutorService executor;
    private final WidgetGuard guard;
    private final TileRenderer renderer;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong opened = new AtomicLong();
    private final Map<String, LiveBoard> boards = new ConcurrentHashMap<>();
    private final Map<TileKey, TileStream> streams = new ConcurrentHashMap<>();
    private final List<AutoCloseable> subscriptions = new ArrayList<>();
    private final ScheduledFuture<?> ticking;
    private volatile boolean closed;

    /**
     * @param clock of the facts: today, and the time that comparisons are cut off at
     * @param executor runs tiles, so its threads bound how many run at once; {@link #workers()} makes a fitting one. It
     *     stays the caller's to shut down
     */
    public LiveBoards(
            Warehouse warehouse,
            Plugins plugins,
            MetricEngine engine,
            Dictionaries dictionaries,
            Tenants tenants,
            FreshnessSource freshness,
            InstantSource clock,
            ScheduledExecutorService executor) {
        this(
                warehouse,
                plugins,
                engine,
                dictionaries,
                tenants,
                freshness,
                clock,
                InstantSource.system(),
                executor,
                WIDGET_BUDGET);
    }

    /**
     * @param pace the clock that runs as the reader's does: pauses, retries and idle times follow it, also where the clock of
     *     the facts is a faster one
     * @param widgetBudget how long a widget may take
     */
    LiveBoards(
            Warehouse warehouse,
            Plugins plugins,
            MetricEngine engine,
            Dictionaries dictionaries,
            Tenants tenants,
            FreshnessSource freshness,
            InstantSource clock,
            InstantSource pace,
            ScheduledExecutorService executor,
            Duration widgetBudget) {
        this.tenants = tenants;
        this.freshness = freshness;
        this.clock = clock;
        this.pace = pace;
        this.executor = executor;
        this.guard = new WidgetGuard(widgetBudget);
        this.renderer = new TileRenderer(plugins, engine, dictionaries, tenants, clock, guard);
        subscriptions.add(warehouse.onChange(this::changed));
        subscriptions.add(plugins.onChange(this::pluginsChanged));
        tenants.whenLoaded(tenant -> refresh(tenant.code()));
        this.ticking =
                executor.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One thread a core, at least two. */
    public static ScheduledExecutorService workers() {
        ScheduledThreadPoolExecutor workers = new ScheduledThreadPoolExecutor(
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                Thread.ofPlatform().daemon().name("live-", 1).factory());
        workers.setRemoveOnCancelPolicy(true);
        workers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return workers;
    }

    /** @throws cockpit.core.tenant.AccessDenied without the right VIEW or BUILD */
    @Override
    public Board open(Viewer viewer) {
        requireReader(viewer);
        List<LiveBoard> own = boards.values().stream()
                .filter(board -> board.viewer().tenant().equals(viewer.tenant())
                        && board.viewer().user().equals(viewer.user()))
                .sorted(Comparator.comparing(LiveBoard::hasReader).thenComparing(LiveBoard::number))
                .toList();
        if (own.size() >= MOST_BOARDS_A_USER) {
            own.getFirst().close();
        }
        byte[] bytes = new byte[TICKET_BYTES];
        random.nextBytes(bytes);
        LiveBoard board = new LiveBoard(
                opened.incrementAndGet(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                viewer,
                this);
        boards.put(board.ticket(), board);
        return board;
    }

    private static void requireReader(Viewer viewer) {
        if (!viewer.may(Right.BUILD)) {
            viewer.require(Right.VIEW);
        }
    }

    @Override
    public Optional<Board> find(String ticket) {
        return Optional.ofNullable(boards.get(ticket));
    }

    /** Closes the boards of viewers whose rights or scope have changed; they open anew with what they may now. */
    public void closeBoards(Predicate<Viewer> of) {
        List.copyOf(boards.values()).stream()
                .filter(board -> of.test(board.viewer()))
                .forEach(LiveBoard::close);
    }

    /** Runs all tiles of a tenant again: its dictionary or org tree has changed. */
    public void refresh(String tenant) {
        streams.values().stream()
                .filter(stream -> stream.key().tenant().equals(tenant))
                .forEach(TileStream::mark);
    }

    @Override
    public String frame(Viewer viewer, TileRequest request) {
        requireReader(viewer);
        TileKey key = TileKey.of(viewer, request);
        TileRenderer.Rendered rendered = renderer.render(key);
        return TileStream.json(
                request.tile(),
                0,
                clock.instant(),
                rendered,
                TileStream.Trust.of(rendered.datasets(), freshness(key.tenant()), key.language()));
    }

    private void changed(Change change) {
        tenants.find(change.tenant()).ifPresent(tenant -> streams.values().stream()
                .filter(stream -> stream.reads(change, tenant.org()))
                .forEach(TileStream::mark));
    }

    private void pluginsChanged() {
        streams.values().forEach(TileStream::mark);
    }

    private void tick() {
        try {
            Instant now = pace.instant();
            Instant business = clock.instant();
            boards.values().stream()
                    .filter(board -> board.isIdleSince(now.minus(IDLE)))
                    .forEach(LiveBoard::close);
            Map<String, List<Freshness>> known = new HashMap<>();
            for (TileStream stream : streams.values()) {
                Optional<Tenant> tenant = tenants.find(stream.key().tenant());
                if (tenant.isPresent()) {
                    stream.tick(
                            now,
                            LocalDateTime.ofInstant(business, tenant.get().zone()),
                            known.computeIfAbsent(tenant.get().code(), this::freshness));
                }
            }
        } catch (RuntimeException e) {
            LOG.error("A round of the frame channel failed", e);
        }
    }

    /** The stream of a key, which runs from now on if it did not. */
    TileStream acquire(TileKey key, LiveBoard board) {
        TileStream stream = streams.compute(key, (_, known) -> {
            TileStream one = known == null ? new TileStream(key, this) : known;
            one.add(board);
            return one;
        });
        if (stream.latest() == null) {
            stream.mark();
        }
        return stream;
    }

    void release(TileStream stream, LiveBoard board) {
        streams.computeIfPresent(stream.key(), (_, known) -> {
            if (known == stream && known.remove(board)) {
                known.close();
                return null;
            }
            return known;
        });
    }

    void forget(LiveBoard board) {
        boards.remove(board.ticket());
    }

    TileRenderer renderer() {
        return renderer;
    }

    /** The reader's time, for pauses. */
    Instant now() {
        return pace.instant();
    }

    /** The facts' time, for what is shown. */
    Instant factTime() {
        return clock.instant();
    }

    long nextSequence() {
        return sequence.incrementAndGet();
    }

    List<Freshness> freshness(String tenant) {
        try {
            return freshness.of(tenant);
        } catch (RuntimeException e) {
            LOG.warn("The freshness of tenant {} is not known", tenant, e);
            return List.of();
        }
    }

    /** @return false if this is closed */
    boolean later(Runnable work, Duration delay) {
        if (closed) {
            return false;
        }
        try {
            ScheduledFuture<?> _ = executor.schedule(
                    () -> {
                        try {
                            work.run();
                        } catch (RuntimeException e) {
                            LOG.error("A tile's run failed", e);
                        }
                    },
                    delay.toNanos(),
                    TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    /** How many streams run now. */
    int streams() {
        return streams.size();
    }

    /** Closes all boards and tells their readers to go. */
    @Override
    public void close() {
        closed = true;
        ticking.cancel(false);
        for (AutoCloseable subscription : subscriptions) {
            try {
                subscription.close();
            } catch (Exception e) {
                LOG.debug("A listener could not be taken off", e);
            }
        }
        List.copyOf(boards.values()).forEach(LiveBoard::close);
        guard.close();
    }
}
