package cockpit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./cockpit bench soak}. */
@DisplayName("All channels, with troubles, and a server that is killed")
class SoakTest {

    @TempDir
    Path data;

    @Test
    @DisplayName("leave every fact in the warehouse exactly once")
    void soak() throws Exception {
        Soak.Result result = new Soak(new Soak.Plan(11, 3, 12, 3, Duration.ofSeconds(12), 60), data).run();

        assertThat(result.differences()).isEmpty();
        assertThat(result.compared()).isGreaterThan(100);
        assertThat(result.rows()).isGreaterThan(1_000);
    }
}
