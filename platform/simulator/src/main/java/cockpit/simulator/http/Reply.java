package cockpit.simulator.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param headers besides the usual ones
 * @param body UTF-8 JSON
 */
public record Reply(int status, Map<String, String> headers, JsonNode body) {

    /** 200. */
    public static Reply ok(JsonNode body) {
        return new Reply(200, Map.of(), body);
    }

    /** A failure with one sentence. */
    public static Reply fail(int status, String sentence) {
        return new Reply(status, Map.of(), Json.object().put("error", sentence));
    }

    /** The same with one more header. */
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body);
    }

    byte[] bytes() {
        return body.isString() ? body.stringValue().getBytes(StandardCharsets.UTF_8) : Json.bytes(body);
    }
}
