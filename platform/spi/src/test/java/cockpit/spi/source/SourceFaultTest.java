package cockpit.spi.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.Text;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceFaultTest {

    private static final Text SENTENCE = Text.of("抖音：请稍候。", "Douyin: wait.");

    @Test
    void a_fault_says_who_must_act() {
        SourceFault fault = new SourceFault(Fault.ACCESS, SENTENCE);
        assertThat(fault.fault()).isEqualTo(Fault.ACCESS);
        assertThat(fault.sentence()).isEqualTo(SENTENCE);
        assertThat(fault.retryAfter()).isEmpty();
        assertThat(fault).hasMessage("ACCESS: Douyin: wait.");
    }

    @Test
    void a_limit_says_how_long_to_wait() {
        SourceFault fault = SourceFault.limit(SENTENCE, Duration.ofSeconds(7));
        assertThat(fault.fault()).isEqualTo(Fault.LIMIT);
        assertThat(fault.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void uploads_are_refused_unless_a_source_takes_them() {
        WebhookFeed feed = new WebhookFeed() {
            @Override
            public WebhookDelivery receive(WebhookRequest request) {
                return new WebhookDelivery("evt", Map.of());
            }

            @Override
            public Text check() {
                return SENTENCE;
            }

            @Override
            public Page read(String stream, @Nullable String cursor) {
                return Page.last(List.of(), "1");
            }
        };
        WebhookRejection rejection = catchThrowableOfType(
                WebhookRejection.class,
                () -> feed.verifyUpload(new WebhookRequest("POST", Map.of(), Map.of(), new byte[0])));
        assertThat(rejection.status()).isEqualTo(401);
        feed.close();
    }

    @Test
    void a_page_says_whether_another_follows() {
        assertThat(Page.last(List.of(), "7").more()).isFalse();
        assertThat(Page.continued(List.of(), "7").more()).isTrue();
    }
}
