package cockpit.plugin.xiaohongshu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.simulator.Rehearsal;
import cockpit.simulator.fault.Faults.Kind;
import cockpit.simulator.fault.Faults.Target;
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

@DisplayName("What the connector stores of the played Xiaohongshu")
class ChannelAgainstSimulatorTest {

    private static final Target CHANNEL = Target.XIAOHONGSHU;
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
                        "xiaohongshu.app-id", "165000001",
                        "xiaohongshu.app-secret", "invented-app-secret",
                        "xiaohongshu.refresh-token", "invented-refresh-token"));
        host = host("invented-refresh-token");
    }

    private SmallHost host(String refreshToken) {
        Map<String, String> settings = new HashMap<>(Connection.settings());
        settings.put("host", world.address(CHANNEL));
        settings.put("refresh-token", refreshToken);
        settings.put("advertiser-ids", "9000001\n9000002\n9000003\n9000004\n9000005\n9000006\n9000007");
        return SmallHost.of(new XiaohongshuSource(), settings, world.time(), DAYS)
                .withLongestAnswer(Duration.ofSeconds(15));
    }

    @AfterEach
    void stop() {
        host.close();
        world.close();
    }

    private void readAll() throws Exception {
        host.read("ad_report");
        host.read("note");
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
        JsonNode notes = truth.path("content_day");
        assertThat(host.rows("note", from, to)).hasSize(notes.path("rows").asInt());
        for (String figure : new String[] {"impressions", "reads", "likes"}) {
            assertThat(host.sum("note", figure, from, to))
                    .as("notes' " + figure)
                    .isEqualTo(notes.path(figure).asLong());
        }
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
    @DisplayName("follows costs that settle and conversions that fill back")
    void follows_late_changes() throws Exception {
        readAll();
        JsonNode before = world.ledger(CHANNEL, TODAY.minusDays(7), TODAY);
        for (int hour = 0; hour < 4; hour++) {
            world.pass(Duration.ofHours(5));
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
        // An answer to a refresh that is lost on the way costs the consent: tokens come first.
        host.check();
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
        host.read("note");
        // What a clock that went wrong had shown of today is made good by the next poll.
        host.read("ad_report");
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
        try (SmallHost again =
                host(world.channel(CHANNEL).grant().path("refreshToken").asString())) {
            again.read("ad_report");
            assertThat(again.sum("ad_report", "spend_fen", TODAY.minusDays(DAYS), TODAY))
                    .isEqualTo(world.ledger(CHANNEL, TODAY.minusDays(DAYS), TODAY)
                            .path("ad_report")
                            .path("spend_fen")
                            .asLong());
        }
    }
}
