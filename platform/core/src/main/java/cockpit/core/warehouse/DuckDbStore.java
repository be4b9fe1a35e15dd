package cockpit.core.warehouse;

import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.spi.data.Dataset;
import cockpit.spi.data.DatasetColumn;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One tenant's DuckDB file: its writer thread and its connections for reading. */
final class DuckDbStore {

    private static final Logger LOG = LoggerFactory.getLogger(DuckDbStore.class);

    /** Files that this process has open: DuckDB itself would let a second warehouse in the same process join in. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    /** Batches that wait are stored together up to this many facts. */
    private static final int GROUP = 20_000;

    /** How long the id of a push is remembered. */
    private static final Duration MEMORY_OF_EVENTS = Duration.ofDays(30);

    private final String tenant;
    private final Path file;
    private final InstantSource clock;
    private final DuckDbWarehouse.Limits limits;
    private final Consumer<Change> announce;
    private final Map<Dataset, FactTable> tables = new EnumMap<>(Dataset.class);
    private final Map<Dataset, AtomicLong> versions = new EnumMap<>(Dataset.class);
    private final LinkedBlockingDeque<Job> waiting = new LinkedBlockingDeque<>();
    private final Deque<DuckDBConnection> readers = new ConcurrentLinkedDeque<>();
    private final DuckDBConnection root;
    private final DuckDBConnection writing;
    private final Thread writer;
    private volatile boolean closed;
    private Instant eventsPruned = Instant.MIN;

    /** What the writer does, in order. */
    private sealed interface Job {

        CompletableFuture<Integer> outcome();
    }

    private record Write(Batch batch, CompletableFuture<Integer> outcome) implements Job {}

    private record Alteration(Work work, CompletableFuture<Integer> outcome) implements Job {}

    private record Stop(CompletableFuture<Integer> outcome) implements Job {}

    private interface Work {
        void run(Connection connection) throws SQLException;
    }

    DuckDbStore(
            Path directory,
            String tenant,
            InstantSource clock,
            DuckDbWarehouse.Limits limits,
            Consumer<Change> announce) {
        if (!tenant.matches("[a-z0-9][a-z0-9_-]*")) {
            throw new IllegalArgumentException("\"" + tenant + "\" is no tenant's code.");
        }
        this.tenant = tenant;
        this.file = directory.resolve(tenant + ".duckdb");
        this.clock = clock;
        this.limits = limits;
        this.announce = announce;
        for (Dataset dataset : Dataset.values()) {
            tables.put(dataset, new FactTable(dataset));
            versions.put(dataset, new AtomicLong(clock.millis()));
        }
        if (!OPEN.add(file)) {
            throw inUse(new IllegalStateException("It is open in this process."));
        }
        DuckDBConnection opened = null;
        try {
            Files.createDirectories(directory);
            opened = connect(directory);
            this.root = opened;
            defineTables();
            this.writing = root.duplicate();
            for (FactTable table : tables.values()) {
                execute(writing, table.createStage());
                execute(writing, table.createDifference());
            }
            execute(writing, """
                    CREATE TEMP TABLE seen_key (
                        connection VARCHAR NOT NULL, stream VARCHAR NOT NULL, source_key VARCHAR NOT NULL)""");
            execute(writing, """
                    CREATE TEMP TABLE open_run (
                        connection VARCHAR NOT NULL, stream VARCHAR NOT NULL, run BIGINT NOT NULL)""");
            writing.setAutoCommit(false);
        } catch (SQLException | IOException | RuntimeException e) {
            OPEN.remove(file);
            closeQuietly(opened);
            if (e instanceof WarehouseFault fault) {
                throw fault;
            }
            if (String.valueOf(e.getMessage()).contains("Could not set lock")) {
                throw inUse(e);
            }
            throw new WarehouseFault(
                    "The facts of tenant " + tenant + " in " + file + " cannot be opened: " + first(e), e);
        }
        this.writer =
                Thread.ofPlatform().daemon().name("warehouse-writer-" + tenant).start(this::write);
    }

    private WarehouseFault inUse(Exception cause) {
        return new WarehouseFault(
                "The facts of tenant " + tenant + " in " + file
                        + " are in use by another Cockpit server; stop that one first, since a file has one owner.",
                cause);
    }

    private DuckDBConnection connect(Path directory) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("memory_limit", limits.memory());
        properties.setProperty("threads", String.valueOf(Runtime.getRuntime().availableProcessors()));
        properties.setProperty(
                "temp_directory", directory.resolve(tenant + ".spill").toString());
        DuckDBConnection connection =
                DriverManager.getConnection("jdbc:duckdb:" + file, properties).unwrap(DuckDBConnection.class);
        try {
            execute(connection, "SET GLOBAL TimeZone = 'UTC'");
            execute(connection, "SET enable_external_access = false");
            execute(connection, "SET lock_configuration = true");
        } catch (SQLException e) {
            closeQuietly(connection);
            throw e;
        }
        return connection;
    }

    private void defineTables() throws SQLException {
        execute(root, """
                CREATE TABLE IF NOT EXISTS ingest_cursor (
                    connection VARCHAR NOT NULL, stream VARCHAR NOT NULL, "cursor" VARCHAR NOT NULL)""");
        execute(root, """
                CREATE TABLE IF NOT EXISTS ingest_event (
                    connection VARCHAR NOT NULL, stream VARCHAR NOT NULL, event_id VARCHAR NOT NULL,
                    "at" TIMESTAMP WITH TIME ZONE NOT NULL)""");
        execute(root, """
                CREATE TABLE IF NOT EXISTS org_unit (
                    code VARCHAR NOT NULL, parent VARCHAR, level VARCHAR NOT NULL, region VARCHAR,
                    "first" INTEGER NOT NULL, "last" INTEGER NOT NULL,
                    name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL)""");
        for (FactTable table : tables.values()) {
            execute(root, table.create());
            Map<String, String> present = new HashMap<>();
            try (PreparedStatement statement = root.prepareStatement(
                    "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ?")) {
                statement.setString(1, table.name());
                try (ResultSet found = statement.executeQuery()) {
                    while (found.next()) {
                        present.put(found.getString(1), found.getString(2));
                    }
                }
            }
            for (DatasetColumn column : table.columns()) {
                String type = present.get(column.name());
                String wanted = FactTable.sqlType(column.type());
                if (type == null) {
                    execute(root, table.addColumn(column));
                } else if (!type.equals(wanted)) {
                    throw new WarehouseFault(
                            "The facts of tenant " + tenant + ": column " + column.name() + " of " + table.name()
                                    + " is " + type + " in the file and " + wanted
                                    + " in this release. Move the file away; the connections read their history anew.",
                            new IllegalStateException("Types differ."));
                }
            }
        }
    }

    // ---- writing ----

    int write(Batch batch) {
        FactTable table = table(batch.dataset());
        batch.facts().forEach(table::check);
        return await(new Write(batch, new CompletableFuture<>()));
    }

    void forgetCursor(String connection, String stream) {
        await(new Alteration(
                writer -> {
                    try (PreparedStatement statement =
                            writer.prepareStatement("DELETE FROM ingest_cursor WHERE connection = ? AND stream = ?")) {
                        statement.setString(1, connection);
                        statement.setString(2, stream);
                        statement.executeUpdate();
                    }
                },
                new CompletableFuture<>()));
    }

    void replaceOrg(OrgTree org) {
        List<List<@Nullable Object>> wanted =
                org.units().stream().map(unit -> line(org, unit)).toList();
        await(new Alteration(
                writer -> {
                    if (wanted.equals(orgLines(writer))) {
                        return;
                    }
                    execute(writer, "DELETE FROM org_unit");
                    try (PreparedStatement insert =
                            writer.prepareStatement("INSERT INTO org_unit VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
                        for (List<@Nullable Object> line : wanted) {
                            set(insert, line);
                            insert.executeUpdate();
                        }
                    }
                    versions.values().forEach(AtomicLong::incrementAndGet);
                },
                new CompletableFuture<>()));
    }

    private static List<@Nullable Object> line(OrgTree org, OrgUnit unit) {
        OrgTree.Range range = org.range(unit.code());
        String region = null;
        for (OrgUnit above : org.path(unit.code())) {
            region = above.level() == OrgUnit.Level.REGION ? above.code() : region;
        }
        List<@Nullable Object> line = new ArrayList<>();
        line.add(unit.code());
        line.add(unit.parent());
        line.add(unit.level().name());
        line.add(region);
        line.add(range.first());
        line.add(range.last());
        line.add(unit.name().zh());
        line.add(unit.name().en());
        return line;
    }

    private static List<List<@Nullable Object>> orgLines(Connection connection) throws SQLException {
        List<List<@Nullable Object>> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT * FROM org_unit ORDER BY rowid")) {
            while (found.next()) {
                List<@Nullable Object> line = new ArrayList<>();
                for (int index = 1; index <= 8; index++) {
                    line.add(found.getObject(index));
                }
                lines.add(line);
            }
        }
        return lines;
    }

    /** Waits for the writer even if the thread is interrupted: whether it was stored must be known. */
    private int await(Job job) {
        if (Thread.currentThread() == writer) {
            throw new IllegalStateException("A listener of the warehouse must not write to it.");
        }
        synchronized (waiting) {
            if (closed) {
                throw new WarehouseFault("The warehouse is closed.", new IllegalStateException("Closed."));
            }
            waiting.add(job);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return job.outcome().get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    Throwable cause = e.getCause() == null ? e : e.getCause();
                    throw new WarehouseFault(
                            "The facts of tenant " + tenant + " could not be stored: " + first(cause), cause);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write() {
        while (true) {
            Job job;
            try {
                job = waiting.take();
            } catch (InterruptedException _) {
                continue;
            }
            switch (job) {
                case Stop stop -> {
                    stop.outcome().complete(0);
                    return;
                }
                case Alteration change -> apply(change);
                case Write first -> store(together(first));
            }
        }
    }

    private void apply(Alteration change) {
        try {
            change.work().run(writing);
            writing.commit();
            change.outcome().complete(0);
        } catch (SQLException | RuntimeException e) {
            rollBack();
            change.outcome().completeExceptionally(e);
        }
    }

    /** The given batch and those that wait behind it, as far as no key and no event stands in two of them. */
    private List<Write> together(Write first) {
        List<Write> group = new ArrayList<>();
        group.add(first);
        if (!(waiting.peek() instanceof Write)) {
            return group;
        }
        int facts = first.batch().facts().size();
        Set<List<Object>> keys = new HashSet<>(keys(first.batch()));
        while (waiting.peek() instanceof Write next
                && facts + next.batch().facts().size() <= GROUP) {
            Set<List<Object>> more = keys(next.batch());
            if (more.stream().anyMatch(keys::contains)) {
                break;
            }
            keys.addAll(more);
            facts += next.batch().facts().size();
            group.add(next);
            waiting.remove();
        }
        return group;
    }

    private static Set<List<Object>> keys(Batch batch) {
        Set<List<Object>> keys = new HashSet<>();
        batch.facts().forEach(fact -> keys.add(List.of(batch.dataset(), batch.connection(), fact.key())));
        batch.eventId().ifPresent(id -> keys.add(List.of("event", batch.connection(), batch.stream(), id)));
        batch.cursor().ifPresent(_ -> keys.add(List.of("cursor", batch.connection(), batch.stream())));
        batch.refresh().ifPresent(_ -> keys.add(List.of("refresh", batch.connection(), batch.stream())));
        return keys;
    }

    /** In one transaction; if that fails, each alone, so that one bad batch fails alone. */
    private void store(List<Write> group) {
        try {
            Outcome outcome = transact(group);
            outcome.changes().forEach(change -> {
                versions.get(change.dataset()).incrementAndGet();
                announce.accept(change);
            });
            for (int index = 0; index < group.size(); index++) {
                group.get(index).outcome().complete(outcome.counts()[index]);
            }
        } catch (SQLException | RuntimeException e) {
            rollBack();
            if (group.size() > 1) {
                group.forEach(write -> store(List.of(write)));
            } else {
                LOG.warn(
                        "A batch of {} facts for {} could not be stored: {}",
                        group.getFirst().batch().facts().size(),
                        tenant,
                        first(e));
                group.getFirst().outcome().completeExceptionally(e);
            }
        }
    }

    private record Outcome(int[] counts, List<Change> changes) {}

    private Outcome transact(List<Write> group) throws SQLException {
        Set<List<String>> known = knownEvents(group);
        Map<Dataset, List<Integer>> byDataset = new EnumMap<>(Dataset.class);
        for (int index = 0; index < group.size(); index++) {
            Batch batch = group.get(index).batch();
            if (batch.eventId().isPresent() && known.contains(eventKey(batch))) {
                continue;
            }
            byDataset.computeIfAbsent(batch.dataset(), _ -> new ArrayList<>()).add(index);
            if (batch.cursor().isPresent()) {
                storeCursor(batch, batch.cursor().get());
            }
            if (batch.eventId().isPresent()) {
                storeEvent(batch, batch.eventId().get());
            }
        }
        int[] counts = new int[group.size()];
        List<Change> changes = new ArrayList<>();
        Instant now = clock.instant();
        for (Map.Entry<Dataset, List<Integer>> entry : byDataset.entrySet()) {
            merge(table(entry.getKey()), entry.getValue(), group, counts, now).ifPresent(changes::add);
        }
        boolean runs = hasOpenRuns();
        for (int index = 0; index < group.size(); index++) {
            Batch batch = group.get(index).batch();
            if (runs || batch.refresh().isPresent()) {
                see(batch);
            }
        }
        for (Write write : group) {
            Batch batch = write.batch();
            if (batch.refresh().filter(Batch.Refresh::complete).isPresent()) {
                sweep(batch, now).ifPresent(changes::add);
            }
        }
        pruneEvents(now);
        writing.commit();
        return new Outcome(counts, changes);
    }

    private Optional<Change> merge(FactTable table, List<Integer> indexes, List<Write> group, int[] counts, Instant now)
            throws SQLException {
        if (indexes.stream().allMatch(index -> group.get(index).batch().facts().isEmpty())) {
            return Optional.empty();
        }
        try (DuckDBAppender appender = writing.createAppender("temp", "main", table.stageName())) {
            for (int index : indexes) {
                Batch batch = group.get(index).batch();
                for (Fact fact : newest(batch.facts())) {
                    table.append(appender, index, batch.connection(), fact);
                }
            }
        }
        execute(writing, table.compare());
        long stored = 0;
        long changed = 0;
        long replaced = 0;
        LocalDate from = LocalDate.MAX;
        LocalDate to = LocalDate.MIN;
        try (Statement statement = writing.createStatement();
                ResultSet summary = statement.executeQuery(table.summary())) {
            while (summary.next()) {
                stored += summary.getLong(2);
                replaced += summary.getLong(4);
                long differing = summary.getLong(3);
                if (differing > 0) {
                    changed += differing;
                    counts[summary.getInt(1)] = Math.toIntExact(differing);
                    LocalDate first = summary.getObject(5, LocalDate.class);
                    LocalDate last = summary.getObject(6, LocalDate.class);
                    from = first.isBefore(from) ? first : from;
                    to = last.isAfter(to) ? last : to;
                }
            }
        }
        Set<String> units = new HashSet<>();
        if (changed > 0) {
            try (Statement statement = writing.createStatement();
                    ResultSet found = statement.executeQuery(table.units())) {
                while (found.next()) {
                    units.add(found.getString(1));
                }
            }
        }
        if (replaced > 0) {
            execute(writing, table.deleteReplaced());
        }
        if (stored > 0) {
            execute(writing, table.insertChanged());
        }
        for (String clear : table.clear()) {
            execute(writing, clear);
        }
        return changed == 0
                ? Optional.empty()
                : Optional.of(new Change(tenant, table.dataset(), from, to, Set.copyOf(units), now));
    }

    private boolean hasOpenRuns() throws SQLException {
        try (Statement statement = writing.createStatement();
                ResultSet found = statement.executeQuery("SELECT count(*) FROM open_run")) {
            return found.next() && found.getLong(1) > 0;
        }
    }

    /** Notes the keys of a batch for the run of its stream, if one is open or is begun by it. */
    private void see(Batch batch) throws SQLException {
        Optional<Long> open = openRun(batch);
        if (batch.refresh().isPresent()
                && !open.equals(Optional.of(batch.refresh().get().run()))) {
            forgetRun(batch);
            try (PreparedStatement insert = writing.prepareStatement("INSERT INTO open_run VALUES (?, ?, ?)")) {
                set(
                        insert,
                        List.of(
                                batch.connection(),
                                batch.stream(),
                                batch.refresh().get().run()));
                insert.executeUpdate();
            }
        } else if (open.isEmpty()) {
            return;
        }
        Set<String> keys = new HashSet<>();
        batch.facts().forEach(fact -> keys.add(fact.key()));
        batch.refresh().ifPresent(refresh -> keys.addAll(refresh.alsoSeen()));
        try (DuckDBAppender appender = writing.createAppender("temp", "main", "seen_key")) {
            for (String key : keys) {
                appender.beginRow();
                appender.append(batch.connection());
                appender.append(batch.stream());
                appender.append(key);
                appender.endRow();
            }
        }
    }

    private Optional<Long> openRun(Batch batch) throws SQLException {
        try (PreparedStatement statement =
                writing.prepareStatement("SELECT run FROM open_run WHERE connection = ? AND stream = ?")) {
            set(statement, List.of(batch.connection(), batch.stream()));
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? Optional.of(found.getLong(1)) : Optional.empty();
            }
        }
    }

    private void forgetRun(Batch batch) throws SQLException {
        for (String table : List.of("open_run", "seen_key")) {
            try (PreparedStatement delete =
                    writing.prepareStatement("DELETE FROM " + table + " WHERE connection = ? AND stream = ?")) {
                set(delete, List.of(batch.connection(), batch.stream()));
                delete.executeUpdate();
            }
        }
    }

    /** Takes away what a complete run has not seen. */
    private Optional<Change> sweep(Batch batch, Instant now) throws SQLException {
        FactTable table = table(batch.dataset());
        List<String> parameters = List.of(batch.connection(), batch.stream() + ":", batch.connection(), batch.stream());
        long gone;
        LocalDate from;
        LocalDate to;
        try (PreparedStatement statement = writing.prepareStatement(table.unseenSummary())) {
            set(statement, parameters);
            try (ResultSet found = statement.executeQuery()) {
                found.next();
                gone = found.getLong(1);
                from = found.getObject(2, LocalDate.class);
                to = found.getObject(3, LocalDate.class);
            }
        }
        if (gone == 0) {
            forgetRun(batch);
            return Optional.empty();
        }
        Set<String> units = new HashSet<>();
        try (PreparedStatement statement = writing.prepareStatement(table.unseenUnits())) {
            set(statement, parameters);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    units.add(found.getString(1));
                }
            }
        }
        try (PreparedStatement delete = writing.prepareStatement(table.deleteUnseen())) {
            set(delete, parameters);
            delete.executeUpdate();
        }
        forgetRun(batch);
        LOG.info(
                "{} facts of {}/{} of {} vanished: its channel no longer has them",
                gone,
                batch.connection(),
                batch.stream(),
                tenant);
        return Optional.of(new Change(tenant, batch.dataset(), from, to, Set.copyOf(units), now));
    }

    private static Iterable<Fact> newest(List<Fact> facts) {
        Map<String, Fact> byKey = LinkedHashMap.newLinkedHashMap(facts.size());
        for (Fact fact : facts) {
            byKey.merge(fact.key(), fact, (old, later) -> later.version() >= old.version() ? later : old);
        }
        return byKey.values();
    }

    private Set<List<String>> knownEvents(List<Write> group) throws SQLException {
        List<String> ids = group.stream()
                .flatMap(write -> write.batch().eventId().stream())
                .distinct()
                .toList();
        Set<List<String>> known = new HashSet<>();
        if (ids.isEmpty()) {
            return known;
        }
        try (PreparedStatement statement =
                writing.prepareStatement("SELECT connection, stream, event_id FROM ingest_event WHERE event_id IN (?"
                        + ", ?".repeat(ids.size() - 1) + ")")) {
            set(statement, ids);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    known.add(List.of(found.getString(1), found.getString(2), found.getString(3)));
                }
            }
        }
        return known;
    }

    private static List<String> eventKey(Batch batch) {
        return List.of(batch.connection(), batch.stream(), batch.eventId().orElse(""));
    }

    private void storeEvent(Batch batch, String eventId) throws SQLException {
        try (PreparedStatement insert = writing.prepareStatement("INSERT INTO ingest_event VALUES (?, ?, ?, ?)")) {
            set(
                    insert,
                    List.of(
                            batch.connection(),
                            batch.stream(),
                            eventId,
                            clock.instant().atOffset(ZoneOffset.UTC)));
            insert.executeUpdate();
        }
    }

    private void storeCursor(Batch batch, String cursor) throws SQLException {
        try (PreparedStatement update = writing.prepareStatement(
                "UPDATE ingest_cursor SET \"cursor\" = ? WHERE connection = ? AND stream = ?")) {
            set(update, List.of(cursor, batch.connection(), batch.stream()));
            if (update.executeUpdate() > 0) {
                return;
            }
        }
        try (PreparedStatement insert = writing.prepareStatement("INSERT INTO ingest_cursor VALUES (?, ?, ?)")) {
            set(insert, List.of(batch.connection(), batch.stream(), cursor));
            insert.executeUpdate();
        }
    }

    private void pruneEvents(Instant now) throws SQLException {
        if (eventsPruned.isAfter(now.minus(Duration.ofDays(1)))) {
            return;
        }
        try (PreparedStatement delete = writing.prepareStatement("DELETE FROM ingest_event WHERE \"at\" < ?")) {
            delete.setObject(1, now.minus(MEMORY_OF_EVENTS).atOffset(ZoneOffset.UTC));
            delete.executeUpdate();
        }
        eventsPruned = now;
    }

    private void rollBack() {
        try {
            writing.rollback();
        } catch (SQLException e) {
            LOG.error("The store of {} could not roll back: {}", tenant, first(e));
        }
    }

    // ---- reading ----

    long version(Dataset dataset) {
        AtomicLong version = versions.get(dataset);
        return version == null ? 0 : version.get();
    }

    Optional<String> cursor(String connection, String stream) {
        DuckDBConnection reader = null;
        try {
            reader = reader();
            try (PreparedStatement statement = reader.prepareStatement(
                    "SELECT \"cursor\" FROM ingest_cursor WHERE connection = ? AND stream = ?")) {
                set(statement, List.of(connection, stream));
                try (ResultSet found = statement.executeQuery()) {
                    Optional<String> cursor = found.next() ? Optional.of(found.getString(1)) : Optional.empty();
                    readers.push(reader);
                    return cursor;
                }
            }
        } catch (SQLException e) {
            closeQuietly(reader);
            throw new WarehouseFault("The cursor of " + connection + " could not be read: " + first(e), e);
        }
    }

    Running prepare(Query query) {
        return new Running(query);
    }

    /** One query, which another thread may cancel. */
    final class Running implements Callable<Answer> {

        private final Query query;
        private @Nullable Statement current;
        private boolean cancelled;

        private Running(Query query) {
            if (!isOneSelect(query.sql())) {
                throw new IllegalArgumentException("A query is one SELECT without comments.");
            }
            this.query = query;
        }

        @Override
        public Answer call() {
            DuckDBConnection reader = null;
            try {
                reader = reader();
                execute(reader, "BEGIN TRANSACTION READ ONLY");
                Answer answer;
                try (PreparedStatement statement = reader.prepareStatement(query.sql())) {
                    begin(statement);
                    set(statement, query.parameters());
                    try (ResultSet found = statement.executeQuery()) {
                        answer = answer(found);
                    }
                } finally {
                    end();
                }
                execute(reader, "COMMIT");
                readers.push(reader);
                if (closed) {
                    closeReaders();
                }
                return answer;
            } catch (SQLException e) {
                closeQuietly(reader);
                throw new WarehouseFault("The query failed: " + first(e), e);
            } catch (RuntimeException e) {
                closeQuietly(reader);
                throw e;
            }
        }

        private synchronized void begin(Statement statement) throws SQLException {
            if (cancelled) {
                throw new SQLException("It was cancelled.");
            }
            current = statement;
        }

        /** After this, a late cancel cannot hit another query of the same connection. */
        private synchronized void end() {
            current = null;
        }

        synchronized void cancel() {
            cancelled = true;
            if (current != null) {
                try {
                    current.cancel();
                } catch (SQLException e) {
                    LOG.debug("A query could not be cancelled: {}", first(e));
                }
            }
        }

        private Answer answer(ResultSet found) throws SQLException {
            int width = found.getMetaData().getColumnCount();
            List<String> columns = new ArrayList<>(width);
            for (int index = 1; index <= width; index++) {
                columns.add(found.getMetaData().getColumnLabel(index));
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            while (found.next()) {
                if (rows.size() == limits.rows()) {
                    throw new SQLException("It has more than " + limits.rows() + " rows.");
                }
                List<@Nullable Object> row = new ArrayList<>(width);
                for (int index = 1; index <= width; index++) {
                    row.add(plain(found.getObject(index)));
                }
                rows.add(java.util.Collections.unmodifiableList(row));
            }
            return new Answer(List.copyOf(columns), java.util.Collections.unmodifiableList(rows));
        }
    }

    /**
     * A second line of defence behind the metric compiler. It refuses, outside of quotes, whatever could begin another
     * statement or a quote that this reader does not know: semicolons, comments, dollar quotes and E'' texts.
     */
    static boolean isOneSelect(String sql) {
        String text = sql.strip().toLowerCase(Locale.ROOT);
        if (!text.matches("(?s)\\(*\\s*(select|with)\\b.*")) {
            return false;
        }
        char quote = 0;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (quote != 0) {
                quote = character == quote ? 0 : quote;
            } else if (character == '\'' || character == '"') {
                if (character == '\'' && index > 0 && text.charAt(index - 1) == 'e') {
                    return false;
                }
                quote = character;
            } else if (character == ';'
                    || character == '$'
                    || text.startsWith("--", index)
                    || text.startsWith("/*", index)) {
                return false;
            }
        }
        return quote == 0;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case BigInteger number ->
                number.bitLength() < Long.SIZE ? (Object) number.longValue() : new BigDecimal(number);
            case Float number -> number.doubleValue();
            case Timestamp timestamp -> timestamp.toLocalDateTime();
            case OffsetDateTime instant -> instant.withOffsetSameInstant(ZoneOffset.UTC);
            case String _, Long _, BigDecimal _, Double _, Boolean _, LocalDate _ -> value;
            default -> value.toString();
        };
    }

    private DuckDBConnection reader() throws SQLException {
        DuckDBConnection free = readers.poll();
        return free == null ? root.duplicate() : free;
    }

    // ---- all ----

    private FactTable table(Dataset dataset) {
        FactTable table = tables.get(dataset);
        if (table == null) {
            throw new IllegalArgumentException("There is no table for " + dataset + ".");
        }
        return table;
    }

    private static void set(PreparedStatement statement, List<? extends @Nullable Object> parameters)
            throws SQLException {
        for (int index = 0; index < parameters.size(); index++) {
            statement.setObject(index + 1, parameters.get(index));
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first line of a message: what follows may quote values. */
    private static String first(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static void closeQuietly(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("A connection could not be closed: {}", first(e));
            }
        }
    }

    private void closeReaders() {
        for (DuckDBConnection reader = readers.poll(); reader != null; reader = readers.poll()) {
            closeQuietly(reader);
        }
    }

    void close() {
        Stop stop = new Stop(new CompletableFuture<>());
        synchronized (waiting) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.add(stop);
        }
        stop.outcome().join();
        closeReaders();
        closeQuietly(writing);
        closeQuietly(root);
        OPEN.remove(file);
    }
}
