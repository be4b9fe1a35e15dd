package cockpit.core.ingest;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file, read by an engine of its own in memory that is bounded, loads no extension and, once it is set up, reaches
 * no file but this one.
 */
final class ParquetFile implements TableFile {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

    private final String name;
    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final int width;
    private boolean headerGiven;
    private long number = 1;

    ParquetFile(Path file, String name) throws NotReadable, IOException {
        this.name = name;
        Connection opened = null;
        try {
            Properties properties = new Properties();
            properties.setProperty("jdbc_stream_results", "true");
            opened = java.util.Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", properties));
            confine(opened, file);
            statement = opened.prepareStatement("select * from read_parquet(?)");
            statement.setString(1, file.toAbsolutePath().toString());
            rows = statement.executeQuery();
            width = rows.getMetaData().getColumnCount();
            connection = opened;
        } catch (SQLException e) {
            close(opened);
            throw unreadable(name);
        }
    }

    private static void confine(Connection connection, Path file) throws SQLException {
        try (Statement set = connection.createStatement()) {
            set.execute("set threads = 1");
            set.execute("set memory_limit = '512MB'");
            set.execute("set temp_directory = ''");
            set.execute("set autoinstall_known_extensions = false");
            set.execute("set autoload_known_extensions = false");
            set.execute(
                    "set allowed_paths = ['" + file.toAbsolutePath().toString().replace("'", "''") + "']");
            set.execute("set enable_external_access = false");
            set.execute("set lock_configuration = true");
        }
    }

    private static NotReadable unreadable(String name) {
        return new NotReadable(
                "文件 " + name + " 不是可读的 Parquet 文件。", "The file " + name + " is no readable Parquet file.");
    }

    @Override
    public @Nullable Line next() throws NotReadable {
        try {
            if (!headerGiven) {
                headerGiven = true;
                ResultSetMetaData columns = rows.getMetaData();
                List<String> header = new ArrayList<>();
                for (int index = 1; index <= width; index++) {
                    header.add(columns.getColumnLabel(index));
                }
                return new Line(header, 0, null);
            }
            if (!rows.next()) {
                return null;
            }
            List<String> fields = new ArrayList<>();
            for (int index = 1; index <= width; index++) {
                fields.add(text(rows.getObject(index)));
            }
            return new Line(fields, number++, null);
        } catch (SQLException e) {
            throw unreadable(name);
        }
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal number -> number.toPlainString();
            case Float number -> decimal(number.toString());
            case Double number -> decimal(number.toString());
            case OffsetDateTime time -> time.toString();
            case java.sql.Timestamp time -> TIME.format(time.toLocalDateTime());
            case LocalDateTime time -> TIME.format(time);
            case LocalDate date -> date.toString();
            case java.util.Date time ->
                time.toInstant().atOffset(ZoneOffset.UTC).toString();
            default -> String.valueOf(value);
        };
    }

    /** A fraction with the digits that tell it apart from its neighbours, a whole number without its point. */
    private static String decimal(String text) {
        try {
            return new BigDecimal(text).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException _) {
            return text;
        }
    }

    @Override
    public void close() throws IOException {
        try (Connection _ = connection;
                PreparedStatement _ = statement;
                ResultSet _ = rows) {
            // closed in the order of the resources, last first
        } catch (SQLException e) {
            throw new IOException(e.getClass().getSimpleName());
        }
    }

    private static void close(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException _) {
                // it is in memory only
            }
        }
    }
}
