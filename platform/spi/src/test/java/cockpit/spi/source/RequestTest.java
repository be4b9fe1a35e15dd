package cockpit.spi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A request")
class RequestTest {

    @Test
    void encodes_its_parameters() {
        Request request =
                Request.get(URI.create("https://api.example.com/"), "/list", Map.of("dimensions", "[\"a\",\"b c&d\"]"));
        assertThat(request.uri()).hasToString("https://api.example.com/list?dimensions=%5B%22a%22%2C%22b+c%26d%22%5D");
    }

    @Test
    void keeps_the_path_of_its_base() {
        assertThat(Request.get(URI.create("http://127.0.0.1:8080/ocean"), "/list", Map.of())
                        .uri())
                .hasToString("http://127.0.0.1:8080/ocean/list");
    }

    @Test
    void posts_json_as_utf_8() {
        Request request = Request.postJson(URI.create("https://api.example.com"), "/token", "{\"名\":1}");
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.headers()).containsEntry("Content-Type", "application/json");
        assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo("{\"名\":1}");
    }

    @Test
    void prints_without_what_holds_tokens() {
        Request request = Request.get(URI.create("https://api.example.com"), "/list", Map.of("access_token", "hush"))
                .with("Access-Token", "hush");
        assertThat(request).hasToString("GET api.example.com/list");
    }
}
