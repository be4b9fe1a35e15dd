package cockpit.spi.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Standard Webhooks")
class StandardWebhooksTest {

    private static final Secret PUBLISHED = Secret.of("whsec_plJ3nmyCDGBKInavdOK15jsl");
    private static final Secret OURS = Secret.of("whsec_Y29ja3BpdC1wb3MtZGVtby1zZWNyZXQtMzItYnl0ZXM=");
    private static final String SIGNATURE = "v1,76c9eSnUubwHHvODsCiEHpKVzZt8J/h77k3VroSQxAA=";
    private static final Instant SENT = Instant.ofEpochSecond(1772323200);
    private static final byte[] BODY = bytes("{\"type\":\"order.paid\",\"store_id\":\"S001\"}");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static WebhookRequest push(Map<String, String> headers) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return new WebhookRequest("POST", Map.of(), all, BODY);
    }

    private static Map<String, String> headers(String signature) {
        return Map.of("webhook-id", "evt_0001", "webhook-timestamp", "1772323200", "webhook-signature", signature);
    }

    private static void isRefused(WebhookRequest request, Instant now, String message) {
        WebhookRejection rejection = catchThrowableOfType(
                WebhookRejection.class, () -> StandardWebhooks.verify(request, List.of(OURS), now));
        assertThat(rejection).isNotNull();
        assertThat(rejection.status()).isEqualTo(401);
        assertThat(rejection).hasMessage(message);
    }

    @Test
    void the_published_vector_fits() {
        assertThat(StandardWebhooks.sign(
                        PUBLISHED,
                        "msg_loFOjxBNrRLzqYUf",
                        "1731705121",
                        bytes("{\"event_type\":\"ping\",\"data\":{\"success\":true}}")))
                .isEqualTo("v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=");
    }

    @Test
    void our_vector_fits() {
        assertThat(StandardWebhooks.sign(OURS, "evt_0001", "1772323200", BODY)).isEqualTo(SIGNATURE);
    }

    @Test
    void a_genuine_push_gives_its_id() throws Exception {
        assertThat(StandardWebhooks.verify(push(headers(SIGNATURE)), List.of(OURS), SENT))
                .isEqualTo("evt_0001");
    }

    @Test
    void one_fitting_signature_of_several_is_enough() throws Exception {
        assertThat(StandardWebhooks.verify(push(headers("v1,AAAA v2,x " + SIGNATURE)), List.of(OURS), SENT))
                .isEqualTo("evt_0001");
    }

    @Test
    void one_fitting_secret_of_several_is_enough() throws Exception {
        assertThat(StandardWebhooks.verify(push(headers(SIGNATURE)), List.of(PUBLISHED, OURS), SENT))
                .isEqualTo("evt_0001");
    }

    @Test
    void the_time_may_be_five_minutes_off_and_not_a_second_more() throws Exception {
        Duration window = Duration.ofMinutes(5);
        String late = "The header webhook-timestamp is more than five minutes from our time.";
        assertThat(StandardWebhooks.verify(push(headers(SIGNATURE)), List.of(OURS), SENT.plus(window)))
                .isNotEmpty();
        assertThat(StandardWebhooks.verify(push(headers(SIGNATURE)), List.of(OURS), SENT.minus(window)))
                .isNotEmpty();
        isRefused(push(headers(SIGNATURE)), SENT.plus(window).plusSeconds(1), late);
        isRefused(push(headers(SIGNATURE)), SENT.minus(window).minusSeconds(1), late);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void every_header_is_needed(String name) {
        Map<String, String> headers = new HashMap<>(headers(SIGNATURE));
        headers.remove(name);
        isRefused(push(headers), SENT, "The header " + name + " is missing.");
        headers.put(name, " ");
        isRefused(push(headers), SENT, "The header " + name + " is missing.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "99999999999999999999", "9223372036854775807", "1.5"})
    void a_time_that_is_none_is_refused(String time) {
        Map<String, String> headers = new HashMap<>(headers(SIGNATURE));
        headers.put("webhook-timestamp", time);
        isRefused(push(headers), SENT, "The header webhook-timestamp must be epoch seconds.");
    }

    @Test
    void a_wrong_signature_is_refused_without_a_hint() {
        String message = "No signature in the header webhook-signature fits.";
        isRefused(push(headers("v1,76c9eSnUubwHHvODsCiEHpKVzZt8J/h77k3VroSQxAB=")), SENT, message);
        isRefused(push(headers("76c9eSnUubwHHvODsCiEHpKVzZt8J/h77k3VroSQxAA=")), SENT, message);
    }

    @Test
    void the_id_belongs_to_what_is_signed() {
        Map<String, String> headers = new HashMap<>(headers(SIGNATURE));
        headers.put("webhook-id", "evt_0002");
        isRefused(push(headers), SENT, "No signature in the header webhook-signature fits.");
    }

    @Test
    void an_endless_id_is_refused() {
        Map<String, String> headers = new HashMap<>(headers(SIGNATURE));
        headers.put("webhook-id", "x".repeat(201));
        isRefused(push(headers), SENT, "The header webhook-id is longer than 200 characters.");
    }

    @Test
    void without_a_secret_nothing_is_genuine() {
        WebhookRejection rejection = catchThrowableOfType(
                WebhookRejection.class, () -> StandardWebhooks.verify(push(headers(SIGNATURE)), List.of(), SENT));
        assertThat(rejection.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plJ3nmyCDGBKInavdOK15jsl", "whsec_!!!", "whsec_", ""})
    void a_secret_has_its_form(String secret) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StandardWebhooks.sign(Secret.of(secret), "evt", "1", BODY));
    }

    @Test
    void header_names_do_not_mind_their_case() {
        assertThat(push(headers(SIGNATURE)).header("Webhook-Id")).contains("evt_0001");
    }
}
