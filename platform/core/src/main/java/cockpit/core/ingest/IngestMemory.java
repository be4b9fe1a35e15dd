package cockpit.core.ingest;

import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** What ingest remembers in the metadata database besides tokens: schedules, pushes, files and commands. */
final class IngestMemory {

    private static final Duration KEPT = Duration.ofDays(30);

    private final Transactions transactions;
    private final InstantSource clock;

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

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }

    // ---- streams ----

    /** @param print what the stream's settings look like now: a problem that arose with others is forgotten */
    StreamMemory stream(String tenant, String connection, String stream, Predicate<String> print) {
        return transactions.in(session -> {
            StreamRow row = streamRow(session, tenant, connection, stream);
            if (row == null) {
                return StreamMemory.NONE;
            }
            Optional<Problem> problem = row.problemZh.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Problem(
                            row.fault.isEmpty() ? Optional.empty() : Optional.of(Fault.valueOf(row.fault)),
                            Text.of(row.problemZh, row.problemEn),
                            row.stops));
            boolean mended = problem.isPresent() && !print.test(row.settingsPrint);
            return new StreamMemory(
                    row.storedRows,
                    Optional.ofNullable(row.lastSuccessAt),
                    row.caughtUp,
                    mended ? Optional.empty() : Optional.ofNullable(row.nextRunAt),
                    mended ? 0 : row.failures,
                    mended ? Optional.empty() : problem,
                    new BackFill.Memory(row.historyDone, BackFill.Way.valueOf(row.historyWay), row.historyMillis),
                    row.pausedAt == null ? Optional.empty() : Optional.of(new Pause(row.pausedBy, row.pausedAt)));
        });
    }

    /** Writes everything down but the pause, which people change on any server. */
    void save(String tenant, String connection, String stream, StreamMemory memory, String print) {
        ensuring(session -> {
            StreamRow written = ensured(session, tenant, connection, stream);
            written.storedRows = memory.rows();
            written.lastSuccessAt = memory.lastSuccess().orElse(null);
            written.caughtUp = memory.caughtUp();
            written.nextRunAt = memory.nextRun().orElse(null);
            written.failures = memory.failures();
            written.fault =
                    memory.problem().flatMap(Problem::fault).map(Fault::name).orElse("");
            written.problemZh =
                    cut(memory.problem().map(problem -> problem.sentence().zh()).orElse(""), 2000);
            written.problemEn =
                    cut(memory.problem().map(problem -> problem.sentence().en()).orElse(""), 2000);
            written.stops = memory.problem().filter(Problem::stops).isPresent();
            written.settingsPrint = memory.problem().isPresent() ? print : "";
            written.historyDone = memory.backFill().done();
            written.historyMillis = memory.backFill().millis();
            written.historyWay = memory.backFill().way().name();
            return true;
        });
    }

    void savePause(String tenant, String connection, String stream, Optional<Pause> pause) {
        ensuring(session -> {
            StreamRow written = ensured(session, tenant, connection, stream);
            written.pausedBy = cut(pause.map(Pause::by).orElse(""), 60);
            written.pausedAt = pause.map(Pause::at).orElse(null);
            return true;
        });
    }

    /** Pauses of all streams that are paused, by tenant, connection and stream. */
    Map<List<String>, Pause> pauses() {
        return transactions.in(session -> {
            Map<List<String>, Pause> all = new HashMap<>();
            session.createSelectionQuery("from StreamRow where pausedAt is not null", StreamRow.class)
                    .getResultList()
                    .forEach(row -> all.put(
                            List.of(row.tenant, row.connection, row.stream),
                            new Pause(row.pausedBy, Objects.requireNonNull(row.pausedAt))));
            return all;
        });
    }

    /** Does the work again where another has just made the row that it wanted to make. */
    private void ensuring(Function<Session, Boolean> work) {
        try {
            transactions.in(work);
        } catch (ConstraintViolationException _) {
            transactions.in(work);
        }
    }

    private static StreamRow ensured(Session session, String tenant, String connection, String stream) {
        StreamRow known = streamRow(session, tenant, connection, stream);
        if (known != null) {
            return known;
        }
        StreamRow row = new StreamRow();
        row.tenant = tenant;
        row.connection = connection;
        row.stream = stream;
        session.persist(row);
        return row;
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

    // ---- commands ----

    /** What a server that does not read a connection asks the one that does. */
    enum Verb {
        RUN_NOW,
        RESET
    }

    /** @param stream empty for all streams */
    record Command(String connection, Optional<String> stream, Verb verb) {}

    void command(String tenant, Command command) {
        transactions.in(session -> {
            CommandRow row = new CommandRow();
            row.tenant = tenant;
            row.connection = command.connection();
            row.stream = command.stream().orElse("");
            row.verb = command.verb().name();
            row.at = clock.instant();
            session.persist(row);
            return true;
        });
    }

    /** Takes the commands for a connection, the oldest first; nobody else gets them. */
    List<Command> takeCommands(String tenant, String connection) {
        return transactions.in(session -> {
            List<CommandRow> found = session.createSelectionQuery(
                            "from CommandRow where tenant = :tenant and connection = :connection order by id",
                            CommandRow.class)
                    .setParameter("tenant", tenant)
                    .setParameter("connection", connection)
                    .getResultList();
            found.forEach(session::remove);
            return found.stream()
                    .map(row -> new Command(
                            row.connection,
                            row.stream.isEmpty() ? Optional.empty() : Optional.of(row.stream),
                            Verb.valueOf(row.verb)))
                    .toList();
        });
    }

    /** Connections of any tenant that wait for somebody to carry out a command. */
    Set<Leases.Key> commanded() {
        return transactions.in(session -> session
                .createSelectionQuery("select distinct tenant, connection from CommandRow", Object[].class)
                .getResultList()
                .stream()
                .map(line -> new Leases.Key((String) line[0], (String) line[1]))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Forgets pushes and unheard commands of more than thirty days ago. */
    void prune() {
        Instant before = clock.instant().minus(KEPT);
        transactions.in(session -> {
            session.createMutationQuery("delete from CommandRow where at < :before")
                    .setParameter("before", before)
                    .executeUpdate();
            return session.createMutationQuery("delete from EventRow where at < :before")
                    .setParameter("before", before)
                    .executeUpdate();
        });
    }

    /** Forgets everything about a connection that was deleted. */
    void forget(String tenant, String connection) {
        transactions.in(session -> {
            for (Class<?> entity : List.of(
                    StreamRow.class,
                    RunRow.class,
                    QuarantineEntry.class,
                    FieldRow.class,
                    MappingRow.class,
                    TokenRow.class,
                    CommandRow.class,
                    EventRow.class)) {
                session.createMutationQuery("delete from " + entity.getSimpleName()
                                + " where tenant = :tenant and connection = :connection")
                        .setParameter("tenant", tenant)
                        .setParameter("connection", connection)
                        .executeUpdate();
            }
            return true;
        });
    }
}
