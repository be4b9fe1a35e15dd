package cockpit.simulator.tmall;

import cockpit.simulator.http.Request;
import cockpit.simulator.world.Times;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The parameters of a call, and what they are signed with. Prints without them. */
final class Form {
    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final Map<String, String> values = new TreeMap<>();

    Form(Request request) {
        String body = new String(request.body().bytes(), StandardCharsets.UTF_8);
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    String optional(String name) {
        return values.getOrDefault(name, "").strip();
    }

    String required(String name) {
        String value = optional(name);
        if (value.isEmpty()) {
            throw Refusal.missing(name);
        }
        return value;
    }

    long number(String name, long otherwise, long most) {
        String text = optional(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("\\d{1,9}") || Long.parseLong(text) < 1 || Long.parseLong(text) > most) {
            throw Refusal.invalid(name, name + "应为1到" + most);
        }
        return Long.parseLong(text);
    }

    long instant(String name) {
        try {
            return LocalDateTime.parse(required(name), PLAIN).toEpochSecond(Times.ZONE);
        } catch (DateTimeException malformed) {
            throw Refusal.invalid(name, "时间格式应为yyyy-MM-dd HH:mm:ss");
        }
    }

    Set<String> fields() {
        return new LinkedHashSet<>(
                Arrays.stream(required("fields").split(",")).map(String::strip).toList());
    }

    /** Whether the signature is right, in whatever method it was made. */
    boolean signedWith(String secret) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> {
            if (!name.equals("sign") && !value.isEmpty()) {
                text.append(name).append(value);
            }
        });
        byte[] expected =
                switch (optional("sign_method")) {
                    case "md5" -> md5(secret + text + secret);
                    case "hmac" -> keyed("HmacMD5", secret, text.toString());
                    case "hmac-sha256" -> keyed("HmacSHA256", secret, text.toString());
                    default -> throw Refusal.invalid("sign_method", "签名方法应为md5、hmac或hmac-sha256");
                };
        return HexFormat.of().withUpperCase().formatHex(expected).equals(optional("sign"));
    }

    private static byte[] md5(String text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] keyed(String algorithm, String secret, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "Form[***]";
    }
}
