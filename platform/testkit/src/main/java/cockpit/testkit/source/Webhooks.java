package cockpit.testkit.source;

import cockpit.spi.Secret;
import cockpit.spi.source.StandardWebhooks;
import cockpit.spi.source.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Pushes as a channel would send them. */
public final class Webhooks {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Webhooks() {}

    /** A new secret for Standard Webhooks. */
    public static Secret secret() {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        return Secret.of("whsec_" + Base64.getEncoder().encodeToString(key));
    }

    /** A push signed by the rules of Standard Webhooks. */
    public static WebhookRequest signed(Secret secret, String id, Instant at, byte[] body) {
        String timestamp = Long.toString(at.getEpochSecond());
        return new WebhookRequest(
                "POST",
                Map.of(),
                Map.of(
                        "content-type", List.of("application/json"),
                        "webhook-id", List.of(id),
                        "webhook-timestamp", List.of(timestamp),
                        "webhook-signature", List.of(StandardWebhooks.sign(secret, id, timestamp, body))),
                body);
    }

    /** A push of a text signed by the rules of Standard Webhooks. */
    public static WebhookRequest signed(Secret secret, String id, Instant at, String body) {
        return signed(secret, id, at, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The same push without a header. */
    public static WebhookRequest without(WebhookRequest request, String header) {
        Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
        headers.remove(header.toLowerCase(Locale.ROOT));
        return new WebhookRequest(request.method(), request.query(), headers, request.body());
    }

    /** The same push with another value of a header. */
    public static WebhookRequest with(WebhookRequest request, String header, String value) {
        Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
        headers.put(header.toLowerCase(Locale.ROOT), List.of(value));
        return new WebhookRequest(request.method(), request.query(), headers, request.body());
    }

    /** The same headers over another body. */
    public static WebhookRequest withBody(WebhookRequest request, byte[] body) {
        return new WebhookRequest(request.method(), request.query(), request.headers(), body);
    }
}
