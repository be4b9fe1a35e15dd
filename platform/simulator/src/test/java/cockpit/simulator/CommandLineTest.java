package cockpit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @TempDir
    Path folder;

    @Test
    void defaults_are_those_of_the_readme() throws CommandLine.Unusable {
        CommandLine line = CommandLine.of("--credentials", "c.properties");

        assertThat(line.host()).isEqualTo("127.0.0.1");
        assertThat(line.port()).isEqualTo(7070);
        assertThat(line.seed()).isEqualTo(618);
        assertThat(line.stores()).isEqualTo(230);
        assertThat(line.days()).isEqualTo(120);
        assertThat(line.speed()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--colour red|There is no option --colour; the README lists them all.",
                "--port|Option --port needs a value.",
                "--port seven|Option --port must be a whole number, not seven.",
                "--stores 231|Option --stores must be from 1 to 230, not 231.",
                "--speed 0|Option --speed must be above 0 and at most 100000, not 0.",
                "--start now|Option --start must look like 2026-11-11T09:00:00+08:00, not now.",
                "--seed 1|Option --credentials is missing: a properties file with the secrets to use."
            })
    void an_unusable_option_gets_one_sentence(String arguments, String sentence) {
        List<String> words = List.of(arguments.split(" ", -1));
        String[] line = words.contains("--seed")
                ? words.toArray(String[]::new)
                : java.util.stream.Stream.concat(java.util.stream.Stream.of("--credentials", "c"), words.stream())
                        .toArray(String[]::new);

        assertThatThrownBy(() -> CommandLine.of(line)).hasMessage(sentence);
    }

    @Test
    void a_missing_credentials_file_gets_one_sentence() {
        Path file = folder.resolve("none.properties");

        assertThatThrownBy(() -> Credentials.read(file))
                .hasMessage("The credentials file " + file + " cannot be read.");
    }

    @Test
    void a_missing_key_gets_one_sentence() throws IOException {
        Path file = Files.writeString(folder.resolve("c.properties"), "ocean.app-id=1\nocean.secret=x\n");

        assertThatThrownBy(() -> Credentials.read(file))
                .hasMessage("The credentials file " + file + " lacks the key ocean.refresh-token.");
    }

    @Test
    void secrets_are_not_printed() throws CommandLine.Unusable {
        Credentials credentials = Credentials.read(Running.credentials(folder));

        assertThat(credentials + " " + credentials.app())
                .doesNotContain(Running.SECRET)
                .doesNotContain(Running.REFRESH)
                .doesNotContain(Running.CONTROL);
    }

    @Test
    void a_state_file_of_another_world_is_refused() throws CommandLine.Unusable {
        Path state = folder.resolve("state.json");
        Running.start(folder, "--state", state.toString()).close();
        CommandLine line = CommandLine.of(
                "--port",
                "0",
                "--seed",
                "7",
                "--stores",
                "5",
                "--state",
                state.toString(),
                "--credentials",
                Running.credentials(folder).toString());

        assertThatThrownBy(() -> Simulator.start(line, Credentials.read(line.credentials()), InstantSource.system()))
                .hasMessage("The state file was written with --seed 618, not 7; use that, or another state file.");
    }

    @Test
    void the_process_ends_with_2_and_one_line() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "cockpit.simulator.Main",
                        "--port",
                        "0")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(said.lines())
                .containsExactly("Option --credentials is missing: a properties file with the secrets to use.");
    }
}
