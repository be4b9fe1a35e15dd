package cockpit.core.metric;

import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.core.warehouse.Answer;
import cockpit.core.warehouse.Batch;
import cockpit.core.warehouse.Change;
import cockpit.core.warehouse.Query;
import cockpit.core.warehouse.Warehouse;
import cockpit.core.warehouse.WarehouseFault;
import cockpit.spi.data.Dataset;
import cockpit.spi.data.DatasetColumn;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One tenant's facts in a DuckDB in memory, with the tables that {@link Warehouse} promises. */
final class MemoryWarehouse implements Warehouse {

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final Connection connection;
    private final Map<Dataset, Long> versions = new EnumMap<>(Dataset.class);
    private final List<Query> asked = new ArrayList<>();
    private int keys;

    MemoryWarehouse() {
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:");
            try (Statement statement = connection.createStatement()) {
                statement.execute("set autoinstall_known_extensions=false");
                statement.execute("set timezone='UTC'");
                statement.execute("create table identity_person (identity bigint, person bigint)");
                for (Dataset dataset : Dataset.values()) {
                    statement.execute("create table \"fact_" + dataset.code() + "\" ("
                            + Stream.concat(
                                            Stream.of(
                                                    "connection varchar",
                                                    "source_key varchar",
                                                    "version bigint",
                                                    "identity bigint"),
                                            dataset.columns().stream()
                                                    .map(column -> "\"" + column.name() + "\" " + type(column)))
                                    .collect(Collectors.joining(", "))
                            + ")");
                    versions.put(dataset, 1L);
                }
            }
        } catch (SQLException e) {
            throw new WarehouseFault("The test database cannot be made.", e);
        }
    }

    private static String type(DatasetColumn column) {
        return switch (column.type()) {
            case TEXT, PHONE, HASHED, ENCRYPTED, DROPPED -> "varchar";
            case COUNT, FEN, YUAN -> "bigint";
            case DECIMAL -> "decimal(18,4)";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case INSTANT -> "timestamp with time zone";
        };
    }

    @Override
    public synchronized void open(String tenant, OrgTree org) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create or replace table org_unit (code varchar, parent varchar, level varchar,"
                    + " region varchar, \"first\" integer, \"last\" integer, name_zh varchar, name_en varchar)");
        } catch (SQLException e) {
            throw new WarehouseFault("The org tree cannot be stored.", e);
        }
        for (OrgUnit unit : org.units()) {
            String region = org.path(unit.code()).stream()
                    .filter(above -> above.level() == OrgUnit.Level.REGION)
                    .map(OrgUnit::code)
                    .findFirst()
                    .orElse(null);
            OrgTree.Range range = org.range(unit.code());
            update(
                    "insert into org_unit values (?, ?, ?, ?, ?, ?, ?, ?)",
                    unit.code(),
                    unit.parent(),
                    unit.level().name(),
                    region,
                    range.first(),
                    range.last(),
                    unit.name().zh(),
                    unit.name().en());
        }
    }

    /** Adds a fact: pairs of column and value. An {@code at} without {@code day} gets its day in Shanghai. */
    synchronized void add(Dataset dataset, @Nullable Object... pairs) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int index = 0; index < pairs.length; index += 2) {
            values.put(String.valueOf(pairs[index]), pairs[index + 1]);
        }
        if (values.get("at") instanceof Instant at) {
            values.putIfAbsent("day", LocalDate.ofInstant(at, ZONE));
            values.put("at", at.atOffset(ZoneOffset.UTC));
        }
        values.put("connection", "test");
        values.put("source_key", String.valueOf(keys++));
        values.put("version", 1L);
        List<String> names = List.copyOf(values.keySet());
        update(
                "insert into \"fact_" + dataset.code() + "\" ("
                        + names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "))
                        + ") values (" + names.stream().map(_ -> "?").collect(Collectors.joining(", ")) + ")",
                names.stream().map(values::get).toArray());
        versions.merge(dataset, 1L, Long::sum);
    }

    /** Says whom a fact's {@code identity} belongs to. */
    synchronized void person(long identity, long person) {
        update("insert into identity_person values (?, ?)", identity, person);
        versions.replaceAll((_, version) -> version + 1);
    }

    private void update(String sql, @Nullable Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                statement.setObject(index + 1, parameters[index]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new WarehouseFault("The test database refused: " + sql, e);
        }
    }

    /** What was asked so far, oldest first. */
    synchronized List<Query> asked() {
        return List.copyOf(asked);
    }

    @Override
    public synchronized Answer query(String tenant, Query query, Duration timeout) {
        asked.add(query);
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            for (int index = 0; index < query.parameters().size(); index++) {
                statement.setObject(index + 1, query.parameters().get(index));
            }
            try (ResultSet result = statement.executeQuery()) {
                List<String> columns = new ArrayList<>();
                for (int index = 1; index <= result.getMetaData().getColumnCount(); index++) {
                    columns.add(result.getMetaData().getColumnLabel(index));
                }
                List<List<@Nullable Object>> rows = new ArrayList<>();
                while (result.next()) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (int index = 1; index <= columns.size(); index++) {
                        row.add(plain(result.getObject(index)));
                    }
                    rows.add(row);
                }
                return new Answer(columns, rows);
            }
        } catch (SQLException e) {
            throw new WarehouseFault("The test database refused: " + query.sql(), e);
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Integer number -> Long.valueOf(number);
            case java.sql.Timestamp time -> time.toLocalDateTime();
            case java.sql.Date date -> date.toLocalDate();
            case null, default -> value;
        };
    }

    @Override
    public synchronized long version(String tenant, Dataset dataset) {
        return versions.getOrDefault(dataset, 0L);
    }

    @Override
    public int write(String tenant, Batch batch) {
        throw new UnsupportedOperationException("Use add.");
    }

    @Override
    public Optional<String> cursor(String tenant, String connectionId, String stream) {
        return Optional.empty();
    }

    @Override
    public void forgetCursor(String tenant, String connectionId, String stream) {}

    @Override
    public AutoCloseable onChange(Consumer<Change> listener) {
        return () -> {};
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new WarehouseFault("The test database does not close.", e);
        }
    }
}
