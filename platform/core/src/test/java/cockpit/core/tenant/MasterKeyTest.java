package cockpit.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {

    @TempDir
    Path data;

    private Metadata metadata;

    @BeforeEach
    void open() {
        metadata = Metadata.open(new MetadataPlace.Embedded(data), List.of());
    }

    @AfterEach
    void close() {
        metadata.close();
    }

    @Test
    void it_is_generated_at_the_first_start_for_its_owner_alone() throws IOException {
        MasterKey.open(data, metadata);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(MasterKey.file(data))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_second_start_takes_the_same_key() {
        byte[] first = MasterKey.open(data, metadata).derive("purpose");

        assertThat(MasterKey.open(data, metadata).derive("purpose")).isEqualTo(first);
    }

    @Test
    void each_install_has_a_key_of_its_own(@TempDir Path other) {
        byte[] first = MasterKey.open(data, metadata).derive("purpose");
        try (Metadata otherMetadata = Metadata.open(new MetadataPlace.Embedded(other), List.of())) {
            assertThat(MasterKey.open(other, otherMetadata).derive("purpose")).isNotEqualTo(first);
        }
    }

    @Test
    void metadata_without_their_key_do_not_start() throws IOException {
        MasterKey.open(data, metadata);
        Files.delete(MasterKey.file(data));

        assertThatThrownBy(() -> MasterKey.open(data, metadata))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining("master.key is missing");
        assertThat(MasterKey.file(data)).doesNotExist();
    }

    @Test
    void another_installs_key_does_not_start(@TempDir Path other) throws IOException {
        MasterKey.open(data, metadata);
        try (Metadata otherMetadata = Metadata.open(new MetadataPlace.Embedded(other), List.of())) {
            MasterKey.open(other, otherMetadata);
        }
        Files.write(MasterKey.file(data), Files.readAllBytes(MasterKey.file(other)));

        assertThatThrownBy(() -> MasterKey.open(data, metadata))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining("belongs to another install");
    }

    @Test
    void a_key_that_others_can_read_does_not_start() throws IOException {
        MasterKey.open(data, metadata);
        Files.setPosixFilePermissions(MasterKey.file(data), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> MasterKey.open(data, metadata))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void a_damaged_key_does_not_start() throws IOException {
        MasterKey.open(data, metadata);
        Files.writeString(MasterKey.file(data), "c2hvcnQ=\n");

        assertThatThrownBy(() -> MasterKey.open(data, metadata))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void it_does_not_print_itself() {
        assertThat(MasterKey.open(data, metadata)).hasToString("******");
    }
}
