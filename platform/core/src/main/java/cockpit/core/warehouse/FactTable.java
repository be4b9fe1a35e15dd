package cockpit.core.warehouse;

import cockpit.spi.data.ColumnType;
import cockpit.spi.data.Dataset;
import cockpit.spi.data.DatasetColumn;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** The SQL of one dataset's table in DuckDB, made once from the dataset's columns. */
final class FactTable {

    /** Digits after the point of a DECIMAL column. */
    private static final int SCALE = 4;

    private final Dataset dataset;
    private final List<DatasetColumn> columns;
    private final String table;
    private final String stage;
    private final String difference;
    private final String names;

    FactTable(Dataset dataset) {
        this.dataset = dataset;
        this.columns = dataset.columns();
        this.table = quoted("fact_" + dataset.code());
        this.stage = quoted("stage_" + dataset.code());
        this.difference = quoted("difference_" + dataset.code());
        this.names = "connection, source_key, version, "
                + columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
    }

    Dataset dataset() {
        return dataset;
    }

    String name() {
        return "fact_" + dataset.code();
    }

    String stageName() {
        return "stage_" + dataset.code();
    }

    List<DatasetColumn> columns() {
        return columns;
    }

    /** The name of a column as SQL writes it. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String sqlType(ColumnType type) {
        return switch (type) {
            case TEXT, PHONE -> "VARCHAR";
            case COUNT, FEN, YUAN -> "BIGINT";
            case DECIMAL -> "DECIMAL(18,4)";
            case BOOLEAN -> "BOOLEAN";
            case DATE -> "DATE";
            case INSTANT -> "TIMESTAMP WITH TIME ZONE";
        };
    }

    private String definition() {
        return "connection VARCHAR NOT NULL, source_key VARCHAR NOT NULL, version BIGINT NOT NULL, "
                + columns.stream()
                        .map(column -> quoted(column.name()) + " " + sqlType(column.type()))
                        .collect(Collectors.joining(", "));
    }

    /**
     * No primary key: the one writer keeps keys unique, which loads twice as fast and halves the file.
     */
    String create() {
        return "CREATE TABLE IF NOT EXISTS " + table + " (" + definition() + ")";
    }

    String addColumn(DatasetColumn column) {
        return "ALTER TABLE " + table + " ADD COLUMN " + quoted(column.name()) + " " + sqlType(column.type());
    }

    String createStage() {
        return "CREATE TEMP TABLE " + stage + " (batch INTEGER NOT NULL, " + definition() + ")";
    }

    String createDifference() {
        return "CREATE TEMP TABLE " + difference + " (batch INTEGER NOT NULL, " + definition()
                + ", old_row BIGINT, old_day DATE, old_unit VARCHAR, differs BOOLEAN NOT NULL)";
    }

    /** Staged rows that are new, or not older than the stored one and not equal to it. */
    String compare() {
        String differs = "f.source_key IS NULL OR "
                + columns.stream()
                        .map(column -> "s." + quoted(column.name()) + " IS DISTINCT FROM f." + quoted(column.name()))
                        .collect(Collectors.joining(" OR "));
        return "INSERT INTO " + difference + " SELECT s.*, f.rowid, f.day, f.org_unit, (" + differs + ") FROM " + stage
                + " s LEFT JOIN " + table + " f ON f.connection = s.connection AND f.source_key = s.source_key"
                + " WHERE f.source_key IS NULL OR s.version > f.version OR (s.version = f.version AND (" + differs
                + "))";
    }

    /** One row a batch: its number, stored rows, changed rows, replaced rows, first and last day touched. */
    String summary() {
        return "SELECT batch, count(*), count(*) FILTER (differs), count(old_row),"
                + " min(least(day, coalesce(old_day, day))) FILTER (differs),"
                + " max(greatest(day, coalesce(old_day, day))) FILTER (differs) FROM " + difference + " GROUP BY batch";
    }

    /** Units touched, those that a fact left included. */
    String units() {
        return "SELECT org_unit FROM " + difference + " WHERE differs UNION SELECT coalesce(old_unit, org_unit) FROM "
                + difference + " WHERE differs";
    }

    String deleteReplaced() {
        return "DELETE FROM " + table + " WHERE rowid IN (SELECT old_row FROM " + difference
                + " WHERE old_row IS NOT NULL)";
    }

    String insertChanged() {
        return "INSERT INTO " + table + " (" + names + ") SELECT " + names + " FROM " + difference;
    }

    /** What of a stream the open run has not seen; parameters: connection, the keys' beginning, connection, stream. */
    String unseen() {
        return table
                + " f WHERE f.connection = ? AND starts_with(f.source_key, ?) AND NOT EXISTS (SELECT 1 FROM seen_key s"
                + " WHERE s.connection = ? AND s.stream = ? AND s.source_key = f.source_key)";
    }

    /** How many facts vanish, their first and last day. */
    String unseenSummary() {
        return "SELECT count(*), min(f.day), max(f.day) FROM " + unseen();
    }

    String unseenUnits() {
        return "SELECT DISTINCT f.org_unit FROM " + unseen();
    }

    String deleteUnseen() {
        return "DELETE FROM " + table + " WHERE rowid IN (SELECT f.rowid FROM " + unseen() + ")";
    }

    List<String> clear() {
        return List.of("DELETE FROM " + stage, "DELETE FROM " + difference);
    }

    /** @throws IllegalArgumentException if a value has no column or the wrong type, or the day is missing */
    void check(Fact fact) {
        Map<String, @Nullable Object> values = fact.values();
        if (values.get("day") == null) {
            throw new IllegalArgumentException("Fact " + fact.key() + " of " + dataset.code() + " has no day.");
        }
        int known = 0;
        for (DatasetColumn column : columns) {
            if (values.containsKey(column.name())) {
                known++;
                Object value = values.get(column.name());
                if (value != null && !fits(column.type(), value)) {
                    throw new IllegalArgumentException("Fact " + fact.key() + ": column " + column.name() + " of "
                            + dataset.code() + " takes " + sqlType(column.type()) + ", not "
                            + value.getClass().getSimpleName() + ".");
                }
            }
        }
        if (known != values.size()) {
            String unknown = values.keySet().stream()
                    .filter(name -> dataset.column(name).isEmpty())
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    "Fact " + fact.key() + ": " + dataset.code() + " has no column " + unknown + ".");
        }
    }

    private static boolean fits(ColumnType type, Object value) {
        return switch (type) {
            case TEXT, PHONE -> value instanceof String;
            case COUNT, FEN, YUAN -> value instanceof Long;
            case DECIMAL ->
                value instanceof BigDecimal decimal
                        && decimal.stripTrailingZeros().scale() <= SCALE
                        && decimal.precision() - decimal.scale() <= 18 - SCALE;
            case BOOLEAN -> value instanceof Boolean;
            case DATE -> value instanceof LocalDate;
            case INSTANT -> value instanceof Instant;
        };
    }

    void append(DuckDBAppender appender, int batch, String connection, Fact fact) throws SQLException {
        appender.beginRow();
        appender.append(batch);
        appender.append(connection);
        appender.append(fact.key());
        appender.append(fact.version());
        for (DatasetColumn column : columns) {
            Object value = fact.values().get(column.name());
            if (value == null && column.name().equals("org_unit")) {
                value = "";
            }
            switch (value) {
                case null -> appender.appendNull();
                case String text -> appender.append(text);
                case Long number -> appender.append(number.longValue());
                case BigDecimal decimal -> appender.append(decimal.setScale(SCALE));
                case Boolean truth -> appender.append(truth.booleanValue());
                case LocalDate date -> appender.append(date);
                case Instant instant ->
                    appender.appendEpochMicros(Math.addExact(
                            Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000));
                default -> throw new IllegalStateException("Fact " + fact.key() + " was not checked.");
            }
        }
        appender.endRow();
    }
}
