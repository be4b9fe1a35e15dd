package cockpit.core.database;

import cockpit.core.database.DatabaseAddress.Tls;
import cockpit.spi.source.TableColumn.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The products that can be read: the allow-list. Each names its driver, the few parameters that it gets, and how its SQL
 * differs. No parameter comes from outside, so none that reads a file, loads a class or runs a statement can ever be set.
 */
enum Product {
    POSTGRESQL("postgresql", "PostgreSQL", "org.postgresql.Driver", 5432, 5432) {

        @Override
        String address(DatabaseAddress at) {
            return "jdbc:postgresql://" + at.hostInAddress() + ":" + at.port() + "/" + at.name();
        }

        @Override
        Map<String, String> parameters(DatabaseAddress at) {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("user", at.user());
            parameters.put("password", at.password().reveal());
            parameters.put("connectTimeout", CONNECT_SECONDS);
            parameters.put("socketTimeout", READ_SECONDS);
            parameters.put("readOnlyMode", "always");
            parameters.put("ApplicationName", "cockpit");
            switch (at.tls()) {
                case VERIFY -> {
                    parameters.put("sslmode", "verify-full");
                    parameters.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
                }
                case ENCRYPT -> parameters.put("sslmode", "require");
                case OFF -> parameters.put("sslmode", "disable");
            }
            return parameters;
        }

        @Override
        String catalogue() {
            return "select n.nspname, c.relname, a.attname, format_type(t.oid, null)"
                    + " from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid"
                    + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
                    + " join pg_catalog.pg_type b on b.oid = a.atttypid"
                    + " join pg_catalog.pg_type t on t.oid = case when b.typtype = 'd' then b.typbasetype else b.oid end"
                    + " where c.relkind in ('r', 'v', 'm', 'f', 'p') and a.attnum > 0 and not a.attisdropped"
                    + " and lower(c.relname) = lower(?)"
                    + " and (lower(n.nspname) = lower(?) or (? = '' and n.nspname = any(current_schemas(false))))"
                    + " order by n.nspname, c.relname, a.attnum";
        }

        @Override
        Kind kind(String type) {
            return switch (type) {
                case "smallint", "integer", "bigint", "numeric", "real", "double precision" -> Kind.NUMBER;
                case "boolean" -> Kind.BOOLEAN;
                case "date" -> Kind.DATE;
                case "timestamp without time zone" -> Kind.LOCAL_TIME;
                case "timestamp with time zone" -> Kind.INSTANT;
                case "bytea", "point", "line", "polygon", "circle", "box", "path", "lseg", "tsvector", "record" ->
                    Kind.OTHER;
                default -> type.endsWith("[]") ? Kind.OTHER : Kind.TEXT;
            };
        }

        @Override
        String placeholder(String type) {
            return switch (type) {
                case "smallint", "integer", "bigint", "numeric", "boolean", "date" -> "?";
                case "timestamp without time zone", "timestamp with time zone" -> "?";
                case "text", "character varying", "character" -> "?";
                default -> SIMPLE_TYPE.matcher(type).matches() ? "cast(? as " + type + ")" : "?";
            };
        }
    },

    /** Read with MariaDB's driver, which speaks to both and reads no file that a server asks for. */
    MYSQL("mysql", "MySQL", "org.mariadb.jdbc.Driver", 3306, 3306) {

        @Override
        String address(DatabaseAddress at) {
            return "jdbc:mariadb://" + at.hostInAddress() + ":" + at.port() + "/" + at.name();
        }

        @Override
        Map<String, String> parameters(DatabaseAddress at) {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("user", at.user());
            parameters.put("password", at.password().reveal());
            parameters.put("connectTimeout", CONNECT_MILLIS);
            parameters.put("socketTimeout", READ_MILLIS);
            parameters.put("allowLocalInfile", "false");
            parameters.put("allowMultiQueries", "false");
            parameters.put("tinyInt1isBit", "false");
            parameters.put("yearIsDateType", "false");
            // TIMESTAMP columns are moments: read in one zone, whatever the server's is
            parameters.put("connectionTimeZone", "+00:00");
            parameters.put("forceConnectionTimeZoneToSession", "true");
            parameters.put("preserveInstants", "false");
            parameters.put(
                    "sslMode",
                    switch (at.tls()) {
                        case VERIFY -> "verify-full";
                        case ENCRYPT -> "trust";
                        case OFF -> "disable";
                    });
            return parameters;
        }

        @Override
        String quoted(String name) {
            return "`" + name.replace("`", "``") + "`";
        }

        @Override
        String catalogue() {
            return "select table_schema, table_name, column_name, data_type from information_schema.columns"
                    + " where lower(table_name) = lower(?)"
                    + " and (lower(table_schema) = lower(?) or (? = '' and table_schema = database()))"
                    + " order by table_schema, table_name, ordinal_position";
        }

        @Override
        Kind kind(String type) {
            return switch (type) {
                case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "year" ->
                    Kind.NUMBER;
                case "date" -> Kind.DATE;
                case "datetime" -> Kind.LOCAL_TIME;
                case "timestamp" -> Kind.INSTANT;
                case "binary", "varbinary", "blob", "tinyblob", "mediumblob", "longblob", "bit", "geometry", "point" ->
                    Kind.OTHER;
                default -> Kind.TEXT;
            };
        }

        @Override
        @Nullable
        OffsetDateTime instant(ResultSet row, int index) throws SQLException {
            LocalDateTime time = row.getObject(index, LocalDateTime.class);
            return time == null ? null : time.atOffset(ZoneOffset.UTC);
        }

        @Override
        String rows(String select, int limit) {
            return select + " limit " + limit;
        }
    },

    SQLSERVER("sqlserver", "SQL Server", "com.microsoft.sqlserver.jdbc.SQLServerDriver", 1433, 1433) {

        @Override
        String address(DatabaseAddress at) {
            // host, port and database go as parameters: the driver's own address has a syntax of braces and semicolons
            return "jdbc:sqlserver://";
        }

        @Override
        Map<String, String> parameters(DatabaseAddress at) {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("serverName", at.host());
            parameters.put("portNumber", String.valueOf(at.port()));
            parameters.put("databaseName", at.name());
            parameters.put("user", at.user());
            parameters.put("password", at.password().reveal());
            parameters.put("loginTimeout", CONNECT_SECONDS);
            parameters.put("socketTimeout", READ_MILLIS);
            parameters.put("applicationName", "cockpit");
            parameters.put("applicationIntent", "ReadOnly");
            parameters.put("responseBuffering", "adaptive");
            parameters.put("encrypt", at.tls() == Tls.OFF ? "false" : "true");
            parameters.put("trustServerCertificate", at.tls() == Tls.ENCRYPT ? "true" : "false");
            return parameters;
        }

        @Override
        String quoted(String name) {
            return "[" + name.replace("]", "]]") + "]";
        }

        @Override
        String catalogue() {
            return "select table_schema, table_name, column_name, data_type from information_schema.columns"
                    + " where lower(table_name) = lower(?)"
                    + " and (lower(table_schema) = lower(?) or (? = '' and table_schema = schema_name()))"
                    + " order by table_schema, table_name, ordinal_position";
        }

        @Override
        Kind kind(String type) {
            return switch (type) {
                case "tinyint",
                        "smallint",
                        "int",
                        "bigint",
                        "decimal",
                        "numeric",
                        "money",
                        "smallmoney",
                        "real",
                        "float" -> Kind.NUMBER;
                case "bit" -> Kind.BOOLEAN;
                case "date" -> Kind.DATE;
                case "datetime", "datetime2", "smalldatetime" -> Kind.LOCAL_TIME;
                case "datetimeoffset" -> Kind.INSTANT;
                case "binary",
                        "varbinary",
                        "image",
                        "timestamp",
                        "rowversion",
                        "geography",
                        "geometry",
                        "sql_variant" -> Kind.OTHER;
                default -> Kind.TEXT;
            };
        }

        /**
         * A {@code datetime} holds 3.33 milliseconds but is told in whole ones: without the cast the last row of a page would
         * lie behind itself for ever.
         */
        @Override
        String placeholder(String type) {
            return switch (type) {
                case "datetime", "smalldatetime", "datetime2", "date", "datetimeoffset" -> "cast(? as " + type + ")";
                default -> "?";
            };
        }

        @Override
        boolean bindsTimesAsText() {
            return true;
        }

        @Override
        String rows(String select, int limit) {
            return select + " offset 0 rows fetch next " + limit + " rows only";
        }
    },

    ORACLE("oracle", "Oracle", "oracle.jdbc.OracleDriver", 1521, 2484) {

        @Override
        String address(DatabaseAddress at) {
            return "jdbc:oracle:thin:@" + (at.tls() == Tls.OFF ? "tcp" : "tcps") + "://" + at.hostInAddress() + ":"
                    + at.port() + "/" + at.name();
        }

        @Override
        Map<String, String> parameters(DatabaseAddress at) {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("user", at.user());
            parameters.put("password", at.password().reveal());
            parameters.put("oracle.net.CONNECT_TIMEOUT", CONNECT_MILLIS);
            parameters.put("oracle.jdbc.ReadTimeout", READ_MILLIS);
            parameters.put("oracle.net.ssl_server_dn_match", at.tls() == Tls.VERIFY ? "true" : "false");
            parameters.put("oracle.jdbc.timezoneAsRegion", "false");
            return parameters;
        }

        @Override
        String catalogue() {
            return "select owner, table_name, column_name, data_type from all_tab_columns"
                    + " where lower(table_name) = lower(?)"
                    + " and (lower(owner) = lower(?) or (nvl(?, ' ') = ' '"
                    + " and owner = sys_context('userenv', 'current_schema')))"
                    + " order by owner, table_name, column_id";
        }

        @Override
        Kind kind(String type) {
            if (type.startsWith("timestamp")) {
                return type.endsWith("time zone") ? Kind.INSTANT : Kind.LOCAL_TIME;
            }
            return switch (type) {
                case "number", "float", "binary_float", "binary_double", "integer" -> Kind.NUMBER;
                // a DATE of Oracle's has a time of day
                case "date" -> Kind.LOCAL_TIME;
                case "boolean" -> Kind.BOOLEAN;
                case "varchar2", "nvarchar2", "char", "nchar", "clob", "nclob", "rowid" -> Kind.TEXT;
                default -> Kind.OTHER;
            };
        }

        @Override
        @Nullable
        String begin() {
            return "set transaction read only";
        }
    },

    CLICKHOUSE("clickhouse", "ClickHouse", "com.clickhouse.jdbc.ClickHouseDriver", 8123, 8443) {

        @Override
        String address(DatabaseAddress at) {
            return "jdbc:clickhouse:" + (at.tls() == Tls.OFF ? "http" : "https") + "://" + at.hostInAddress() + ":"
                    + at.port() + "/" + at.name();
        }

        @Override
        Map<String, String> parameters(DatabaseAddress at) {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("user", at.user());
            parameters.put("password", at.password().reveal());
            parameters.put("connection_timeout", CONNECT_MILLIS);
            parameters.put("socket_timeout", READ_MILLIS);
            if (at.tls() == Tls.ENCRYPT) {
                parameters.put("sslmode", "none");
            }
            return parameters;
        }

        @Override
        String quoted(String name) {
            return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
        }

        @Override
        String catalogue() {
            return "select database, table, name, type from system.columns"
                    + " where lower(table) = lower(?)"
                    + " and (lower(database) = lower(?) or (? = '' and database = currentDatabase()))"
                    + " order by database, table, position";
        }

        @Override
        Kind kind(String type) {
            String plain = type;
            for (String wrapper : List.of("lowcardinality(", "nullable(")) {
                if (plain.startsWith(wrapper)) {
                    plain = plain.substring(wrapper.length(), plain.length() - 1);
                }
            }
            if (plain.startsWith("int")
                    || plain.startsWith("uint")
                    || plain.startsWith("float")
                    || plain.startsWith("decimal")) {
                return Kind.NUMBER;
            }
            if (plain.startsWith("datetime")) {
                return Kind.INSTANT;
            }
            return switch (plain) {
                case "bool" -> Kind.BOOLEAN;
                case "date", "date32" -> Kind.DATE;
                case "string", "uuid", "ipv4", "ipv6" -> Kind.TEXT;
                default -> plain.startsWith("fixedstring") || plain.startsWith("enum") ? Kind.TEXT : Kind.OTHER;
            };
        }

        @Override
        String placeholder(String type) {
            return type.contains("datetime") ? "parseDateTime64BestEffort(?, 9, 'UTC')" : "?";
        }

        @Override
        boolean bindsTimesAsText() {
            return true;
        }

        @Override
        @Nullable
        OffsetDateTime instant(ResultSet row, int index) throws SQLException {
            ZonedDateTime time = row.getObject(index, ZonedDateTime.class);
            return time == null ? null : time.toOffsetDateTime();
        }

        @Override
        boolean hasTransactions() {
            return false;
        }

        @Override
        String rows(String select, int limit) {
            return select + " limit " + limit;
        }
    };

    private static final String CONNECT_SECONDS = "10";
    private static final String CONNECT_MILLIS = "10000";
    private static final String READ_SECONDS = "180";
    private static final String READ_MILLIS = "180000";
    private static final java.util.regex.Pattern SIMPLE_TYPE = java.util.regex.Pattern.compile("[a-z][a-z0-9_ ]*");

    private final String code;
    private final String title;
    private final String driver;
    private final int port;
    private final int encryptedPort;

    Product(String code, String title, String driver, int port, int encryptedPort) {
        this.code = code;
        this.title = title;
        this.driver = driver;
        this.port = port;
        this.encryptedPort = encryptedPort;
    }

    /** The product of a setting's value; empty for everything that is not on the list. */
    static Optional<Product> of(String code) {
        for (Product product : values()) {
            if (product.code.equals(code)) {
                return Optional.of(product);
            }
        }
        return Optional.empty();
    }

    String title() {
        return title;
    }

    /** Class name of the only driver that is asked. */
    String driver() {
        return driver;
    }

    int usualPort(boolean encrypted) {
        return encrypted ? encryptedPort : port;
    }

    /** The driver's address, of checked parts and without parameters. */
    abstract String address(DatabaseAddress at);

    abstract Map<String, String> parameters(DatabaseAddress at);

    /** @return what the driver gets besides the address */
    Properties properties(DatabaseAddress at) {
        Properties properties = new Properties();
        parameters(at).forEach(properties::setProperty);
        return properties;
    }

    /** A name as this product's SQL takes it literally. */
    String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** Lists schema, table, column and type of tables with a name and schema: three parameters, table, schema, schema. */
    abstract String catalogue();

    /** @param type as the catalogue has it, in lower case */
    abstract Kind kind(String type);

    /** What stands for a value that a column is compared with. */
    String placeholder(String type) {
        return "?";
    }

    /** Whether times are bound as ISO texts, which {@link #placeholder} casts. */
    boolean bindsTimesAsText() {
        return false;
    }

    /** A select with an order that brings so many rows at most. */
    String rows(String select, int limit) {
        return select + " fetch first " + limit + " rows only";
    }

    /** Reads a moment. */
    @Nullable
    OffsetDateTime instant(ResultSet row, int index) throws SQLException {
        return row.getObject(index, OffsetDateTime.class);
    }

    /** Whether the product has transactions that may only read. */
    boolean hasTransactions() {
        return true;
    }

    /** A statement with which a transaction begins that may only read; null where the driver's own way is enough. */
    @Nullable
    String begin() {
        return null;
    }
}
