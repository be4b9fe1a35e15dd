package cockpit.core.tenant;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMetadataTest extends MetadataContract {

    @TempDir
    Path directory;

    @Override
    MetadataPlace place() {
        return new MetadataPlace.Embedded(directory);
    }

    @Test
    void a_file_that_is_no_database_is_named_in_one_sentence() throws Exception {
        java.nio.file.Files.writeString(directory.resolve("metadata.mv.db"), "not a database ".repeat(1000));
        assertThatThrownBy(() -> Metadata.open(place(), List.of()))
                .isInstanceOf(StartProblem.class)
                .hasMessageStartingWith("The metadata in " + directory + " cannot be opened (");
    }
}
