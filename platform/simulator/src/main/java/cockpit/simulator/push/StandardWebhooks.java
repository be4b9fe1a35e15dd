package cockpit.simulator.push;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs bodies by the public scheme Standard Webhooks. Prints without its key. */
public final class StandardWebhooks {
    private static final String PREFIX = "whsec_";

    private final SecretKeySpec key;

    private StandardWebhooks(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /**
     * With a secret of the form {@code whsec_<Base64>}.
     *
     * @throws IllegalArgumentException if it has another form; the message does not repeat it
     */
    public static StandardWebhooks of(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("must start with whsec_");
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException("must be Base64 after whsec_");
        }
        if (key.length < 16) {
            throw new IllegalArgumentException("must hold at least 16 bytes");
        }
        return new StandardWebhooks(key);
    }

    /** The header {@code webhook-signature} for a message. */
    public String sign(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "StandardWebhooks[***]";
    }
}
