package cockpit.simulator.channel;

import cockpit.simulator.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A client of a played channel. */
public final class Caller {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String base;

    /** Below an address. */
    public Caller(String base) {
        this.base = base;
    }

    public JsonNode get(String path, Map<String, String> query) {
        return Json.parse(text(path, query, ""));
    }

    /** GET with an access token in the header, whatever the answer is. */
    public String text(String path, Map<String, String> query, String token) {
        String parameters = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(base + path + "?" + parameters))
                .header("Access-Token", token)
                .GET());
    }

    public JsonNode post(String path, String token, String body) {
        return Json.parse(send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Access-Token", token)
                .POST(HttpRequest.BodyPublishers.ofString(body))));
    }

    private static String send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
