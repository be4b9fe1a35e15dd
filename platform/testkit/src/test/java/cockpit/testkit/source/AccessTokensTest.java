package cockpit.testkit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.source.AccessTokens;
import cockpit.spi.source.AccessTokens.Fetched;
import cockpit.spi.source.Fault;
import cockpit.spi.source.SourceFault;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An access token that is asked for")
class AccessTokensTest {

    private final MovableTime time = MovableTime.at("2026-03-20T10:00:00+08:00");
    private final InMemoryTokenStore store = new InMemoryTokenStore();
    private int fetched;
    private boolean refused;

    private AccessTokens tokens(String credentials) {
        return new AccessTokens(
                FakeSourceContext.of(new RecordedGateway(), time).withTokens(store),
                "access",
                Secret.of(credentials),
                () -> {
                    if (refused) {
                        throw new SourceFault(Fault.SETTINGS, Text.of("密钥错误。", "Wrong secret."));
                    }
                    fetched++;
                    return new Fetched(Secret.of("token-" + fetched), Duration.ofHours(2));
                });
    }

    @Test
    void is_asked_for_once_and_shared_by_all_servers_until_a_little_before_its_end() throws Exception {
        assertThat(tokens("a").current().reveal()).isEqualTo("token-1");
        assertThat(tokens("a").current().reveal()).isEqualTo("token-1");
        time.advance(Duration.ofMinutes(116));
        assertThat(tokens("a").current().reveal()).isEqualTo("token-2");
    }

    @Test
    void is_another_one_after_it_was_refused_but_only_once() throws Exception {
        Secret first = tokens("a").current();
        Secret second = tokens("a").insteadOf(first);
        assertThat(second).isNotEqualTo(first);
        assertThat(tokens("a").insteadOf(first)).isEqualTo(second);
        assertThat(fetched).isEqualTo(2);
    }

    @Test
    void counts_for_nothing_once_the_secret_has_changed() throws Exception {
        tokens("a").current();
        assertThat(tokens("b").current().reveal()).isEqualTo("token-2");
    }

    @Test
    void is_not_kept_where_the_channel_refuses_it() throws Exception {
        refused = true;
        assertThat(catchThrowableOfType(SourceFault.class, () -> tokens("a").current())
                        .fault())
                .isEqualTo(Fault.SETTINGS);
        refused = false;
        assertThat(tokens("a").current().reveal()).isEqualTo("token-1");
        assertThat(store.savedOutsideExclusiveWork()).isEmpty();
    }
}
