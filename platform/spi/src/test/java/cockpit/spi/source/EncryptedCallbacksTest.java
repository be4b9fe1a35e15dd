package cockpit.spi.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An encrypted callback")
class EncryptedCallbacksTest {

    /** The public example of WeCom's documentation. */
    private static final Secret TOKEN = Secret.of("QDG6eK");

    private static final Secret KEY = Secret.of("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C");
    private static final String CORP = "wx5823bf96d3bd56c7";
    private static final Instant SENT = Instant.ofEpochSecond(1_409_659_589);
    private static final String ECHO =
            "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";

    private final EncryptedCallbacks callbacks = new EncryptedCallbacks(TOKEN, KEY, CORP);

    private static WebhookRequest request(Map<String, String> parameters) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        parameters.forEach((name, value) -> query.put(name, List.of(value)));
        return new WebhookRequest("GET", query, Map.of(), new byte[0]);
    }

    private static WebhookRequest signed(String encrypted, Instant at) {
        String timestamp = Long.toString(at.getEpochSecond());
        return request(Map.of(
                "msg_signature",
                EncryptedCallbacks.signature(TOKEN, timestamp, "263014780", encrypted),
                "timestamp",
                timestamp,
                "nonce",
                "263014780"));
    }

    private static void isRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        WebhookRejection rejection = catchThrowableOfType(WebhookRejection.class, call);
        assertThat(rejection).isNotNull();
        assertThat(rejection.status()).isEqualTo(401);
        assertThat(rejection.getMessage()).doesNotContain(TOKEN.reveal()).doesNotContain(KEY.reveal());
    }

    @Test
    void opens_the_example_of_the_channels_documentation() throws Exception {
        WebhookRequest request = request(Map.of(
                "msg_signature",
                "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
                "timestamp",
                "1409659589",
                "nonce",
                "263014780"));

        assertThat(new String(callbacks.open(request, ECHO, SENT), StandardCharsets.UTF_8))
                .isEqualTo("1616140317555161061");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "<xml>你好</xml>", "0123456789abcdef0123456789abcdef0123456789abcdef"})
    void opens_what_was_sealed_whatever_its_length(String message) throws Exception {
        String sealed = callbacks.seal(message.getBytes(StandardCharsets.UTF_8));

        assertThat(callbacks.open(signed(sealed, SENT), sealed, SENT))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(message);
        assertThat(callbacks.seal(message.getBytes(StandardCharsets.UTF_8))).isNotEqualTo(sealed);
    }

    @Test
    void is_refused_with_another_ciphertext_time_nonce_or_token() {
        String sealed = callbacks.seal(new byte[] {1});
        String other = callbacks.seal(new byte[] {1});
        isRefused(() -> callbacks.open(signed(sealed, SENT), other, SENT));
        isRefused(() -> callbacks.open(signed(sealed, SENT), sealed, SENT.plusSeconds(301)));
        isRefused(() -> callbacks.open(signed(sealed, SENT), sealed, SENT.minusSeconds(301)));
        isRefused(() -> new EncryptedCallbacks(Secret.of("other"), KEY, CORP).open(signed(sealed, SENT), sealed, SENT));
        for (String missing : List.of("msg_signature", "timestamp", "nonce")) {
            Map<String, List<String>> query =
                    new LinkedHashMap<>(signed(sealed, SENT).query());
            query.remove(missing);
            isRefused(() -> callbacks.open(new WebhookRequest("POST", query, Map.of(), new byte[0]), sealed, SENT));
        }
    }

    @Test
    void is_refused_where_it_is_for_another_receiver_or_under_another_key() {
        EncryptedCallbacks foreign = new EncryptedCallbacks(TOKEN, KEY, "wxOther");
        String sealed = foreign.seal(new byte[] {1, 2, 3});
        isRefused(() -> callbacks.open(signed(sealed, SENT), sealed, SENT));
        EncryptedCallbacks otherKey = new EncryptedCallbacks(TOKEN, Secret.of("A".repeat(42) + "E"), CORP);
        String unreadable = otherKey.seal(new byte[] {1, 2, 3});
        isRefused(() -> callbacks.open(signed(unreadable, SENT), unreadable, SENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "====", "not base64!", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA=="})
    void that_is_signed_but_no_ciphertext_is_refused(String encrypted) {
        isRefused(() -> callbacks.open(signed(encrypted, SENT), encrypted, SENT));
    }

    @Test
    void of_random_bytes_never_does_more_than_be_refused() {
        java.util.Random random = new java.util.Random(7);
        for (int count = 0; count < 500; count++) {
            byte[] bytes = new byte[16 * (1 + random.nextInt(6))];
            random.nextBytes(bytes);
            String encrypted = Base64.getEncoder().encodeToString(bytes);
            isRefused(() -> callbacks.open(signed(encrypted, SENT), encrypted, SENT));
        }
    }

    @Test
    void has_a_key_of_43_characters() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EncryptedCallbacks(TOKEN, TOKEN, CORP));
        assertThat(EncryptedCallbacks.isKey(Secret.of("A".repeat(44)))).isFalse();
        assertThat(callbacks.toString()).doesNotContain(KEY.reveal());
    }
}
