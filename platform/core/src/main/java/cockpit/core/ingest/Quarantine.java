package cockpit.core.ingest;

import cockpit.core.identity.PersonalStore;
import cockpit.core.identity.Trace;
import cockpit.core.tenant.Vault;
import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that did not fit, in the metadata database: masked for people, and encrypted with the tenant's key so that they can be
 * replayed. One row of a channel is one entry, with its newest state.
 */
final class Quarantine implements PersonalStore {

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    /** Rows kept of one connection; a flood beyond says nothing new. */
    static final long MOST = 10_000;

    private static final Duration KEPT = Duration.ofDays(30);
    private static final int LARGEST_RECORD = 64 * 1024;
    private static final long TRUSTED_NANOS = Duration.ofSeconds(2).toNanos();
    private static final String PURPOSE = "quarantine/";

    private final Transactions transactions;
    private final Vault vault;
    private final InstantSource clock;
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();

    private record Counts(Map<String, Long> byStream, long readAt) {}

    Quarantine(Transactions transactions, Vault vault, InstantSource clock) {
        this.transactions = transactions;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * A row to set aside.
     *
     * @param key of the row, or empty
     * @param version of the row, or 0
     * @param masked the record for people
     * @param record as the channel delivered it; empty if it cannot be replayed
     * @param column whose value does not fit, or empty
     * @param value that does not fit, or empty
     */
    record SetAside(
            String stream,
            String key,
            long version,
            String origin,
            Text reason,
            String masked,
            Optional<Row> record,
            String column,
            String value) {

        private String fingerprint() {
            String identity = stream + "\n" + (key.isEmpty() ? origin + "\n" + masked : key);
            return IngestMemory.hash(identity.getBytes(StandardCharsets.UTF_8));
        }
    }

    // ---- counting ----

    /** Entries by stream. What other servers do is seen seconds later. */
    Map<String, Long> counts(String tenant, String connection) {
        String key = tenant + "/" + connection;
        Counts known = counts.get(key);
        if (known != null && System.nanoTime() - known.readAt() < TRUSTED_NANOS) {
            return known.byStream();
        }
        Map<String, Long> byStream = transactions.in(session -> {
            Map<String, Long> found = new HashMap<>();
            session.createSelectionQuery(
                            "select stream, count(*) from QuarantineEntry where tenant = :tenant"
                                    + " and connection = :connection group by stream",
                            Object[].class)
                    .setParameter("tenant", tenant)
                    .setParameter("connection", connection)
                    .getResultList()
                    .forEach(line -> found.put((String) line[0], (Long) line[1]));
            return found;
        });
        counts.put(key, new Counts(Map.copyOf(byStream), System.nanoTime()));
        return byStream;
    }

    long count(String tenant, String connection) {
        return counts(tenant, connection).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void changed(String tenant, String connection) {
        counts.remove(tenant + "/" + connection);
    }

    // ---- setting aside ----

    /** Sets rows aside. A row that is there already gets the new state and reason, unless the new one is older. */
    void add(String tenant, String connection, List<SetAside> rows) {
        if (rows.isEmpty()) {
            return;
        }
        long present = count(tenant, connection);
        transactions.in(session -> {
            long fresh = 0;
            for (SetAside row : rows) {
                QuarantineEntry entry = session.createSelectionQuery(
                                "from QuarantineEntry where tenant = :tenant and connection = :connection"
                                        + " and fingerprint = :fingerprint",
                                QuarantineEntry.class)
                        .setParameter("tenant", tenant)
                        .setParameter("connection", connection)
                        .setParameter("fingerprint", row.fingerprint())
                        .getSingleResultOrNull();
                if (entry == null && present + fresh >= MOST) {
                    LOG.warn("The quarantine of {} holds {} rows; more are not kept.", connection, MOST);
                    break;
                }
                if (entry != null && entry.version > row.version()) {
                    entry.times++;
                    continue;
                }
                QuarantineEntry written = entry == null ? new QuarantineEntry() : entry;
                fill(written, tenant, connection, row);
                if (entry == null) {
                    session.persist(written);
                    session.flush();
                    fresh++;
                }
            }
            return fresh;
        });
        changed(tenant, connection);
    }

    private void fill(QuarantineEntry written, String tenant, String connection, SetAside row) {
        written.tenant = tenant;
        written.connection = connection;
        written.stream = row.stream();
        written.fingerprint = row.fingerprint();
        written.sourceKey = IngestMemory.cut(row.key(), 600);
        written.version = row.version();
        written.at = clock.instant();
        written.origin = IngestMemory.cut(row.origin(), 300);
        written.reasonZh = IngestMemory.cut(row.reason().zh(), 1000);
        written.reasonEn = IngestMemory.cut(row.reason().en(), 1000);
        written.raw = IngestMemory.cut(row.masked(), 8000);
        written.misfitColumn = IngestMemory.cut(row.column(), 200);
        written.misfitValue = IngestMemory.cut(row.value(), 200);
        written.sealed = row.record()
                .flatMap(this::written)
                .map(text -> vault.encrypt(tenant, PURPOSE + connection, Secret.of(text)))
                .orElse("");
        written.times++;
    }

    /** A float is not exact, so a row with one is not kept: it must be fetched again from a mended plugin. */
    private Optional<String> written(Row row) {
        if (row.values().values().stream().anyMatch(value -> value instanceof Double || value instanceof Float)) {
            return Optional.empty();
        }
        String text = JsonText.write(row.values());
        return text.getBytes(StandardCharsets.UTF_8).length > LARGEST_RECORD ? Optional.empty() : Optional.of(text);
    }

    /** Takes rows out again that have since arrived whole: by key, the version that arrived. */
    void resolve(String tenant, String connection, String stream, Map<String, Long> versions) {
        if (versions.isEmpty() || counts(tenant, connection).getOrDefault(stream, 0L) == 0) {
            return;
        }
        List<String> all = List.copyOf(versions.keySet());
        boolean removed = transactions.in(session -> {
            boolean any = false;
            for (int from = 0; from < all.size(); from += 500) {
                List<QuarantineEntry> found = session.createSelectionQuery(
                                "from QuarantineEntry where tenant = :tenant and connection = :connection"
                                        + " and stream = :stream and sourceKey in (:keys)",
                                QuarantineEntry.class)
                        .setParameter("tenant", tenant)
                        .setParameter("connection", connection)
                        .setParameter("stream", stream)
                        .setParameterList("keys", all.subList(from, Math.min(all.size(), from + 500)))
                        .getResultList();
                for (QuarantineEntry entry : found) {
                    if (versions.getOrDefault(entry.sourceKey, 0L) >= entry.version) {
                        session.remove(entry);
                        any = true;
                    }
                }
            }
            return any;
        });
        if (removed) {
            changed(tenant, connection);
        }
    }

    // ---- one person's ----

    @Override
    public Text title() {
        return Text.of("隔离数据", "Rows set aside");
    }

    @Override
    public long count(String tenant, Trace trace) {
        return theirs(tenant, trace).size();
    }

    @Override
    public long erase(String tenant, Trace trace) {
        List<Long> ids = theirs(tenant, trace);
        transactions.in(session -> {
            for (long id : ids) {
                QuarantineEntry entry = session.find(QuarantineEntry.class, id);
                if (entry != null) {
                    session.remove(entry);
                }
            }
            return true;
        });
        counts.clear();
        return ids.size();
    }

    /** Entries whose record, as the channel delivered it, names the person. */
    private List<Long> theirs(String tenant, Trace trace) {
        List<Long> ids = new ArrayList<>();
        long after = 0;
        while (true) {
            long from = after;
            List<QuarantineEntry> part = transactions.in(session -> session.createSelectionQuery(
                            "from QuarantineEntry where tenant = :tenant and id > :after order by id",
                            QuarantineEntry.class)
                    .setParameter("tenant", tenant)
                    .setParameter("after", from)
                    .setMaxResults(500)
                    .getResultList());
            if (part.isEmpty()) {
                return ids;
            }
            for (QuarantineEntry entry : part) {
                after = entry.id == null ? after + 1 : entry.id;
                String record = entry.sealed.isEmpty()
                        ? ""
                        : vault.decrypt(tenant, PURPOSE + entry.connection, entry.sealed)
                                .reveal();
                if (trace.isIn(record) || trace.isIn(entry.raw) || trace.isIn(entry.sourceKey)) {
                    ids.add(after);
                }
            }
        }
    }

    // ---- looking ----

    List<QuarantinedRow> list(String tenant, String connection, Optional<String> stream, int limit) {
        return transactions.in(session -> session
                .createSelectionQuery(
                        "from QuarantineEntry where tenant = :tenant and connection = :connection"
                                + " and (:stream = '' or stream = :stream) order by at desc, id desc",
                        QuarantineEntry.class)
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .setParameter("stream", stream.orElse(""))
                .setMaxResults(Math.clamp(limit, 1, 1000))
                .getResultList()
                .stream()
                .map(Quarantine::shown)
                .toList());
    }

    private static QuarantinedRow shown(QuarantineEntry entry) {
        return new QuarantinedRow(
                entry.id == null ? 0 : entry.id,
                entry.at,
                entry.connection,
                entry.stream,
                entry.origin,
                Text.of(entry.reasonZh, entry.reasonEn),
                entry.raw,
                entry.times,
                !entry.sealed.isEmpty(),
                entry.misfitColumn,
                entry.misfitValue);
    }

    /** Why rows were set aside, the most frequent first. */
    List<QuarantineReason> reasons(String tenant, String connection) {
        return transactions.in(session -> session
                .createSelectionQuery(
                        "select stream, misfitColumn, misfitValue, min(reasonZh), min(reasonEn), count(*)"
                                + " from QuarantineEntry where tenant = :tenant and connection = :connection"
                                + " group by stream, misfitColumn, misfitValue order by count(*) desc",
                        Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .setMaxResults(100)
                .getResultList()
                .stream()
                .map(line -> new QuarantineReason(
                        (String) line[0],
                        (String) line[1],
                        (String) line[2],
                        Text.of((String) line[3], (String) line[4]),
                        (Long) line[5]))
                .toList());
    }

    // ---- replaying ----

    /**
     * An entry that can be replayed.
     *
     * @param times how often it was set aside, to tell whether a newer state has come meanwhile
     */
    record Kept(long id, long times, String stream, Row row) {}

    /** Entries with a larger id, in order. */
    List<Kept> kept(String tenant, String connection, Optional<String> stream, long afterId, int limit) {
        List<QuarantineEntry> entries = transactions.in(session -> session.createSelectionQuery(
                        "from QuarantineEntry where tenant = :tenant and connection = :connection and id > :after"
                                + " and sealed <> '' and (:stream = '' or stream = :stream) order by id",
                        QuarantineEntry.class)
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .setParameter("after", afterId)
                .setParameter("stream", stream.orElse(""))
                .setMaxResults(limit)
                .getResultList());
        return entries.stream()
                .map(entry ->
                        new Kept(entry.id == null ? 0 : entry.id, entry.times, entry.stream, unsealed(tenant, entry)))
                .toList();
    }

    private Row unsealed(String tenant, QuarantineEntry entry) {
        String text =
                vault.decrypt(tenant, PURPOSE + entry.connection, entry.sealed).reveal();
        try {
            Json record = JsonText.read(text.getBytes(StandardCharsets.UTF_8));
            Map<String, @Nullable Object> values = new LinkedHashMap<>(record.members());
            return new Row(values, entry.origin);
        } catch (SourceFault e) {
            throw new IllegalStateException("Entry " + entry.id + " of the quarantine cannot be read.", e);
        }
    }

    /** Removes entries that fitted, unless a newer state has come meanwhile. */
    void remove(String tenant, String connection, Collection<Kept> fitted) {
        transactions.in(session -> {
            int removed = 0;
            for (Kept one : fitted) {
                removed += session.createMutationQuery("delete from QuarantineEntry where id = :id and times = :times")
                        .setParameter("id", one.id())
                        .setParameter("times", one.times())
                        .executeUpdate();
            }
            return removed;
        });
        changed(tenant, connection);
    }

    /** Gives an entry that still does not fit its new reason. */
    void refuse(String tenant, String connection, Kept entry, RowReader.Bad why) {
        transactions.in(session -> {
            QuarantineEntry row = session.find(QuarantineEntry.class, entry.id());
            if (row != null && row.times == entry.times()) {
                row.reasonZh = IngestMemory.cut(why.reason().zh(), 1000);
                row.reasonEn = IngestMemory.cut(why.reason().en(), 1000);
                row.misfitColumn = IngestMemory.cut(why.column(), 200);
                row.misfitValue = IngestMemory.cut(why.value(), 200);
            }
            return true;
        });
    }

    /** @return whether it was there */
    boolean discard(String tenant, String connection, long id) {
        int gone = transactions.in(session -> session.createMutationQuery(
                        "delete from QuarantineEntry where tenant = :tenant and connection = :connection and id = :id")
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .setParameter("id", id)
                .executeUpdate());
        changed(tenant, connection);
        return gone > 0;
    }

    /**
     * Deletes a tenant's entries whose record answers the test: what is set aside belongs to a person like any other record.
     *
     * @return how many were deleted
     */
    int erase(String tenant, Predicate<Row> test) {
        List<String> connections = transactions.in(session -> session.createSelectionQuery(
                        "select distinct connection from QuarantineEntry where tenant = :tenant", String.class)
                .setParameter("tenant", tenant)
                .getResultList());
        int erased = 0;
        for (String connection : connections) {
            long after = 0;
            List<Kept> part = kept(tenant, connection, Optional.empty(), after, 500);
            while (!part.isEmpty()) {
                List<Kept> theirs =
                        part.stream().filter(entry -> test.test(entry.row())).toList();
                theirs.forEach(entry -> discard(tenant, connection, entry.id()));
                erased += theirs.size();
                after = part.getLast().id();
                part = kept(tenant, connection, Optional.empty(), after, 500);
            }
        }
        return erased;
    }

    /** Forgets rows of more than thirty days ago. */
    void prune() {
        Instant before = clock.instant().minus(KEPT);
        transactions.in(session -> session.createMutationQuery("delete from QuarantineEntry where at < :before")
                .setParameter("before", before)
                .executeUpdate());
        counts.clear();
    }
}
