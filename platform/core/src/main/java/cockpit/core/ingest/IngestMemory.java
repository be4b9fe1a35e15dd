package cockpit.core.ingest;

import cockpit.spi.Text;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What ingest remembers in the metadata database besides tokens: counters, quarantine, pushes and files. */
final class IngestMemory {

    private static final Logger LOG = LoggerFactory.getLogger(IngestMemory.class);

    /** Rows kept in one connection's quarantine; a flood beyond says nothing new. */
    static final long MOST_QUARANTINED = 10_000;

    private static final Duration KEPT = Duration.ofDays(30);

    private final Transactions transactions;
    private final InstantSource clock;
    private final Map<String, AtomicLong> quarantined = new ConcurrentHashMap<>();

    IngestMemory(Transactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }

    // ---- streams ----

    /** What a stream has brought so far. */
    record Run(long rows, Optional<Instant> lastSuccess, boolean caughtUp) {}

    Run run(String tenant, String connection, String stream) {
        return transactions.in(session -> {
            StreamRow row = streamRow(session, tenant, connection, stream);
            return row == null
                    ? new Run(0, Optional.empty(), false)
                    : new Run(row.storedRows, Optional.ofNullable(row.lastSuccessAt), row.caughtUp);
        });
    }

    void save(String tenant, String connection, String stream, Run run) {
        transactions.in(session -> {
            StreamRow row = streamRow(session, tenant, connection, stream);
            boolean fresh = row == null;
            StreamRow written = row == null ? new StreamRow() : row;
            written.tenant = tenant;
            written.connection = connection;
            written.stream = stream;
            written.storedRows = run.rows();
            written.lastSuccessAt = run.lastSuccess().orElse(null);
            written.caughtUp = run.caughtUp();
            if (fresh) {
                session.persist(written);
            }
            return true;
        });
    }

    private static @Nullable StreamRow streamRow(Session session, String tenant, String connection, String stream) {
        return session.createSelectionQuery(
                        "from StreamRow where tenant = :tenant and connection = :connection and stream = :stream",
                        StreamRow.class)
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .setParameter("stream", stream)
                .getSingleResultOrNull();
    }

    // ---- quarantine ----

    /** A row to set aside. */
    record SetAside(String stream, String key, String origin, Text reason, String raw) {

        private String fingerprint() {
            String identity = stream + "\n" + (key.isEmpty() ? origin + "\n" + raw : key);
            return hash(identity.getBytes(StandardCharsets.UTF_8));
        }
    }

    long quarantined(String tenant, String connection) {
        return counter(tenant, connection).get();
    }

    private AtomicLong counter(String tenant, String connection) {
        return quarantined.computeIfAbsent(
                tenant + "/" + connection,
                _ -> new AtomicLong(transactions.in(session -> session.createSelectionQuery(
                                "select count(*) from QuarantineEntry where tenant = :tenant and connection = :connection",
                                Long.class)
                        .setParameter("tenant", tenant)
                        .setParameter("connection", connection)
                        .getSingleResult())));
    }

    /** Sets rows aside. A row that is there already is counted again and gets the new reason. */
    void setAside(String tenant, String connection, List<SetAside> rows) {
        if (rows.isEmpty()) {
            return;
        }
        AtomicLong counter = counter(tenant, connection);
        long added = transactions.in(session -> {
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
                if (entry == null && counter.get() + fresh >= MOST_QUARANTINED) {
                    LOG.warn("The quarantine of {} holds {} rows; more are not kept.", connection, MOST_QUARANTINED);
                    break;
                }
                boolean isNew = entry == null;
                QuarantineEntry written = entry == null ? new QuarantineEntry() : entry;
                written.tenant = tenant;
                written.connection = connection;
                written.stream = row.stream();
                written.fingerprint = row.fingerprint();
                written.sourceKey = cut(row.key(), 600);
                written.at = clock.instant();
                written.origin = cut(row.origin(), 300);
                written.reasonZh = cut(row.reason().zh(), 1000);
                written.reasonEn = cut(row.reason().en(), 1000);
                written.raw = cut(row.raw(), 8000);
                written.times++;
                if (isNew) {
                    session.persist(written);
                    session.flush();
                    fresh++;
                }
            }
            return fresh;
        });
        counter.addAndGet(added);
    }

    /** Takes rows out again that have since arrived whole. */
    void resolve(String tenant, String connection, String stream, Collection<String> keys) {
        AtomicLong counter = counter(tenant, connection);
        if (counter.get() == 0 || keys.isEmpty()) {
            return;
        }
        List<String> all = List.copyOf(keys);
        long removed = transactions.in(session -> {
            long count = 0;
            for (int from = 0; from < all.size(); from += 500) {
                count += session.createMutationQuery("delete from QuarantineEntry where tenant = :tenant"
                                + " and connection = :connection and stream = :stream and sourceKey in (:keys)")
                        .setParameter("tenant", tenant)
                        .setParameter("connection", connection)
                        .setParameter("stream", stream)
                        .setParameterList("keys", all.subList(from, Math.min(all.size(), from + 500)))
                        .executeUpdate();
            }
            return count;
        });
        counter.addAndGet(-removed);
    }

    List<QuarantinedRow> quarantine(String tenant, String connection, int limit) {
        return transactions.in(session -> session
                .createSelectionQuery(
                        "from QuarantineEntry where tenant = :tenant and connection = :connection order by at desc, id desc",
                        QuarantineEntry.class)
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .setMaxResults(Math.clamp(limit, 1, 1000))
                .getResultList()
                .stream()
                .map(entry -> new QuarantinedRow(
                        entry.at,
                        entry.connection,
                        entry.stream,
                        entry.origin,
                        Text.of(entry.reasonZh, entry.reasonEn),
                        entry.raw))
                .toList());
    }

    // ---- pushes ----

    /** The hash of the body that a push with this id had; empty for a new one. */
    Optional<String> event(String tenant, String connection, String eventId) {
        return transactions.in(session -> Optional.ofNullable(session.createSelectionQuery(
                        "select bodyHash from EventRow where tenant = :tenant and connection = :connection"
                                + " and eventId = :event",
                        String.class)
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .setParameter("event", eventId)
                .getSingleResultOrNull()));
    }

    /** @return the hash that is remembered: of this push, or of one that came in between */
    String rememberEvent(String tenant, String connection, String eventId, String bodyHash) {
        try {
            transactions.in(session -> {
                EventRow row = new EventRow();
                row.tenant = tenant;
                row.connection = connection;
                row.eventId = eventId;
                row.bodyHash = bodyHash;
                row.at = clock.instant();
                session.persist(row);
                session.flush();
                return true;
            });
            return bodyHash;
        } catch (ConstraintViolationException e) {
            return event(tenant, connection, eventId).orElseThrow(() -> e);
        }
    }

    // ---- files ----

    /** What became of a file. */
    enum FileState {
        WAITING,
        LOADED,
        REFUSED
    }

    /**
     * @param rows lines read, those set aside included
     * @param reason empty unless refused
     */
    record FileOutcome(FileState state, long rows, Optional<Text> reason) {}

    Optional<FileState> file(String tenant, String connection, String name, String hash) {
        return transactions.in(session -> Optional.ofNullable(fileRow(session, tenant, connection, name, hash))
                .map(row -> FileState.valueOf(row.state)));
    }

    void rememberFile(String tenant, String connection, String name, String hash, FileOutcome outcome) {
        transactions.in(session -> {
            FileRow row = fileRow(session, tenant, connection, name, hash);
            boolean fresh = row == null;
            FileRow written = row == null ? new FileRow() : row;
            written.tenant = tenant;
            written.connection = connection;
            written.name = name;
            written.contentHash = hash;
            written.state = outcome.state().name();
            written.readRows = outcome.rows();
            written.reasonZh = cut(outcome.reason().map(Text::zh).orElse(""), 1000);
            written.reasonEn = cut(outcome.reason().map(Text::en).orElse(""), 1000);
            written.at = clock.instant();
            if (fresh) {
                session.persist(written);
            }
            return true;
        });
    }

    private static @Nullable FileRow fileRow(
            Session session, String tenant, String connection, String name, String hash) {
        return session.createSelectionQuery(
                        "from FileRow where tenant = :tenant and connection = :connection and name = :name"
                                + " and contentHash = :hash",
                        FileRow.class)
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .setParameter("name", name)
                .setParameter("hash", hash)
                .getSingleResultOrNull();
    }

    /** Forgets pushes and quarantined rows of more than thirty days ago. */
    void prune() {
        Instant before = clock.instant().minus(KEPT);
        transactions.in(session -> {
            session.createMutationQuery("delete from EventRow where at < :before")
                    .setParameter("before", before)
                    .executeUpdate();
            return session.createMutationQuery("delete from QuarantineEntry where at < :before")
                    .setParameter("before", before)
                    .executeUpdate();
        });
        quarantined.clear();
    }
}
