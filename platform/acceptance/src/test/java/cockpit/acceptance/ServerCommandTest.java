package cockpit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./cockpit server}: what runs in production. */
@DisplayName("The server command")
class ServerCommandTest {

    @TempDir
    Path folder;

    @Test
    @DisplayName("prints a set-up link at the first start, and makes keys that only its user can read")
    void setUp() throws InterruptedException, IOException {
        Path data = folder.resolve("data");
        try (Launched server = Launched.cockpit("server", "--data", data.toString(), "--port", "0");
                Visitor visitor = new Visitor()) {
            String line = server.await(one -> one.startsWith("set-up: "), Duration.ofMinutes(5));
            String link = line.substring("set-up: ".length()).strip();
            Page page = visitor.page();
            page.navigate(link);
            page.waitForSelector("input[type='password']");
            assertThat(page.url()).contains("/setup/");
            try (var keys = Files.list(data.resolve("keys"))) {
                List<Path> files = keys.toList();
                assertThat(files).isNotEmpty();
                for (Path key : files) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                            .isEqualTo("rw-------");
                }
            }
            assertThat(server.output()).doesNotContainIgnoringCase("password:");
        }
    }

    @Test
    @DisplayName("refuses to start without its key, in one sentence")
    void missingKey() throws InterruptedException, IOException {
        Path data = folder.resolve("data");
        try (Launched first = Launched.cockpit("server", "--data", data.toString(), "--port", "0")) {
            first.await(one -> one.startsWith("set-up: "), Duration.ofMinutes(5));
        }
        Files.delete(data.resolve("keys/master.key"));
        try (Launched second = Launched.cockpit("server", "--data", data.toString(), "--port", "0")) {
            assertThat(second.exit(Duration.ofMinutes(5))).contains(2);
            assertThat(second.output()).contains("key file", "is missing").doesNotContain("\tat ");
        }
    }

    @Test
    @DisplayName("names the option that it does not know")
    void unknownOption() throws InterruptedException {
        try (Launched server = Launched.cockpit("server", "--data", folder.toString(), "--frobnicate", "1")) {
            assertThat(server.exit(Duration.ofMinutes(2))).contains(2);
            assertThat(server.output()).contains("--frobnicate");
        }
    }
}
