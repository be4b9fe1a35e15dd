package cockpit.spi.source.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Json;
import cockpit.spi.source.Reply;
import cockpit.spi.source.SourceFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Faults of an HTTP channel")
class ChannelFaultsTest {

    private final ChannelFaults faults = new ChannelFaults(Text.of("某渠道", "A channel"));

    private record Answer(int status, Map<String, String> headers) implements Reply {

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        @Override
        public byte[] body() {
            return new byte[0];
        }

        @Override
        public Json json() {
            return Json.of(null);
        }
    }

    private SourceFault of(int status, Map<String, String> headers) {
        return catchThrowableOfType(SourceFault.class, () -> faults.check(new Answer(status, headers)));
    }

    @Test
    @DisplayName("tell who must act by the status")
    void by_status() {
        assertThat(of(503, Map.of()).fault()).isEqualTo(Fault.UPSTREAM);
        assertThat(of(404, Map.of()).fault()).isEqualTo(Fault.SETTINGS);
        assertThat(of(429, Map.of()).retryAfter()).contains(Duration.ofMinutes(1));
        assertThat(of(429, Map.of("Retry-After", "7")).retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(of(429, Map.of("Retry-After", "999999")).retryAfter()).contains(Duration.ofHours(1));
        assertThatCode(() -> faults.check(new Answer(200, Map.of()))).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("are sentences with the channel's name")
    void are_sentences() {
        SourceFault fault = faults.fault(Fault.ACCESS, "没有权限", "no permission");
        assertThat(fault.sentence()).isEqualTo(Text.of("某渠道：没有权限。", "A channel: no permission."));
    }

    @Test
    @DisplayName("quote the channel without secrets, phones and line breaks")
    void quote_safely() {
        assertThat(ChannelFaults.quoted("token abc of\n13900000002 expired", List.of(Secret.of("abc"))))
                .isEqualTo("token ****** of *********** expired");
        assertThat(ChannelFaults.quoted("x".repeat(400), List.of())).hasSize(161);
    }
}
