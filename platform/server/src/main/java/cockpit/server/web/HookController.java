package cockpit.server.web;

import cockpit.core.ingest.Connections;
import cockpit.core.ingest.Connections.HttpAnswer;
import cockpit.spi.source.WebhookRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where channels push. The body goes on as it came, because its signature covers every byte; who may push is decided by that
 * signature. A body that is too large is not read further than its limit.
 */
@RestController
class HookController {

    private static final int LARGEST_PUSH = 1024 * 1024;
    private static final int LARGEST_FILE = 64 * 1024 * 1024;
    private static final int FILES_AT_ONCE = 4;
    private static final MediaType PLAIN = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private final Connections connections;
    private final Semaphore files = new Semaphore(FILES_AT_ONCE);

    HookController(Connections connections) {
        this.connections = connections;
    }

    /** How some channels make sure of an address before they push to it: a signed GET, answered by the plugin. */
    @GetMapping("/hooks/{tenant}/{connection}")
    ResponseEntity<String> verify(
            @PathVariable String tenant, @PathVariable String connection, HttpServletRequest request) {
        return answer(connections.receive(tenant, connection, pushed(request, new byte[0])));
    }

    @PostMapping("/hooks/{tenant}/{connection}")
    ResponseEntity<String> push(
            @PathVariable String tenant, @PathVariable String connection, HttpServletRequest request)
            throws IOException {
        Optional<byte[]> body = read(request, LARGEST_PUSH);
        return body.isEmpty()
                ? tooLarge(LARGEST_PUSH)
                : answer(connections.receive(tenant, connection, pushed(request, body.get())));
    }

    @PostMapping("/hooks/{tenant}/{connection}/files/{name}")
    ResponseEntity<String> file(
            @PathVariable String tenant,
            @PathVariable String connection,
            @PathVariable String name,
            HttpServletRequest request)
            throws IOException {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,119}")) {
            return json(400, "{\"error\":\"A file name has letters, digits and . _ - only.\"}", 0);
        }
        if (!files.tryAcquire()) {
            return json(429, "{\"error\":\"Too many files at once.\"}", 5);
        }
        try {
            Optional<byte[]> body = read(request, LARGEST_FILE);
            return body.isEmpty()
                    ? tooLarge(LARGEST_FILE)
                    : answer(connections.upload(tenant, connection, name, pushed(request, body.get())));
        } finally {
            files.release();
        }
    }

    private static Optional<byte[]> read(HttpServletRequest request, int largest) throws IOException {
        if (request.getContentLengthLong() > largest) {
            return Optional.empty();
        }
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(largest + 1);
            return body.length > largest ? Optional.empty() : Optional.of(body);
        }
    }

    private static WebhookRequest pushed(HttpServletRequest request, byte[] body) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
        }
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (request.getQueryString() != null) {
            // the container would read a form's body for this, so the query is taken apart here
            for (String pair : List.of(request.getQueryString().split("&", -1))) {
                int equals = pair.indexOf('=');
                String key = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                try {
                    query.computeIfAbsent(decoded(key), _ -> new java.util.ArrayList<>())
                            .add(decoded(value));
                } catch (IllegalArgumentException _) {
                    // no text in UTF-8; no channel sends such a thing
                }
            }
        }
        return new WebhookRequest(request.getMethod(), query, headers, body);
    }

    private static String decoded(String text) {
        return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static ResponseEntity<String> answer(HttpAnswer answer) {
        return answer.plain()
                ? ResponseEntity.status(answer.status())
                        .contentType(PLAIN)
                        .header("X-Content-Type-Options", "nosniff")
                        .body(answer.body())
                : json(answer.status(), answer.body(), answer.retryAfterSeconds());
    }

    private static ResponseEntity<String> tooLarge(int largest) {
        return json(413, "{\"error\":\"At most " + largest + " bytes are taken.\"}", 0);
    }

    private static ResponseEntity<String> json(int status, String body, long retryAfterSeconds) {
        ResponseEntity.BodyBuilder builder = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
        if (retryAfterSeconds > 0) {
            builder.header("Retry-After", Long.toString(retryAfterSeconds));
        }
        return builder.body(body);
    }
}
