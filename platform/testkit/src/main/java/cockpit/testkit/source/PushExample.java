package cockpit.testkit.source;

import java.util.Map;

/**
 * A push that the channel sends, and what it must bring.
 *
 * @param situation as the test's name: {@code a paid order}
 * @param body as the channel sends it
 * @param rows how many rows of which stream; empty for a ping
 */
public record PushExample(String situation, String body, Map<String, Integer> rows) {

    public PushExample {
        rows = Map.copyOf(rows);
    }

    public static PushExample of(String situation, String body, String stream, int rows) {
        return new PushExample(situation, body, Map.of(stream, rows));
    }

    public static PushExample ping(String body) {
        return new PushExample("a ping", body, Map.of());
    }
}
