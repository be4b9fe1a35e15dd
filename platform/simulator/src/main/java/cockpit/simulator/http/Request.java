package cockpit.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked.
 *
 * @param method GET, POST …
 * @param path without the query
 * @param query decoded parameters; the last one wins
 * @param headers by name as asked, case does not matter
 * @param body raw bytes
 */
public record Request(String method, String path, Map<String, String> query, Headers headers, Body body) {
    private static final int MOST_BYTES = 1 << 20;

    /** Looks up a header. */
    @FunctionalInterface
    public interface Headers {
        /** The header's first value. */
        @Nullable
        String get(String name);
    }

    /** Raw bytes of a request. */
    public static final class Body {
        private final byte[] bytes;

        /** Wraps bytes. */
        public Body(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        /** A copy of them. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** Whether there are none. */
        public boolean empty() {
            return bytes.length == 0;
        }
    }

    static Request of(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(MOST_BYTES);
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                parse(exchange.getRequestURI().getRawQuery()),
                exchange.getRequestHeaders()::getFirst,
                new Body(bytes));
    }

    /** A query parameter. */
    public @Nullable String parameter(String name) {
        return query.get(name);
    }

    private static Map<String, String> parse(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw == null || raw.isEmpty()) {
            return query;
        }
        int start = 0;
        while (start <= raw.length()) {
            int end = raw.indexOf('&', start);
            String pair = raw.substring(start, end < 0 ? raw.length() : end);
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.put(decode(name), decode(value));
            if (end < 0) {
                break;
            }
            start = end + 1;
        }
        return query;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
