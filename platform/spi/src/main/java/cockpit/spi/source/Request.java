package cockpit.spi.source;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request to a channel. It prints without headers, query and body: they hold tokens.
 *
 * @param method GET, POST, …
 * @param uri address with its query
 * @param headers value by name
 * @param body bytes; empty for GET
 */
public record Request(String method, URI uri, Map<String, String> headers, byte[] body) {

    public Request {
        headers = Map.copyOf(headers);
    }

    /** GET of a path below a base address, its parameters encoded. */
    public static Request get(URI base, String path, Map<String, String> query) {
        return new Request("GET", address(base, path, query), Map.of(), new byte[0]);
    }

    /** POST of a JSON text. */
    public static Request postJson(URI base, String path, String json) {
        return new Request(
                "POST",
                address(base, path, Map.of()),
                Map.of("Content-Type", "application/json"),
                json.getBytes(StandardCharsets.UTF_8));
    }

    /** The same request with one more header. */
    public Request with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Request(method, uri, all, body);
    }

    private static URI address(URI base, String path, Map<String, String> query) {
        String root = base.toString();
        String joined = (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + path;
        String parameters = query.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(parameters.isEmpty() ? joined : joined + "?" + parameters);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + uri.getHost() + uri.getPath();
    }
}
