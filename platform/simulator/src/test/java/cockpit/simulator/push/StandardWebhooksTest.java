package cockpit.simulator.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardWebhooksTest {
    @Test
    void the_published_vector_is_met() {
        String signature = StandardWebhooks.of("whsec_plJ3nmyCDGBKInavdOK15jsl")
                .sign(
                        "msg_loFOjxBNrRLzqYUf",
                        1_731_705_121,
                        "{\"event_type\":\"ping\",\"data\":{\"success\":true}}".getBytes(StandardCharsets.UTF_8));

        assertThat(signature).isEqualTo("v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=");
    }

    @Test
    void our_own_vector_is_met() {
        String signature = StandardWebhooks.of("whsec_Y29ja3BpdC1wb3MtZGVtby1zZWNyZXQtMzItYnl0ZXM=")
                .sign(
                        "evt_0001",
                        1_772_323_200,
                        "{\"type\":\"order.paid\",\"store_id\":\"S001\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(signature).isEqualTo("v1,76c9eSnUubwHHvODsCiEHpKVzZt8J/h77k3VroSQxAA=");
    }

    @Test
    void a_secret_of_another_form_is_refused_without_repeating_it() {
        assertThatThrownBy(() -> StandardWebhooks.of("very-secret")).hasMessage("must start with whsec_");
        assertThatThrownBy(() -> StandardWebhooks.of("whsec_c2hvcnQ=")).hasMessage("must hold at least 16 bytes");
    }
}
