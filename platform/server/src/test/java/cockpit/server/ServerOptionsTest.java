package cockpit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.tenant.StartProblem;
import org.junit.jupiter.api.Test;

class ServerOptionsTest {

    @Test
    void options_become_settings() {
        assertThat(ServerOptions.settings("--data", "/d", "--port=8081", "--host", "0.0.0.0"))
                .containsEntry("cockpit.data", "/d")
                .containsEntry("server.port", "8081")
                .containsEntry("server.address", "0.0.0.0")
                .containsEntry("logging.file.name", "/d/cockpit.log")
                .hasSize(4);
    }

    @Test
    void a_demo_states_its_simulator_and_credentials() {
        assertThat(ServerOptions.settings(
                        "--demo", "--simulator", "http://127.0.0.1:7070", "--credentials", "c", "--demo-stores", "24"))
                .containsEntry("cockpit.demo.enabled", "true")
                .containsEntry("cockpit.demo.stores", "24");
        assertThatThrownBy(() -> ServerOptions.settings("--demo", "--simulator", "http://127.0.0.1:7070"))
                .isInstanceOf(StartProblem.class)
                .hasMessage("A demo needs the option --credentials; ./cockpit demo gives it.");
    }

    @Test
    void an_unknown_option_is_named_with_those_that_are_known() {
        assertThatThrownBy(() -> ServerOptions.settings("--data", "/d", "--verbose"))
                .isInstanceOf(StartProblem.class)
                .hasMessageStartingWith("The server has no option --verbose; known are --demo, --bundled-plugins");
    }

    @Test
    void frameworks_settings_are_no_options() {
        assertThatThrownBy(() -> ServerOptions.settings("--spring.config.location=/tmp/evil"))
                .isInstanceOf(StartProblem.class);
    }

    @Test
    void a_value_that_is_missing_double_or_no_number_is_named() {
        assertThatThrownBy(() -> ServerOptions.settings("--data")).hasMessage("The option --data needs a value.");
        assertThatThrownBy(() -> ServerOptions.settings("--data", "--port"))
                .hasMessage("The option --data needs a value.");
        assertThatThrownBy(() -> ServerOptions.settings("--data", "a", "--data", "b"))
                .hasMessage("The option --data stands twice.");
        assertThatThrownBy(() -> ServerOptions.settings("--port", "http"))
                .hasMessage("The option --port is a number from 0 to 65535; found http.");
        assertThatThrownBy(() -> ServerOptions.settings("--demo-stores", "3"))
                .hasMessage("The options of a demo need --demo.");
    }
}
