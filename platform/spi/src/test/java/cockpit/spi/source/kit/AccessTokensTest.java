package cockpit.spi.source.kit;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.spi.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An access token")
class AccessTokensTest {

    private final Desk desk = new Desk();
    private final List<String> used = new ArrayList<>();

    private AccessTokens tokens(String consented, boolean rotates) {
        return new AccessTokens(desk, Secret.of(consented), refresh -> {
            used.add(refresh.reveal());
            desk.log.add("renewed");
            return new AccessTokens.Grant(
                    Secret.of("access-" + used.size()),
                    rotates ? Optional.of(Secret.of("refresh-" + used.size())) : Optional.empty(),
                    Duration.ofHours(24));
        });
    }

    @Test
    @DisplayName("is renewed with the refresh token that came last")
    void follows_the_rotation() throws Exception {
        AccessTokens tokens = tokens("consented", true);
        Secret first = tokens.current();
        assertThat(tokens.insteadOf(first).reveal()).isEqualTo("access-2");
        assertThat(used).containsExactly("consented", "refresh-1");
    }

    @Test
    @DisplayName("is renewed with the same refresh token where the channel keeps it")
    void keeps_a_refresh_token_that_stays() throws Exception {
        AccessTokens tokens = tokens("consented", false);
        tokens.insteadOf(tokens.current());
        assertThat(used).containsExactly("consented", "consented");
    }

    @Test
    @DisplayName("is not renewed where another server has just done it")
    void takes_the_token_of_another_server() throws Exception {
        AccessTokens one = tokens("consented", true);
        AccessTokens other = tokens("consented", true);
        Secret old = one.current();
        Secret renewed = one.insteadOf(old);
        assertThat(other.insteadOf(old)).isEqualTo(renewed);
        assertThat(used).hasSize(2);
    }

    @Test
    @DisplayName("is stored before it is used, and renewed a little before its end")
    void is_renewed_before_its_end() throws Exception {
        AccessTokens tokens = tokens("consented", true);
        tokens.current();
        assertThat(desk.log).containsExactly("renewed", "saved");
        desk.pass(Duration.ofHours(23).plusMinutes(54));
        tokens.current();
        assertThat(used).hasSize(1);
        desk.pass(Duration.ofMinutes(2));
        tokens.current();
        assertThat(used).hasSize(2);
    }

    @Test
    @DisplayName("of an earlier consent counts for nothing")
    void an_earlier_consent_is_over() throws Exception {
        tokens("consented", true).current();
        tokens("consented anew", true).current();
        assertThat(used).containsExactly("consented", "consented anew");
    }
}
