package cockpit.plugin.tmall;

import cockpit.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The ways in which the platform lets a request be signed, the strongest first. */
enum Signature {
    HMAC_SHA256("hmac-sha256", "HMAC-SHA256"),
    HMAC_MD5("hmac", "HMAC-MD5"),
    MD5("md5", "MD5");

    private final String word;
    private final String title;

    Signature(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** The platform's word for it. */
    String word() {
        return word;
    }

    String title() {
        return title;
    }

    static Signature of(String word) {
        return Arrays.stream(values())
                .filter(method -> method.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no signature " + word + "."));
    }

    /** Signs parameters: in the order of their names, name and value after one another, without empty ones. */
    String sign(Map<String, String> parameters, Secret secret) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(parameters).forEach((name, value) -> {
            if (!name.equals("sign") && !value.isEmpty()) {
                text.append(name).append(value);
            }
        });
        try {
            byte[] signature =
                    switch (this) {
                        case HMAC_SHA256 -> keyed("HmacSHA256", secret, text.toString());
                        case HMAC_MD5 -> keyed("HmacMD5", secret, text.toString());
                        case MD5 ->
                            MessageDigest.getInstance("MD5")
                                    .digest((secret.reveal() + text + secret.reveal())
                                            .getBytes(StandardCharsets.UTF_8));
                    };
            return HexFormat.of().withUpperCase().formatHex(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java lacks " + title + ".", e);
        }
    }

    private static byte[] keyed(String algorithm, Secret secret, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), algorithm));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
