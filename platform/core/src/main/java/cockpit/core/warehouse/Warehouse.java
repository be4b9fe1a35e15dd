package cockpit.core.warehouse;

import cockpit.core.tenant.OrgTree;
import cockpit.spi.data.Dataset;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where facts rest, a store a tenant. Each dataset is a table {@code fact_<code>} ({@code fact_order}) with the dataset's
 * columns and {@code connection}, {@code source_key} and {@code version}; {@code (connection, source_key)} is its key.
 * Besides, {@code org_unit} holds the tenant's tree: {@code code, parent, level, region, first, last, name_zh, name_en},
 * {@code level} one of HQ, REGION, STORE, {@code region} the code of the region that the unit is or lies in, and
 * {@code first, last} its {@link OrgTree.Range}.
 *
 * <p>Types: TEXT and PHONE are VARCHAR; COUNT, FEN and YUAN BIGINT; DECIMAL DECIMAL(18,4); BOOLEAN, DATE; INSTANT
 * TIMESTAMP WITH TIME ZONE.
 */
public interface Warehouse extends AutoCloseable {

    /** Opens or creates a tenant's store and replaces its org tree. Harmless when repeated. */
    void open(String tenant, OrgTree org);

    /**
     * Stores a batch in one transaction: facts by upsert (an older version never overwrites a newer one), the cursor and
     * the event id. With the last page of a run that reads a stream in full, what the run did not bring vanishes in the same
     * transaction. When the call returns, it survives a crash; listeners hear of what really changed.
     *
     * <p>Facts whose key begins with the stream's name and a colon are the stream's; a run takes away no others. A run does
     * not survive the end of the process: its stream is then read from the beginning.
     *
     * @return how many facts were new or changed, those that vanished left out; 0 and nothing stored if the event id is known already
     * @throws WarehouseFault if it could not be stored; nothing of it was
     */
    int write(String tenant, Batch batch);

    /** The cursor that was stored last. */
    Optional<String> cursor(String tenant, String connection, String stream);

    /** Forgets the cursor, so that the stream is read from its beginning. Facts stay. */
    void forgetCursor(String tenant, String connection, String stream);

    /**
     * Runs one SELECT.
     *
     * @throws WarehouseFault if it fails or takes longer than the time-out; interrupting the thread cancels it
     */
    Answer query(String tenant, Query query, Duration timeout);

    /** Grows with every commit that changed the dataset; part of every cache key. */
    long version(String tenant, Dataset dataset);

    /** Calls back after each commit that changed something, on a thread that must not be blocked. */
    AutoCloseable onChange(Consumer<Change> listener);

    @Override
    void close();
}
