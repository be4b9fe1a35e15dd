package cockpit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.tenant.StartProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupChecksTest {

    @TempDir
    Path folder;

    private Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("cockpit.data", folder.resolve("data").toString());
        settings.put("server.port", "0");
        for (int index = 0; index < more.length; index += 2) {
            settings.put(more[index], more[index + 1]);
        }
        return settings;
    }

    @Test
    void a_new_data_directory_is_made_for_its_owner_alone() throws IOException {
        StartupChecks.check(settings());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data"))))
                .isEqualTo("rwx------");
        assertThatCode(() -> StartupChecks.check(settings())).doesNotThrowAnyException();
    }

    @Test
    void without_a_data_directory_there_is_no_start() {
        assertThatThrownBy(() -> StartupChecks.check(Map.of()))
                .isInstanceOf(StartProblem.class)
                .hasMessageStartingWith("The option --data is missing");
    }

    @Test
    void a_file_is_no_data_directory() throws IOException {
        Files.writeString(folder.resolve("data"), "");

        assertThatThrownBy(() -> StartupChecks.check(settings()))
                .isInstanceOf(StartProblem.class)
                .hasMessageEndingWith("data is a file; state a directory.");
    }

    @Test
    void a_directory_that_cannot_be_written_is_named() {
        assertThatThrownBy(() -> StartupChecks.check(settings("cockpit.data", "/proc/1/data")))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining("/proc/1/data");
    }

    @Test
    void a_tenants_directory_that_is_not_there_is_named() {
        assertThatThrownBy(() -> StartupChecks.check(settings("cockpit.tenants", "/nowhere")))
                .isInstanceOf(StartProblem.class)
                .hasMessage("The tenants directory /nowhere is not there; state another.");
    }

    @Test
    void a_port_in_use_is_named() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThatThrownBy(() -> StartupChecks.check(settings("server.port", port)))
                    .isInstanceOf(StartProblem.class)
                    .hasMessage("Port " + port
                            + " on 127.0.0.1 is in use; stop what listens there or choose another with --port.");
        }
    }
}
