package cockpit.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.ingest.ConnectionStatus.State;
import cockpit.core.tenant.Tenant;
import cockpit.core.warehouse.DuckDbWarehouse;
import cockpit.core.warehouse.Query;
import cockpit.spi.source.Fault;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A system of the brand's own")
class OwnSystemIngestTest {

    private static final Tenant TENANT = RowReaderTest.TENANT;
    private static final TestMetadata METADATA = new TestMetadata();
    private static final String HEADER = "order_no,store_id,paid_at,paid_fen,status\n";

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T04:00:00Z"));
    private final FakePlugins plugins = new FakePlugins();
    private DuckDbWarehouse warehouse;
    private Ingest ingest;

    @BeforeEach
    void open() {
        warehouse = new DuckDbWarehouse(directory.resolve("facts"), now::get);
        warehouse.open("acme", TENANT.org());
        ingest = new Ingest(
                warehouse, plugins, new TestVault(), METADATA, now::get, Map.of(), directory.resolve("data"));
    }

    @AfterEach
    void close() {
        ingest.close();
        warehouse.close();
        METADATA.clear();
    }

    @AfterAll
    static void closeMetadata() {
        METADATA.close();
    }

    private void connect(String... settings) throws IOException {
        StringBuilder yaml = new StringBuilder("connections:\n  - id: till\n    source: till\n    settings:\n");
        for (String setting : settings) {
            yaml.append("      ").append(setting).append('\n');
        }
        Path folder = Files.createDirectories(directory.resolve("tenant"));
        Files.writeString(folder.resolve("connections.yaml"), yaml);
        plugins.put(new TableSourceForTests());
        ingest.load(TENANT, folder);
    }

    private ConnectionStatus status() {
        return ingest.all(IngestTest.ADMIN).getFirst();
    }

    private List<List<@Nullable Object>> orders() {
        return warehouse
                .query(
                        "acme",
                        new Query("SELECT order_no, paid_fen, status FROM fact_order ORDER BY order_no", List.of()),
                        Duration.ofSeconds(30))
                .rows();
    }

    private Path drop(String state) {
        return directory.resolve("data/drop/acme/till").resolve(state);
    }

    // ---- database ----

    private static void execute(EmbeddedPostgres postgres, String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    @DisplayName("may be read from its database, and what changes there changes here")
    void from_a_database() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            execute(
                    postgres,
                    "create table orders (order_no text primary key, store_id text, paid_at timestamp, paid_fen bigint,"
                            + " status text, updated_at timestamp)",
                    "insert into orders select 'A' || lpad(n::text, 5, '0'), 'S001', timestamp '2026-03-01 10:00', n, 'PAID',"
                            + " timestamp '2026-03-01 10:00' from generate_series(1, 12000) n");
            connect(
                    "database-kind: postgresql",
                    "database-host: 127.0.0.1",
                    "database-port: \"" + postgres.getPort() + "\"",
                    "database-name: postgres",
                    "database-user: postgres",
                    "database-tls: \"off\"",
                    "order-table: public.orders",
                    "database-zone: Asia/Shanghai");
            IngestTest.eventually(() -> status().state() == State.LIVE && orders().size() == 12_000);
            execute(
                    postgres,
                    "update orders set status = 'REFUNDED', updated_at = timestamp '2026-03-01 11:00'"
                            + " where order_no = 'A00007'");
            now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(1)));
            IngestTest.eventually(() -> orders().get(6).equals(List.of("A00007", 7L, "REFUNDED")));
            assertThat(orders()).hasSize(12_000);
            assertThat(warehouse
                            .query(
                                    "acme",
                                    new Query("SELECT sum(paid_fen)::BIGINT FROM fact_order", List.of()),
                                    Duration.ofSeconds(30))
                            .rows()
                            .getFirst()
                            .getLast())
                    .isEqualTo(72_006_000L);
        }
    }

    @Test
    @DisplayName("whose settings contradict each other is told so and not opened")
    void contradicting_settings() throws Exception {
        connect("order-table: public.orders");
        IngestTest.eventually(() -> status().state() == State.STOPPED);
        assertThat(status().sentence().orElseThrow().en())
                .isEqualTo("Setting database-kind: a table is named; choose the database.");
        assertThat(status().fault()).contains(Fault.SETTINGS);
    }

    // ---- files ----

    @Test
    @DisplayName("may drop Excel workbooks")
    void excel_files() throws Exception {
        connect("sftp-port: \"22\"");
        IngestTest.eventually(() -> Files.exists(drop("incoming")));
        Path file = directory.resolve("fresh.xlsx");
        try (var out = Files.newOutputStream(file);
                Workbook workbook = new Workbook(out, "test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("Orders");
            List<String> header = List.of("order_no", "store_id", "paid_at", "paid_fen", "status");
            for (int column = 0; column < header.size(); column++) {
                sheet.value(0, column, header.get(column));
            }
            sheet.value(1, 0, "A1");
            sheet.value(1, 1, "S001");
            sheet.value(1, 2, "2026-03-01 10:00:00");
            sheet.value(1, 3, 12800);
            sheet.value(1, 4, "PAID");
        }
        Files.move(file, drop("incoming").resolve("order_1.xlsx"));
        IngestTest.eventually(() -> Files.exists(drop("done").resolve("order_1.xlsx")));
        assertThat(orders()).containsExactly(List.of("A1", 12800L, "PAID"));
    }

    // ---- SFTP ----

    private static SshServer server(Path root, KeyPair hostKey) throws IOException {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator((user, password, _) -> user.equals("till") && password.equals("s3cret"));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        server.start();
        return server;
    }

    private static KeyPair key() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static String fingerprint(KeyPair key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key.getPublic());
    }

    private void connect(SshServer server, String fingerprint, String credential) throws IOException {
        connect(
                "sftp-host: 127.0.0.1",
                "sftp-port: \"" + server.getPort() + "\"",
                "sftp-user: till",
                "sftp-host-key: \"" + fingerprint + "\"",
                "sftp-folder: /out",
                credential);
    }

    @Test
    @DisplayName("may leave files on an SFTP server; each is fetched once, when it is complete")
    void from_sftp() throws Exception {
        Path out = Files.createDirectories(directory.resolve("remote/out"));
        Files.writeString(out.resolve("order_1.csv"), HEADER + "A1,S001,2026-03-01 10:00:00,100,PAID\n");
        Files.writeString(out.resolve("notes.txt"), "nothing for us");
        Files.writeString(out.resolve("order_2.csv.part"), HEADER);
        KeyPair key = key();
        try (SshServer server = server(directory.resolve("remote"), key)) {
            connect(server, fingerprint(key), "sftp-password: s3cret");
            IngestTest.eventually(() -> orders().size() == 1);
            Files.writeString(out.resolve("order_2.csv"), HEADER + "A2,S001,2026-03-01 10:00:00,200,PAID\n");
            ingest.load(TENANT, directory.resolve("tenant"));
            IngestTest.eventually(() -> {
                ingest.runNow(IngestTest.ADMIN, "till");
                return orders().size() == 2;
            });
            assertThat(out.resolve("order_1.csv")).as("it stays where it is").exists();
            assertThat(status().sentence()).isEmpty();
        }
    }

    @Test
    @DisplayName("is signed in to with a private key, if one is given")
    void with_a_private_key() throws Exception {
        Path out = Files.createDirectories(directory.resolve("remote/out"));
        Files.writeString(out.resolve("order_1.csv"), HEADER + "A1,S001,2026-03-01 10:00:00,100,PAID\n");
        KeyPair hostKey = key();
        KeyPair own = key();
        String pem = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(own.getPrivate().getEncoded())
                .replace("\n", "\\n");
        try (SshServer server = server(directory.resolve("remote"), hostKey)) {
            server.setPasswordAuthenticator((_, _, _) -> false);
            server.setPublickeyAuthenticator(
                    (user, key, _) -> user.equals("till") && KeyUtils.compareKeys(key, own.getPublic()));
            connect(
                    server,
                    fingerprint(hostKey),
                    "sftp-private-key: \"-----BEGIN PRIVATE KEY-----\\n" + pem + "\\n-----END PRIVATE KEY-----\"");
            IngestTest.eventually(() -> orders().size() == 1);
        }
    }

    @Test
    @DisplayName("is not spoken to where its server shows another key, and the password stays here")
    void another_host_key() throws Exception {
        Files.createDirectories(directory.resolve("remote/out"));
        AtomicReference<@Nullable String> told = new AtomicReference<>();
        KeyPair key = key();
        try (SshServer server = server(directory.resolve("remote"), key)) {
            server.setPasswordAuthenticator((_, password, _) -> {
                told.set(password);
                return true;
            });
            connect(server, fingerprint(key()), "sftp-password: s3cret");
            IngestTest.eventually(() -> status().fault().equals(java.util.Optional.of(Fault.SETTINGS)));
            assertThat(status().sentence().orElseThrow().en())
                    .contains(fingerprint(key))
                    .contains("it was refused")
                    .doesNotContain("s3cret");
            assertThat(told.get()).isNull();
        }
    }

    @Test
    @DisplayName("says that a password is wrong, that a folder is missing, and that a fingerprint is required")
    void sftp_faults() throws Exception {
        Files.createDirectories(directory.resolve("remote"));
        KeyPair key = key();
        try (SshServer server = server(directory.resolve("remote"), key)) {
            connect(server, fingerprint(key), "sftp-password: wrong");
            IngestTest.eventually(() -> said("refused the sign-in"));
            connect(server, fingerprint(key), "sftp-password: s3cret");
            IngestTest.eventually(() -> said("has no such folder"));
            connect(server, "", "sftp-password: s3cret");
            IngestTest.eventually(() -> said("sftp-host-key"));
        }
    }

    private boolean said(String words) {
        return status().sentence()
                .filter(sentence -> sentence.en().contains(words))
                .isPresent();
    }
}
