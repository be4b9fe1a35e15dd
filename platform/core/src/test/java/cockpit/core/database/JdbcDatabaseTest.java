package cockpit.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.Settings;
import cockpit.spi.source.Database;
import cockpit.spi.source.DatabaseSettings;
import cockpit.spi.source.DatabaseTable;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.TableColumn;
import cockpit.spi.source.TableColumn.Kind;
import cockpit.spi.source.TableName;
import cockpit.spi.source.TablePage;
import cockpit.spi.source.TableRead;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A PostgreSQL database")
class JdbcDatabaseTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        execute(
                "create role reader login password 'it''s secret'",
                "create schema erp",
                "grant usage on schema erp to reader",
                "create table erp.kinds (id bigint primary key, name text, amount numeric(12, 2), rate double precision,"
                        + " good boolean, born date, local timestamp, moment timestamptz, picture bytea, tag uuid)",
                "insert into erp.kinds values (9007199254740993, 'O''Neil', 1234.50, 0.1, true, date '2026-03-01',"
                        + " timestamp '2026-03-01 10:00:00.123456', timestamptz '2026-03-01 10:00:00+08',"
                        + " '\\x00', '00000000-0000-0000-0000-00000000000a'), (2, null, null, null, null, null, null,"
                        + " null, null, null)",
                "create table erp.ties (id integer, changed timestamptz, note text)",
                "insert into erp.ties select n, timestamptz '2026-03-01 00:00:00+08' + (n / 7000) * interval '1 minute',"
                        + " 'n' || n from generate_series(1, 23456) n",
                "create table erp.\"Odd \"\"name\"\"; drop table erp.kinds --\" (\"k\"\"; select 1 --\" integer, v text)",
                "insert into erp.\"Odd \"\"name\"\"; drop table erp.kinds --\" values (1, 'one')",
                "create table erp.guarded (id integer)",
                "create table erp.tags (tag uuid, v integer)",
                "insert into erp.tags select ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, n"
                        + " from generate_series(1, 20) n",
                "create table erp.written (n integer)",
                "create function erp.write() returns integer language plpgsql security definer as"
                        + " 'begin insert into erp.written values (1); return 1; end'",
                "create view erp.writing as select 1 as id, erp.write() as wrote",
                "create view erp.slow as select 1 as id, pg_sleep(60)::text as nothing",
                "grant select on all tables in schema erp to reader",
                "revoke select on erp.guarded from reader");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Database database(Map<String, String> changes) throws SourceFault {
        Map<String, String> values = new HashMap<>(Map.of(
                "database-kind", "postgresql",
                "database-host", "127.0.0.1",
                "database-port", String.valueOf(postgres.getPort()),
                "database-name", "postgres",
                "database-user", "reader",
                "database-password", "it's secret",
                "database-tls", "off"));
        values.putAll(changes);
        return JdbcDatabase.of(Settings.of(DatabaseSettings.ALL, values));
    }

    private static Database database() throws SourceFault {
        return database(Map.of());
    }

    private static TableRead read(String table, List<String> columns, List<String> order, List<String> after) {
        return new TableRead(TableName.of("erp." + table), columns, order, after, 5_000, SHANGHAI);
    }

    private static SourceFault fault(Database database, TableRead read) {
        return catchThrowableOfType(SourceFault.class, () -> database.read(read));
    }

    private static @Nullable Object value(Row row, String column) {
        return row.values().get(column);
    }

    @Test
    @DisplayName("tells its columns and what they hold")
    void columns() throws Exception {
        List<TableColumn> columns = database().columns(TableName.of("erp.kinds"));
        assertThat(columns.stream().map(TableColumn::name))
                .containsExactly("id", "name", "amount", "rate", "good", "born", "local", "moment", "picture", "tag");
        assertThat(columns.stream().map(TableColumn::kind))
                .containsExactly(
                        Kind.NUMBER,
                        Kind.TEXT,
                        Kind.NUMBER,
                        Kind.NUMBER,
                        Kind.BOOLEAN,
                        Kind.DATE,
                        Kind.LOCAL_TIME,
                        Kind.INSTANT,
                        Kind.OTHER,
                        Kind.TEXT);
    }

    @Test
    @DisplayName("brings values exactly, and times in the zone that the admin named")
    void exact_values() throws Exception {
        Row row = database()
                .read(read(
                        "kinds",
                        List.of("id", "name", "amount", "rate", "good", "born", "local", "moment", "tag"),
                        List.of("id"),
                        List.of("2")))
                .rows()
                .getFirst();
        assertThat(value(row, "id")).isEqualTo(9007199254740993L);
        assertThat(value(row, "name")).isEqualTo("O'Neil");
        assertThat(value(row, "amount")).isEqualTo(new BigDecimal("1234.50"));
        assertThat(value(row, "rate")).isEqualTo(new BigDecimal("0.1"));
        assertThat(value(row, "good")).isEqualTo(true);
        assertThat(value(row, "born")).isEqualTo("2026-03-01");
        assertThat(value(row, "local")).isEqualTo("2026-03-01T10:00:00.123456+08:00");
        assertThat(java.time.OffsetDateTime.parse(String.valueOf(value(row, "moment")))
                        .toInstant())
                .isEqualTo(java.time.Instant.parse("2026-03-01T02:00:00Z"));
        assertThat(value(row, "tag")).isEqualTo("00000000-0000-0000-0000-00000000000a");
    }

    @Test
    @DisplayName("is read to the end with thousands of rows of the same time, none twice and none left out")
    void ties() throws Exception {
        DatabaseTable table = table(Optional.of("changed"));
        List<Object> ids = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        Page page;
        do {
            page = table.read(database(), cursor);
            page.rows().forEach(row -> ids.add(String.valueOf(value(row, "id"))));
            cursor = page.next();
            pages++;
        } while (page.more());
        assertThat(pages).isEqualTo(5);
        assertThat(ids).hasSize(23_456).doesNotHaveDuplicates();

        Page again = table.read(database(), cursor);
        assertThat(again.rows())
                .as("what was read of the last ten minutes comes once more")
                .hasSize(5_000);
        assertThat(again.more()).isTrue();
    }

    @Test
    @DisplayName("shows a row that was committed late, and goes on from where it was when there is nothing new")
    void committed_late() throws Exception {
        execute("create table erp.late (id integer, changed timestamptz)", "grant select on erp.late to reader");
        DatabaseTable table = new DatabaseTable(
                TableName.of("erp.late"),
                List.of(new DatabaseTable.Wanted("id", true)),
                List.of("id"),
                Optional.of("changed"),
                SHANGHAI,
                Duration.ofMinutes(10),
                0);
        execute("insert into erp.late values (5, '2026-03-01 12:00:00+08')");
        Page first = table.read(database(), null);
        assertThat(first.rows()).hasSize(1);
        execute(
                "insert into erp.late values (4, '2026-03-01 11:55:00+08')",
                "insert into erp.late values (3, '2026-03-01 11:30:00+08')");
        Page second = table.read(database(), first.next());
        assertThat(second.rows().stream().map(row -> value(row, "id"))).containsExactly(4L, 5L);
        assertThat(second.next()).isEqualTo(first.next());
        execute("delete from erp.late");
        Page third = table.read(database(), second.next());
        assertThat(third.rows()).isEmpty();
        assertThat(third.next()).isEqualTo(first.next());
    }

    private static DatabaseTable table(Optional<String> cursor) {
        return new DatabaseTable(
                TableName.of("erp.ties"),
                List.of(
                        new DatabaseTable.Wanted("id", true),
                        new DatabaseTable.Wanted("note", true),
                        new DatabaseTable.Wanted("absent", false)),
                List.of("id"),
                cursor,
                SHANGHAI,
                Duration.ofMinutes(10),
                0);
    }

    @Test
    @DisplayName("says which optional columns a table lacks, and which required ones")
    void missing_columns() throws Exception {
        assertThat(table(Optional.of("changed")).check(database()).en())
                .isEqualTo("The table erp.ties can be read; it lacks the optional columns absent.");
        DatabaseTable other = new DatabaseTable(
                TableName.of("erp.ties"),
                List.of(new DatabaseTable.Wanted("amount", true)),
                List.of("id"),
                Optional.empty(),
                SHANGHAI,
                Duration.ZERO,
                0);
        SourceFault fault = catchThrowableOfType(SourceFault.class, () -> other.check(database()));
        assertThat(fault.fault()).isEqualTo(Fault.SETTINGS);
        assertThat(fault.sentence().en())
                .isEqualTo("The table erp.ties has no column amount; it has id, changed, note.");
    }

    @Test
    @DisplayName("takes a key that is a UUID")
    void uuid_keys() throws Exception {
        TablePage page = database()
                .read(new TableRead(TableName.of("erp.tags"), List.of("v"), List.of("tag"), List.of(), 15, SHANGHAI));
        assertThat(page.more()).isTrue();
        TablePage rest = database()
                .read(new TableRead(
                        TableName.of("erp.tags"), List.of("v"), List.of("tag"), page.position(), 15, SHANGHAI));
        assertThat(rest.rows()).hasSize(5);
    }

    @Test
    @DisplayName("has names that are names, whatever stands in them")
    void hostile_names() throws Exception {
        String table = "Odd \"name\"; drop table erp.kinds --";
        String column = "k\"; select 1 --";
        TablePage page = database()
                .read(new TableRead(
                        new TableName("erp", table), List.of("v"), List.of(column), List.of(), 10, SHANGHAI));
        assertThat(page.rows()).hasSize(1);
        assertThat(database().columns(TableName.of("erp.kinds"))).isNotEmpty();
    }

    @Test
    @DisplayName("is asked for no name that its catalogue lacks")
    void unknown_names() throws Exception {
        for (String name : List.of("kinds\" where 1=1 --", "kinds; drop table erp.kinds", "(select 1) x", "")) {
            assertThat(fault(database(), read(name, List.of("id"), List.of("id"), List.of()))
                            .fault())
                    .isEqualTo(Fault.SETTINGS);
        }
        for (String column : List.of("id, pg_sleep(10)", "*", "(select 1)", "ID ", "picture")) {
            assertThat(fault(database(), read("kinds", List.of(column), List.of("id"), List.of()))
                            .fault())
                    .isEqualTo(Fault.SETTINGS);
        }
    }

    @Test
    @DisplayName("takes a value as a value")
    void hostile_values() throws Exception {
        TablePage page = database().read(read("ties", List.of("id"), List.of("note"), List.of("zz' or '1'='1")));
        assertThat(page.rows()).isEmpty();
        assertThat(fault(database(), read("ties", List.of("id"), List.of("id"), List.of("1 or 1=1")))
                        .fault())
                .isEqualTo(Fault.SETTINGS);
    }

    @Test
    @DisplayName("is never written to, not even by a view that would")
    void read_only() throws Exception {
        assertThat(fault(database(), read("writing", List.of("id", "wrote"), List.of("id"), List.of())))
                .isNotNull();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from erp.written")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    @DisplayName(
            "says whose turn it is: a stranger, a right that is missing, no such table, no such database, nobody there")
    void faults() throws Exception {
        TableRead kinds = read("kinds", List.of("id"), List.of("id"), List.of());
        SourceFault stranger = fault(database(Map.of("database-user", "stranger")), kinds);
        assertThat(stranger.fault()).isEqualTo(Fault.SETTINGS);
        assertThat(stranger.sentence().en()).contains("user and password").doesNotContain("secret", "stranger");
        assertThat(fault(database(), read("guarded", List.of("id"), List.of("id"), List.of()))
                        .fault())
                .isEqualTo(Fault.ACCESS);
        assertThat(fault(database(), read("nothing", List.of("id"), List.of("id"), List.of()))
                        .fault())
                .isEqualTo(Fault.SETTINGS);
        assertThat(fault(database(Map.of("database-name", "elsewhere")), kinds).fault())
                .isEqualTo(Fault.SETTINGS);
        assertThat(fault(database(Map.of("database-port", "1")), kinds).fault()).isEqualTo(Fault.UPSTREAM);
        assertThat(fault(database(Map.of("database-tls", "verify")), kinds).fault())
                .as("a server without encryption is not spoken to in clear")
                .isEqualTo(Fault.UPSTREAM);
    }

    @Test
    @DisplayName("lets a read that is interrupted go within a second")
    void interrupted() throws Exception {
        Database database = database();
        database.columns(TableName.of("erp.slow"));
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().start(() -> {
            begun.countDown();
            try {
                database.read(read("slow", List.of("nothing"), List.of("id"), List.of()));
            } catch (SourceFault | InterruptedException e) {
                thrown.set(e);
            }
        });
        begun.await();
        assertThat(thread.join(Duration.ofMillis(300))).isFalse();
        long before = System.nanoTime();
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isLessThan(1_000);
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    @DisplayName("prints neither its user nor its password")
    void prints_no_secret() throws Exception {
        assertThat(database().toString()).doesNotContain("reader", "secret");
    }
}
