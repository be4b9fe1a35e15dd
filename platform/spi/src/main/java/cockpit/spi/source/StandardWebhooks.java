package cockpit.spi.source;

import cockpit.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The public signature scheme <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>: HMAC-SHA256 over id,
 * time and raw body, in the headers {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}.
 */
public final class StandardWebhooks {

    /** How far the sender's clock may be from ours. */
    public static final Duration WINDOW = Duration.ofMinutes(5);

    private static final String PREFIX = "whsec_";

    private StandardWebhooks() {}

    /**
     * Verifies a push in constant time against any of the given secrets, so that a secret can be rotated.
     *
     * @param secrets each {@code whsec_} and Base64
     * @return the event's id
     * @throws WebhookRejection 401 if a header is missing, the time is outside the window or no signature fits
     */
    public static String verify(WebhookRequest request, List<Secret> secrets, Instant now) throws WebhookRejection {
        String id = header(request, "webhook-id");
        String timestamp = header(request, "webhook-timestamp");
        String signatures = header(request, "webhook-signature");
        if (id.length() > 200) {
            throw WebhookRejection.notGenuine("The header webhook-id is longer than 200 characters.");
        }
        Instant sent;
        try {
            sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        } catch (NumberFormatException | java.time.DateTimeException _) {
            throw WebhookRejection.notGenuine("The header webhook-timestamp must be epoch seconds.");
        }
        if (Duration.between(sent, now).abs().compareTo(WINDOW) > 0) {
            throw WebhookRejection.notGenuine("The header webhook-timestamp is more than five minutes from our time.");
        }
        boolean genuine = false;
        for (Secret secret : secrets) {
            byte[] expected = sign(secret, id, timestamp, request.body()).getBytes(StandardCharsets.US_ASCII);
            for (String signature : signatures.split(" ", -1)) {
                genuine |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.US_ASCII));
            }
        }
        if (!genuine) {
            throw WebhookRejection.notGenuine("No signature in the header webhook-signature fits.");
        }
        return id;
    }

    /**
     * The signature of a message: {@code v1,} and Base64.
     *
     * @throws IllegalArgumentException if the secret is not {@code whsec_} and Base64
     */
    public static String sign(Secret secret, String id, String timestamp, byte[] body) {
        String text = secret.reveal();
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("A webhook secret begins with whsec_.");
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("A webhook secret is whsec_ and Base64.");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            mac.update(body);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA256.", e);
        }
    }

    private static String header(WebhookRequest request, String name) throws WebhookRejection {
        return request.header(name)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> WebhookRejection.notGenuine("The header " + name + " is missing."));
    }
}
