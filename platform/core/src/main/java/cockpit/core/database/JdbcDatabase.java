package cockpit.core.database;

import cockpit.core.database.Catalogue.Entry;
import cockpit.spi.Settings;
import cockpit.spi.source.Database;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.TableColumn;
import cockpit.spi.source.TableName;
import cockpit.spi.source.TablePage;
import cockpit.spi.source.TableRead;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A connection's database over JDBC. Every call opens a connection of its own, begins a transaction that may only read,
 * and closes it: nothing is held open between two pages, and nothing is held at all by a connection that waits. An
 * interrupted call cancels its statement and returns at once.
 */
public final class JdbcDatabase implements Database {

    private static final Duration STATEMENT = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(200);
    private static final Duration CATALOGUE_KEPT = Duration.ofMinutes(1);
    private static final int FETCH = 1_000;
    private static final int LONGEST_TEXT = 16_000;

    private final DatabaseAddress at;
    private final Map<TableName, Kept> catalogues = new ConcurrentHashMap<>();

    private record Kept(Catalogue catalogue, long until) {}

    private JdbcDatabase(DatabaseAddress at) {
        this.at = at;
    }

    /**
     * The database that a connection's settings name. Nothing is opened yet.
     *
     * @throws SourceFault SETTINGS if they name none or a part is not well formed
     */
    public static Database of(Settings settings) throws SourceFault {
        return new JdbcDatabase(DatabaseAddress.of(settings));
    }

    @Override
    public List<TableColumn> columns(TableName table) throws SourceFault, InterruptedException {
        return catalogue(table).asColumns();
    }

    @Override
    public TablePage read(TableRead read) throws SourceFault, InterruptedException {
        Catalogue catalogue = catalogue(read.table());
        List<Entry> columns = entries(catalogue, read.table(), read.columns());
        List<Entry> order = entries(catalogue, read.table(), read.order());
        Select select =
                Select.of(at.product(), catalogue, columns, order, read.after().size(), read.limit());
        List<Object> bound = bound(select, read.after());
        try {
            return run(connection -> page(connection, select, bound, columns, order, read));
        } catch (SourceFault e) {
            catalogues.remove(read.table());
            throw e;
        }
    }

    // ---- the catalogue ----

    private Catalogue catalogue(TableName table) throws SourceFault, InterruptedException {
        Kept kept = catalogues.get(table);
        if (kept != null && kept.until() - System.nanoTime() > 0) {
            return kept.catalogue();
        }
        Catalogue found = run(connection -> look(connection, table));
        catalogues.put(table, new Kept(found, System.nanoTime() + CATALOGUE_KEPT.toNanos()));
        return found;
    }

    private Catalogue look(Connection connection, TableName wanted) throws SQLException, SourceFault {
        Map<String, Map<String, Entry>> found = new LinkedHashMap<>();
        Map<String, TableName> names = new LinkedHashMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement(at.product().catalogue())) {
            statement.setQueryTimeout((int) STATEMENT.toSeconds());
            statement.setString(1, wanted.table());
            statement.setString(2, wanted.schema());
            statement.setString(3, wanted.schema());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    TableName name = new TableName(rows.getString(1), rows.getString(2));
                    String type = rows.getString(4).toLowerCase(Locale.ROOT);
                    String column = rows.getString(3);
                    names.putIfAbsent(name.toString(), name);
                    found.computeIfAbsent(name.toString(), _ -> new LinkedHashMap<>())
                            .put(column, new Entry(column, type, at.product().kind(type)));
                }
            }
        }
        List<TableName> exact = names.values().stream()
                .filter(name -> name.table().equals(wanted.table())
                        && (wanted.schema().isEmpty() || name.schema().equals(wanted.schema())))
                .toList();
        List<TableName> fitting = exact.size() == 1 ? exact : List.copyOf(names.values());
        if (fitting.isEmpty()) {
            throw DatabaseFaults.fault(
                    Fault.SETTINGS,
                    at.product().title() + " 的数据库 " + at.name() + " 中没有表 " + wanted + "，或账号看不到它。",
                    at.product().title() + ", database " + at.name() + ": there is no table " + wanted
                            + ", or the user does not see it.");
        }
        if (fitting.size() > 1) {
            throw DatabaseFaults.fault(
                    Fault.SETTINGS,
                    "有多个表叫 " + wanted + "，请写明 schema 与大小写。",
                    "Several tables are named " + wanted + "; say which schema, in upper and lower case.");
        }
        TableName name = fitting.getFirst();
        return new Catalogue(name.schema(), name.table(), found.getOrDefault(name.toString(), Map.of()));
    }

    private static List<Entry> entries(Catalogue catalogue, TableName table, List<String> names) throws SourceFault {
        List<Entry> entries = new ArrayList<>();
        for (String name : names) {
            Entry entry = catalogue
                    .find(name)
                    .filter(found -> found.kind() != TableColumn.Kind.OTHER)
                    .orElseThrow(() -> DatabaseFaults.fault(
                            Fault.SETTINGS,
                            "表 " + table + " 没有可读的列 " + name + "。",
                            "The table " + table + " has no column " + name + " that can be read."));
            entries.add(entry);
        }
        return entries;
    }

    // ---- reading ----

    private TablePage page(
            Connection connection,
            Select select,
            List<Object> bound,
            List<Entry> columns,
            List<Entry> order,
            TableRead read)
            throws SQLException {
        List<Row> rows = new ArrayList<>();
        List<String> position = read.after();
        try (PreparedStatement statement = connection.prepareStatement(select.sql())) {
            statement.setQueryTimeout((int) STATEMENT.toSeconds());
            statement.setFetchSize(FETCH);
            for (int index = 0; index < bound.size(); index++) {
                statement.setObject(index + 1, bound.get(index));
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Map<Entry, @Nullable Object> values = new LinkedHashMap<>();
                    for (int index = 0; index < select.selected().size(); index++) {
                        Entry column = select.selected().get(index);
                        values.put(column, value(result, index + 1, column));
                    }
                    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
                    columns.forEach(column -> shown.put(column.name(), shown(values.get(column), read.zone())));
                    rows.add(new Row(shown, read.table().toString()));
                    position = order.stream()
                            .map(column -> placed(values.get(column)))
                            .toList();
                }
            }
        }
        return new TablePage(rows, position, rows.size() == read.limit());
    }

    private @Nullable Object value(ResultSet row, int index, Entry column) throws SQLException {
        return switch (column.kind()) {
            case TEXT -> {
                String text = row.getString(index);
                yield text == null || text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
            }
            case NUMBER -> number(row.getObject(index));
            case BOOLEAN -> {
                boolean value = row.getBoolean(index);
                yield row.wasNull() ? null : value;
            }
            case DATE -> row.getObject(index, LocalDate.class);
            case LOCAL_TIME -> row.getObject(index, LocalDateTime.class);
            case INSTANT -> at.product().instant(row, index);
            case OTHER -> null;
        };
    }

    /** Whole numbers as long or BigInteger, others as BigDecimal with the digits that the database shows, never as double. */
    private static @Nullable Object number(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Long number -> number;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case BigInteger number -> number;
            case BigDecimal number -> number.scale() <= 0 ? whole(number.toBigIntegerExact()) : number;
            case Boolean truth -> truth ? 1L : 0L;
            default -> {
                String text = String.valueOf(value);
                try {
                    BigDecimal number = new BigDecimal(text);
                    BigDecimal stripped = number.stripTrailingZeros();
                    yield value instanceof Double || value instanceof Float
                            ? stripped.scale() <= 0 ? whole(stripped.toBigIntegerExact()) : stripped
                            : number;
                } catch (NumberFormatException _) {
                    yield text;
                }
            }
        };
    }

    private static Object whole(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValueExact() : number;
    }

    /** A value as a row holds it. */
    private static @Nullable Object shown(@Nullable Object value, ZoneId zone) {
        return switch (value) {
            case LocalDateTime time -> time.atZone(zone).toOffsetDateTime().toString();
            case LocalDate date -> date.toString();
            case OffsetDateTime time -> time.toString();
            case null, default -> value;
        };
    }

    /** A value as a position holds it: exactly what it is compared with. */
    private static String placed(@Nullable Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    }

    private List<Object> bound(Select select, List<String> after) throws SourceFault {
        List<Object> bound = new ArrayList<>();
        for (Select.Parameter parameter : select.parameters()) {
            String text = after.get(parameter.place());
            try {
                bound.add(bound(parameter.column().kind(), text));
            } catch (NumberFormatException | DateTimeException _) {
                throw DatabaseFaults.fault(
                        Fault.SETTINGS,
                        "列 " + parameter.column().name() + " 的类型变了，请在连接页重置这个数据流。",
                        "The column " + parameter.column().name()
                                + " has another type than before; reset the stream on the connections page.");
            }
        }
        return bound;
    }

    private Object bound(TableColumn.Kind kind, String text) {
        boolean asText = at.product().bindsTimesAsText();
        return switch (kind) {
            case NUMBER -> {
                BigDecimal number = new BigDecimal(text);
                yield number.scale() <= 0 && number.precision() <= 18 ? (Object) number.longValueExact() : number;
            }
            case BOOLEAN -> Boolean.valueOf(text);
            case DATE -> asText ? text : LocalDate.parse(text);
            case LOCAL_TIME -> asText ? text : LocalDateTime.parse(text);
            case INSTANT -> {
                OffsetDateTime time = OffsetDateTime.parse(text);
                yield asText
                        ? text
                        : at.product() == Product.MYSQL
                                ? time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
                                : time;
            }
            case TEXT, OTHER -> text;
        };
    }

    // ---- connections ----

    private interface Work<T> {
        T on(Connection connection) throws SQLException, SourceFault;
    }

    private <T> T run(Work<T> work) throws SourceFault, InterruptedException {
        AtomicReference<@Nullable Connection> opened = new AtomicReference<>();
        FutureTask<T> task = new FutureTask<>(() -> {
            try (Connection connection = connect()) {
                opened.set(connection);
                begin(connection);
                T result = work.on(connection);
                if (at.product().hasTransactions()) {
                    connection.rollback();
                }
                return result;
            }
        });
        Thread thread =
                Thread.ofVirtual().name("database-" + at.product().title()).start(task);
        try {
            return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            abort(thread, opened.get());
            throw e;
        } catch (TimeoutException _) {
            abort(thread, opened.get());
            throw DatabaseFaults.fault(
                    Fault.UPSTREAM,
                    at.product().title() + " " + at.host() + " 在 " + PATIENCE.toSeconds() + " 秒内没有答完，稍后重试。",
                    at.product().title() + " " + at.host() + " did not answer within " + PATIENCE.toSeconds()
                            + " s; it is tried again.");
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case SourceFault fault -> fault;
                case SQLException cause -> DatabaseFaults.of(at, cause);
                case null, default -> unexpected(e.getCause());
            };
        }
    }

    /** Drivers throw what they like; none of it may be shown. */
    private SourceFault unexpected(@Nullable Throwable cause) {
        String type = cause == null ? "" : cause.getClass().getSimpleName();
        return DatabaseFaults.fault(
                Fault.UPSTREAM,
                at.product().title() + " 的驱动报错（" + type + "），稍后重试。",
                "The driver of " + at.product().title() + " failed (" + type + "); it is tried again.");
    }

    /** Breaks a call off without waiting for the database. */
    private static void abort(Thread thread, @Nullable Connection connection) {
        thread.interrupt();
        if (connection != null) {
            Thread.ofVirtual().start(() -> {
                try {
                    connection.abort(Runnable::run);
                } catch (SQLException | RuntimeException _) {
                    // the thread's interrupt has closed its socket already
                }
            });
        }
    }

    /** Asks the product's own driver, never the list of drivers that happen to be there. */
    private Connection connect() throws SQLException, SourceFault {
        Connection connection =
                driver().connect(at.product().address(at), at.product().properties(at));
        if (connection == null) {
            throw DatabaseFaults.fault(
                    Fault.SETTINGS,
                    at.product().title() + " 的驱动不接受这个地址。",
                    "The driver of " + at.product().title() + " does not take this address.");
        }
        return connection;
    }

    private Driver driver() throws SourceFault {
        try {
            return Class.forName(at.product().driver())
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError _) {
            throw DatabaseFaults.fault(
                    Fault.SETTINGS,
                    "服务器上没有 " + at.product().title() + " 的驱动，请联系管理员安装。",
                    "The server has no driver for " + at.product().title() + "; ask its administrator to install it.");
        }
    }

    private void begin(Connection connection) throws SQLException {
        if (!at.product().hasTransactions()) {
            return;
        }
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        String begin = at.product().begin();
        if (begin != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(begin);
            }
        }
    }

    @Override
    public String toString() {
        return "JdbcDatabase[" + at.product() + "]";
    }
}
