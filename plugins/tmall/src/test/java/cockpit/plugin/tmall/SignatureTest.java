package cockpit.plugin.tmall;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.spi.Secret;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A signature of the open platform")
class SignatureTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "md5, BC87E845878CAC7B60F2FA2330FE7C37",
        "hmac, 1F5E9ABC5093012EC6A7DD58F6A9A958",
        "hmac-sha256, F9B7D9A83A086AA55A79096F14D90FBB473E36AEC2BF82605ADC85233BED34AD"
    })
    @DisplayName("equals the vector of the sheet")
    void equals_the_vector(String method, String expected) {
        Map<String, String> form = new HashMap<>(Map.of(
                "method", "taobao.trades.sold.increment.get",
                "app_key", "12345678",
                "session", "test_session",
                "timestamp", "2026-03-01 08:00:00",
                "v", "2.0",
                "format", "json",
                "fields", "tid,status,payment",
                "start_modified", "2026-03-01 00:00:00",
                "end_modified", "2026-03-01 00:30:00",
                "page_no", "1"));
        form.putAll(Map.of(
                "page_size", "40", "use_has_next", "true", "sign_method", method, "partner_id", "", "sign", "ignored"));
        assertThat(Signature.of(method).sign(form, Secret.of("helloworld"))).isEqualTo(expected);
    }
}
