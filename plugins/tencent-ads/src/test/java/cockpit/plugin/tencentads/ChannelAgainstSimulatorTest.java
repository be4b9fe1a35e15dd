package cockpit.plugin.tencentads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.simulator.Rehearsal;
import cockpit.simulator.fault.Faults.Kind;
import cockpit.simulator.fault.Faults.Target;
import cockpit.simulator.world.AdPlatform;
import cockpit.spi.source.Fault;
import cockpit.spi.source.SourceFault;
import cockpit.testkit.source.SmallHost;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayName("What the connector stores of the played Tencent Ads")
class ChannelAgainstSimulatorTest {

    private static final Target CHANNEL = Target.TENCENT_ADS;
    private static final LocalDate TODAY = LocalDate.parse("2026-11-20");
    private static final int DAYS = 35;

    @TempDir
    private static Path folder;

    private Rehearsal world;
    private SmallHost host;

    @BeforeEach
    void start() {
        world = Rehearsal.start(
                folder,
                Map.of(
                        "tencent-ads.client-id", "1110000001",
                        "tencent-ads.client-secret", "invented-client-secret",
                        "tencent-ads.refresh-token", "invented-refresh-token"));
        host = host("invented-refresh-token");
    }

    private SmallHost host(String refreshToken) {
        Map<String, String> settings = new HashMap<>(Connection.settings());
        settings.put("host", world.address(CHANNEL));
        settings.put("refresh-token", refreshToken);
        settings.put("account-ids", "20000001\n20000002\n20000003\n20000004\n20000005\n20000006\n20000007");
        return SmallHost.of(new TencentAdsSource(), settings, world.time(), DAYS)
                .withLongestAnswer(Duration.ofSeconds(15));
    }

    @AfterEach
    void stop() {
        host.close();
        world.close();
    }

    private void readAll() throws Exception {
        host.read("ad_report");
        host.read("lead");
    }

    private void equalsTheLedger(LocalDate from, LocalDate to) {
        JsonNode truth = world.ledger(CHANNEL, from, to);
        JsonNode report = truth.path("ad_report");
        assertThat(report.path("spend_fen").asLong()).isPositive();
        assertThat(host.rows("ad_report", from, to)).hasSize(report.path("rows").asInt());
        for (String figure : new String[] {"spend_fen", "impressions", "clicks", "conversions"}) {
            assertThat(host.sum("ad_report", figure, from, to))
                    .as(figure)
                    .isEqualTo(report.path(figure).asLong());
        }
        assertThat(host.rows("lead", from, to))
                .hasSize(truth.path("lead").path("rows").asInt());
        JsonNode leads = world.leads(AdPlatform.TENCENT_ADS, from, to);
        assertThat(host.rows("lead", from, to).stream()
                        .filter(row -> "VALID".equals(row.get("validity")))
                        .count())
                .isEqualTo(leads.path("valid").asLong());
        assertThat(host.rows("lead", from, to).stream()
                        .filter(row -> "INVALID".equals(row.get("validity")))
                        .count())
                .isEqualTo(leads.path("invalid").asLong());
        assertThat(host.rows("lead", from, to).stream()
                        .map(row -> row.get("phone_hash"))
                        .distinct()
                        .count())
                .isEqualTo(leads.path("phones").asLong());
        assertThat(host.setAside()).isEmpty();
    }

    @Test
    @DisplayName("equals the ledger to the fen, today's growing figures too")
    void equals_the_ledger() throws Exception {
        assertThat(host.check().zh()).contains("7 个广告账户");
        readAll();
        equalsTheLedger(TODAY.minusDays(DAYS), TODAY);
        assertThat(host.faults()).isEmpty();
    }

    @Test
    @DisplayName("follows costs that settle, conversions that fill back and leads whose state changes")
    void follows_late_changes() throws Exception {
        readAll();
        JsonNode before = world.ledger(CHANNEL, TODAY.minusDays(7), TODAY);
        for (int hour = 0; hour < 3; hour++) {
            world.pass(Duration.ofHours(6));
            readAll();
        }
        equalsTheLedger(TODAY.minusDays(DAYS - 1), TODAY.plusDays(1));
        assertThat(world.ledger(CHANNEL, TODAY.minusDays(7), TODAY)).isNotEqualTo(before);
    }

    @Test
    @DisplayName("catches up after a rest of some weeks")
    void catches_up_after_a_rest() throws Exception {
        readAll();
        world.pass(Duration.ofDays(20));
        host.restart();
        readAll();
        equalsTheLedger(TODAY.minusDays(DAYS), TODAY.plusDays(20));
    }

    @Test
    @DisplayName("is the same with every trouble that can be ordered")
    void is_the_same_with_troubles() throws Exception {
        for (Kind kind : new Kind[] {Kind.DOWN, Kind.HTTP500, Kind.TRUNCATED, Kind.MALFORMED, Kind.CLOCK_SKEW}) {
            world.faults().next(CHANNEL, kind, 3);
        }
        world.faults().next(CHANNEL, Kind.TIMEOUT, 1);
        for (Kind kind : new Kind[] {Kind.DUPLICATE_ROWS, Kind.REORDERED, Kind.SHIFTED}) {
            world.faults().next(CHANNEL, kind, 6);
        }
        host.read("ad_report");
        world.channel(CHANNEL).expireTokens();
        host.restart();
        host.read("lead");
        equalsTheLedger(TODAY.minusDays(DAYS), TODAY);
        assertThat(host.faults())
                .extracting(SourceFault::fault)
                .contains(Fault.UPSTREAM, Fault.DATA)
                .doesNotContain(Fault.BUG, Fault.SETTINGS, Fault.ACCESS);
        assertThat(host.everSaved()).as("refreshes").hasSize(2);
    }

    @Test
    @DisplayName("needs a new consent where the old one is withdrawn, and goes on with it")
    void a_withdrawn_consent() throws Exception {
        world.channel(CHANNEL).revokeTokens();
        SourceFault fault = catchThrowableOfType(SourceFault.class, () -> host.read("ad_report"));
        assertThat(fault.fault()).isEqualTo(Fault.ACCESS);
        assertThat(fault.sentence().en()).contains("refresh-token");
        String fresh = world.channel(CHANNEL).grant().path("refreshToken").asString();
        try (SmallHost again = host(fresh)) {
            again.read("ad_report");
            assertThat(again.sum("ad_report", "spend_fen", TODAY.minusDays(DAYS), TODAY))
                    .isEqualTo(world.ledger(CHANNEL, TODAY.minusDays(DAYS), TODAY)
                            .path("ad_report")
                            .path("spend_fen")
                            .asLong());
        }
    }
}
