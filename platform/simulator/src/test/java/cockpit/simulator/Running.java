package cockpit.simulator;

import cockpit.simulator.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A small simulator for a test: five stores, ten days of history, on the afternoon of 2026-11-20. */
public final class Running implements AutoCloseable {
    public static final String POS_SECRET = "whsec_Y29ja3BpdC1wb3MtZGVtby1zZWNyZXQtMzItYnl0ZXM=";
    public static final String CRM_SECRET = "whsec_Y29ja3BpdC1jcm0tZGVtby1zZWNyZXQtMzItYnl0ZXM=";
    public static final String APP = "1800000001";
    public static final String SECRET = "ocean-secret-of-the-test";
    public static final String REFRESH = "first-refresh-token-of-the-test";
    public static final String CONTROL = "control-token-of-the-test";
    public static final String JD_KEY = "APPKEY1";
    public static final String JD_SECRET = "jd-secret-of-the-test";
    public static final String JD_ACCESS = "jd-access-token-of-the-test";
    public static final String JD_REFRESH = "jd-refresh-token-of-the-test";
    public static final String TMALL_KEY = "12345678";
    public static final String TMALL_SECRET = "tmall-secret-of-the-test";
    public static final String TMALL_SESSION = "tmall-session-of-the-test";
    public static final String TMALL_REFRESH = "tmall-refresh-token-of-the-test";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Simulator simulator;

    private Running(Simulator simulator) {
        this.simulator = simulator;
    }

    /** An answer with its headers. */
    public record Answer(int status, Map<String, List<String>> headers, JsonNode body) {
        public int code() {
            return body.path("code").asInt(-1);
        }
    }

    public static Running start(Path folder, String... options) {
        return start(folder, InstantSource.system(), options);
    }

    public static Running start(Path folder, InstantSource real, String... options) {
        try {
            List<String> arguments = new ArrayList<>(List.of(
                    "--port", "0", "--credentials", credentials(folder).toString(), "--stores", "5", "--days", "10"));
            arguments.addAll(List.of("--start", "2026-11-20T16:00:00+08:00", "--ocean-limits", "1000,1000,1000"));
            arguments.addAll(List.of(options));
            CommandLine line = CommandLine.of(arguments.toArray(String[]::new));
            return new Running(Simulator.start(line, Credentials.read(line.credentials()), real));
        } catch (CommandLine.Unusable unusable) {
            throw new IllegalStateException(unusable);
        }
    }

    public static Path credentials(Path folder) {
        Path file = folder.resolve("credentials.properties");
        try {
            Files.writeString(file, """
                    ocean.app-id=%s
                    ocean.secret=%s
                    ocean.refresh-token=%s
                    pos.secret=%s
                    crm.secret=%s
                    control.token=%s
                    tmall.app-key=%s
                    tmall.app-secret=%s
                    tmall.session=%s
                    tmall.refresh-token=%s
                    jd.app-key=%s
                    jd.app-secret=%s
                    jd.access-token=%s
                    jd.refresh-token=%s
                    """.formatted(
                            APP,
                            SECRET,
                            REFRESH,
                            POS_SECRET,
                            CRM_SECRET,
                            CONTROL,
                            TMALL_KEY,
                            TMALL_SECRET,
                            TMALL_SESSION,
                            TMALL_REFRESH,
                            JD_KEY,
                            JD_SECRET,
                            JD_ACCESS,
                            JD_REFRESH));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return file;
    }

    public Simulator simulator() {
        return simulator;
    }

    public Answer control(String method, String path, @Nullable String body) {
        return call(method, "/control/" + path, body, Map.of("Authorization", "Bearer " + CONTROL));
    }

    public JsonNode get(String path) {
        return control("GET", path, null).body();
    }

    public Answer post(String path, String body) {
        return control("POST", path, body);
    }

    /** A call of Ocean Engine; array values are JSON text. */
    public Answer ocean(String token, String path, Map<String, String> query) {
        StringBuilder text = new StringBuilder("/open_api/").append(path).append('?');
        query.forEach((name, value) -> text.append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                .append('&'));
        return call("GET", text.toString(), null, Map.of("Access-Token", token));
    }

    public Answer refresh(String token) {
        String body = Json.object()
                .put("app_id", Long.parseLong(APP))
                .put("secret", SECRET)
                .put("refresh_token", token)
                .toString();
        return call("POST", "/open_api/oauth2/refresh_token/", body, Map.of());
    }

    /** A fresh access token. */
    public String access() {
        return refresh(REFRESH).body().path("data").path("access_token").asString();
    }

    public Answer call(String method, String path, @Nullable String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(simulator.address() + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers().map(), Json.parse(response.body()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Waits until something is so, for half a minute at most. */
    public static void until(String what, BooleanSupplier so) {
        Instant end = Instant.now().plusSeconds(30);
        while (!so.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("still not so: " + what);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }
    }

    @Override
    public void close() {
        simulator.close();
    }
}
