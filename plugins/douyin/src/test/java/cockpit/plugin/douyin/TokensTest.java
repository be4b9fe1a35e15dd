package cockpit.plugin.douyin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.source.Fault;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Request;
import cockpit.spi.source.SourceFault;
import cockpit.testkit.source.FakeSourceContext;
import cockpit.testkit.source.MovableTime;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Ocean Engine's token")
class TokensTest {

    private final FakeOceanEngine channel = new FakeOceanEngine().withAccounts(Connection.ACCOUNT);
    private final MovableTime time = MovableTime.at("2026-03-02T10:00:00+08:00");
    private final FakeSourceContext context = FakeSourceContext.of(channel.gateway(), time);

    private List<Request> refreshes() {
        return channel.gateway().requests(Refresh.PATH);
    }

    private String read(String... settings) throws Exception {
        try (Feed feed = Connection.open(context, settings)) {
            return String.valueOf(feed.read("lead", null).next());
        }
    }

    @Test
    @DisplayName("begins with the refresh token of the consent")
    void begins_with_the_consent() throws Exception {
        read();
        Request refresh = refreshes().getFirst();
        assertThat(refresh.method()).isEqualTo("POST");
        assertThat(refresh.headers()).containsEntry("Content-Type", "application/json");
        assertThat(RecordedGateway.body(refresh))
                .isEqualTo("{\"app_id\":1790000000000001,\"secret\":\"invented-app-secret\","
                        + "\"grant_type\":\"refresh_token\",\"refresh_token\":\"" + FakeOceanEngine.CONSENTED + "\"}");
    }

    @Test
    @DisplayName("is kept while it lives, by other feeds too")
    void is_kept_while_it_lives() throws Exception {
        read();
        time.advance(Duration.ofHours(23));
        read();
        assertThat(refreshes()).hasSize(1);
    }

    @Test
    @DisplayName("is refreshed shortly before it runs out, with the refresh token that came last")
    void is_refreshed_before_it_runs_out() throws Exception {
        read();
        time.advance(Duration.ofHours(23).plusMinutes(56));
        read();
        assertThat(refreshes()).hasSize(2);
        assertThat(RecordedGateway.body(refreshes().getLast())).contains("\"refresh_token\":\"refresh-token-1\"");
    }

    @Test
    @DisplayName("is used for nine tenths of a short life")
    void a_short_life_is_used() throws Exception {
        channel.withTokenLife(60);
        read();
        time.advance(Duration.ofSeconds(53));
        read();
        assertThat(refreshes()).hasSize(1);
        time.advance(Duration.ofSeconds(2));
        read();
        assertThat(refreshes()).hasSize(2);
    }

    @Test
    @DisplayName("is refreshed once and the call repeated once when the channel says that it expired")
    void an_expired_one_is_refreshed_once() throws Exception {
        read();
        channel.expireAccessToken();
        read();
        assertThat(refreshes()).hasSize(2);
        assertThat(channel.gateway().requests(FakeOceanEngine.LEADS_PATH)).hasSize(3);
    }

    @Test
    @DisplayName("is not refreshed again and again when the channel refuses the new one as well")
    void a_refused_new_one_is_a_fault() {
        channel.gateway()
                .on(FakeOceanEngine.LEADS_PATH, RecordedReply.json("{\"code\":40102,\"message\":\"expired\"}"));
        SourceFault fault = catchThrowableOfType(SourceFault.class, this::read);
        assertThat(fault.fault()).isEqualTo(Fault.ACCESS);
        assertThat(refreshes()).hasSize(2);
        assertThat(channel.gateway().requests(FakeOceanEngine.LEADS_PATH)).hasSize(2);
    }

    @Test
    @DisplayName("follows a new consent, whatever was stored before")
    void follows_a_new_consent() throws Exception {
        read();
        channel.consentAnew("token-of-a-new-consent");
        SourceFault fault = catchThrowableOfType(SourceFault.class, this::read);
        assertThat(fault.fault()).isEqualTo(Fault.ACCESS);
        assertThat(fault.sentence().en()).contains("re-authorise");
        assertThat(read("refresh-token", "token-of-a-new-consent")).isNotEmpty();
    }

    @Test
    @DisplayName("says at the check which accounts can be read")
    void the_check_counts_the_accounts() throws Exception {
        try (Feed feed = Connection.open(context, "advertiser-ids", "")) {
            assertThat(feed.check().zh()).isEqualTo("已连接巨量引擎，将读取授权的 1 个广告账户。");
        }
        assertThat(channel.gateway().requests(Advertisers.PATH)).hasSize(1);
    }
}
