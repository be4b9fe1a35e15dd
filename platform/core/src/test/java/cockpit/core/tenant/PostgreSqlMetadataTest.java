package cockpit.core.tenant;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.spi.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgreSqlMetadataTest extends MetadataContract {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    MetadataPlace place() throws SQLException {
        String database = "metadata_" + NUMBER.incrementAndGet();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        }
        return MetadataPlace.of(
                Path.of("unused"),
                "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + database + "?sslmode=disable",
                "postgres",
                Secret.of("postgres"));
    }

    @Test
    void a_database_that_is_not_there_is_named_in_one_sentence() {
        MetadataPlace nowhere = MetadataPlace.of(
                Path.of("unused"),
                "jdbc:postgresql://localhost:" + postgres.getPort() + "/nowhere",
                "postgres",
                Secret.of("geheim-4711"));
        assertThatThrownBy(() -> Metadata.open(nowhere, List.of()))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining("/nowhere cannot be reached as postgres")
                .hasMessageNotContaining("geheim-4711");
    }
}
