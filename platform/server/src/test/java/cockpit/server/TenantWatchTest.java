package cockpit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantWatchTest {

    @TempDir
    Path directory;

    private final BlockingQueue<Set<String>> heard = new LinkedBlockingQueue<>();

    @Test
    void changed_new_and_vanished_folders_are_told_by_name() throws Exception {
        Path metrics = Files.createDirectories(directory.resolve("one/metrics")).resolve("a.yaml");
        Files.writeString(metrics, "a: 1");
        Path other = Files.createDirectories(directory.resolve("two")).resolve("tenant.yaml");
        Files.writeString(other, "b: 1");
        try (TenantWatch _ = new TenantWatch(directory, Duration.ofMillis(20), heard::add)) {
            Files.writeString(metrics, "a: 1234");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).containsExactly("one");

            Files.writeString(directory.resolve("one/notes.txt"), "nothing for us");
            Files.createDirectories(directory.resolve("three"));
            Files.writeString(directory.resolve("three/tenant.yaml"), "c: 1");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).containsExactly("three");

            Files.delete(other);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).containsExactly("two");
        }
        assertThat(heard).isEmpty();
    }
}
