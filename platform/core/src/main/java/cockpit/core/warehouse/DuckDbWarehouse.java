package cockpit.core.warehouse;

import cockpit.core.tenant.OrgTree;
import cockpit.spi.data.Dataset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded warehouse: one DuckDB file a tenant, {@code <directory>/<tenant>.duckdb}.
 *
 * <p>Each tenant has one writer; batches that wait for it at the same time share a commit, and each caller learns the
 * outcome of its own. Queries of all tenants run at most {@link Limits#queries()} at once, in the order in which they were
 * asked, so that however many ask, writing goes on. SQL reaches no file, no network and no extension.
 *
 * <p>Days and instants: a session's zone is UTC, so a statement that needs the tenant's day of an instant says
 * {@code timezone('Asia/Shanghai', at)}. An absent {@code org_unit} is stored as an empty text.
 */
public final class DuckDbWarehouse implements Warehouse, Alterations {

    private static final Logger LOG = LoggerFactory.getLogger(DuckDbWarehouse.class);

    private final Path directory;
    private final InstantSource clock;
    private final Limits limits;
    private final Companion.Maker companions;
    private final Map<String, DuckDbStore> stores = new ConcurrentHashMap<>();
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor queries;
    private volatile boolean closed;

    /**
     * What the warehouse may use.
     *
     * @param queries how many run at once, over all tenants
     * @param memory of one tenant's store, as DuckDB writes it: {@code 1GB}. What does not fit is spilled to disk
     * @param rows most rows of one answer
     */
    public record Limits(int queries, String memory, int rows) {

        /** A query a core, 1 GB a tenant, 500,000 rows. */
        public static Limits ofThisMachine() {
            return new Limits(Runtime.getRuntime().availableProcessors(), "1GB", 500_000);
        }
    }

    public DuckDbWarehouse(Path directory, InstantSource clock) {
        this(directory, clock, Limits.ofThisMachine());
    }

    public DuckDbWarehouse(Path directory, InstantSource clock, Limits limits) {
        this(directory, clock, limits, _ -> Companion.NONE);
    }

    /** @param companions keep tables of their own beside the facts */
    public DuckDbWarehouse(Path directory, InstantSource clock, Limits limits, Companion.Maker companions) {
        this.companions = companions;
        this.directory = directory.toAbsolutePath().normalize();
        this.clock = clock;
        this.limits = limits;
        this.queries = new ThreadPoolExecutor(
                limits.queries(),
                limits.queries(),
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("warehouse-query-", 1).factory());
        this.queries.allowCoreThreadTimeOut(true);
    }

    @Override
    public void open(String tenant, OrgTree org) {
        if (closed) {
            throw new IllegalStateException("The warehouse is closed.");
        }
        stores.computeIfAbsent(
                        tenant,
                        code -> new DuckDbStore(directory, code, clock, limits, companions.of(code), this::announce))
                .replaceOrg(org);
    }

    @Override
    public int write(String tenant, Batch batch) {
        return store(tenant).write(batch);
    }

    @Override
    public Optional<String> cursor(String tenant, String connection, String stream) {
        return store(tenant).cursor(connection, stream);
    }

    @Override
    public void forgetCursor(String tenant, String connection, String stream) {
        store(tenant).forgetCursor(connection, stream);
    }

    @Override
    public void alter(String tenant, Alteration work) {
        store(tenant).alter(work);
    }

    @Override
    public void alterSoon(String tenant, Alteration work) {
        store(tenant).alterSoon(work);
    }

    @Override
    public Answer query(String tenant, Query query, Duration timeout) {
        DuckDbStore.Running running = store(tenant).prepare(query);
        Future<Answer> answer;
        try {
            answer = queries.submit(running);
        } catch (RejectedExecutionException e) {
            throw new WarehouseFault("The warehouse is closed.", e);
        }
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new WarehouseFault("The query took longer than " + timeout.toMillis() + " ms.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WarehouseFault("The query was cancelled.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WarehouseFault fault) {
                throw new WarehouseFault(String.valueOf(fault.getMessage()), fault);
            }
            throw new WarehouseFault("The query failed: " + e.getCause(), e);
        } finally {
            if (!answer.isDone()) {
                running.cancel();
                answer.cancel(false);
            }
        }
    }

    @Override
    public long version(String tenant, Dataset dataset) {
        return store(tenant).version(dataset);
    }

    @Override
    public AutoCloseable onChange(Consumer<Change> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void announce(Change change) {
        for (Consumer<Change> listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                LOG.error("A listener failed on a change of {}", change.dataset(), e);
            }
        }
    }

    private DuckDbStore store(String tenant) {
        DuckDbStore store = stores.get(tenant);
        if (store == null) {
            throw new IllegalArgumentException("The facts of tenant " + tenant + " are not open.");
        }
        return store;
    }

    /** Ends running queries, stores what waits, and gives the files back. */
    @Override
    public void close() {
        closed = true;
        queries.shutdownNow();
        stores.values().forEach(DuckDbStore::close);
        stores.clear();
    }
}
