package cockpit.plugin.kuaishou;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.source.Fault;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.testkit.source.FakeSourceContext;
import cockpit.testkit.source.MovableTime;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Reading Kuaishou")
class ReadingTest {

    private final FakeKuaishou channel = new FakeKuaishou();
    private final MovableTime time = MovableTime.at("2026-03-02T10:30:00+08:00");
    private final FakeSourceContext context =
            FakeSourceContext.of(channel.gateway(), time).withHistoryDays(0);

    private List<String> bodies(String path) {
        return channel.gateway().requests(path).stream()
                .map(RecordedGateway::body)
                .toList();
    }

    @Test
    @DisplayName("asks for the newest days directly")
    void asks_directly() throws Exception {
        try (Feed feed = Connection.open(context)) {
            feed.read("ad_report", null);
        }
        assertThat(bodies(FakeKuaishou.REPORT_PATH))
                .containsExactly(
                        "{\"advertiser_id\":20000001,\"start_date\":\"2026-03-02\",\"end_date\":\"2026-03-02\","
                                + "\"temporal_granularity\":\"DAILY\",\"page\":1,\"page_size\":1000}");
        assertThat(channel.gateway().requests(FakeKuaishou.CREATE_PATH)).isEmpty();
    }

    @Test
    @DisplayName("orders what is older than seven days as a file, once, and waits for it")
    void orders_the_history() throws Exception {
        channel.withTaskStatus(1);
        channel.withFile("stat_date,unit_id,charge\n2026-01-15,6001,12.30\n");
        try (Feed feed = Connection.open(context.withHistoryDays(25))) {
            Page today = feed.read("ad_report", null);
            Page ordered = feed.read("ad_report", today.next());
            assertThat(ordered.rows()).isEmpty();
            SourceFault fault = catchThrowableOfType(SourceFault.class, () -> feed.read("ad_report", ordered.next()));
            assertThat(fault.fault()).isEqualTo(Fault.LIMIT);
            channel.withTaskStatus(2);
            assertThat(Connection.readToTheEnd(feed, "ad_report", ordered.next())
                            .rows())
                    .extracting(row -> row.values().get("charge"))
                    .containsExactly("12.30");
        }
        assertThat(bodies(FakeKuaishou.CREATE_PATH)).singleElement().satisfies(body -> assertThat(body)
                .contains("\"start_date\":\"2026-02-05\",\"end_date\":\"2026-03-01\",\"view_type\":3"));
    }

    @Test
    @DisplayName("reads a long file in parts and loses nothing")
    void reads_a_long_file() throws Exception {
        StringBuilder file = new StringBuilder("stat_date,unit_id,charge\n");
        IntStream.range(0, 2_345)
                .forEach(index -> file.append("2026-02-10,").append(index).append(",1.00\n"));
        channel.withFile(file.toString());
        try (Feed feed = Connection.open(context.withHistoryDays(25))) {
            assertThat(Connection.readToTheEnd(feed, "ad_report", null).values("unit_id").stream()
                            .distinct())
                    .as("those of the file, and the one of today")
                    .hasSize(2_345 + 1);
        }
    }

    @Test
    @DisplayName("understands the titles of the file and its quotes")
    void understands_the_file() throws Exception {
        channel.gateway().on(FakeKuaishou.DOWNLOAD_PATH, RecordedReply.resource(getClass(), "history.csv"));
        try (Feed feed = Connection.open(context.withHistoryDays(25))) {
            List<Row> rows = Connection.readToTheEnd(feed, "ad_report", null).rows();
            assertThat(rows)
                    .filteredOn(row -> "2026-01-15".equals(row.values().get("stat_date")))
                    .singleElement()
                    .satisfies(row -> assertThat(row.values())
                            .containsEntry("charge", "1,203.40")
                            .containsEntry("unit_name", "祛斑-表单,A \"新\"")
                            .containsEntry("show", "64000")
                            .containsEntry("bclick", "1800")
                            .containsEntry("conversions", 14L)
                            .containsEntry("at", "2026-01-15T00:00:00+08:00"));
        }
    }

    @Test
    @DisplayName("counts forms and contacts in messages as conversions, and thousandths of a yuan in whole fen")
    void a_line_of_the_report() throws Exception {
        channel.gateway().on(FakeKuaishou.REPORT_PATH, RecordedReply.resource(getClass(), "report.json"));
        try (Feed feed = Connection.open(context)) {
            List<Row> rows = feed.read("ad_report", null).rows();
            assertThat(rows.getFirst().values())
                    .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                            Map.entry("account_id", Connection.ACCOUNT),
                            Map.entry("org_unit", Connection.ACCOUNT),
                            Map.entry("stat_date", "2026-03-01"),
                            Map.entry("at", "2026-03-01T00:00:00+08:00"),
                            Map.entry("campaign_id", "501"),
                            Map.entry("campaign_name", "祛斑-表单"),
                            Map.entry("unit_id", "6001"),
                            Map.entry("unit_name", "祛斑-表单-A"),
                            Map.entry("charge", "1875.32"),
                            Map.entry("show", "96411"),
                            Map.entry("bclick", "2764"),
                            Map.entry("conversions", 25L)));
            assertThat(rows.get(1).values())
                    .containsEntry("charge", "0.12")
                    .doesNotContainKeys("campaign_id", "conversions");
        }
    }

    @Test
    @DisplayName("loses no lead while new ones arrive on top of the list")
    void loses_no_lead() throws Exception {
        List<String> old =
                LongStream.rangeClosed(1001, 1450).mapToObj(Long::toString).toList();
        old.forEach(channel::withLead);
        AtomicInteger arrived = new AtomicInteger();
        channel.afterEachPage(() -> {
            if (arrived.get() < 3) {
                channel.withLead("9" + arrived.getAndIncrement());
            }
        });
        try (Feed feed = Connection.open(context)) {
            Connection.Outcome first = Connection.readToTheEnd(feed, "lead", null);
            assertThat(first.values("id")).containsAll(old);
            assertThat(Connection.readToTheEnd(feed, "lead", first.cursor()).values("id"))
                    .contains("90", "91", "92");
        }
    }

    @Test
    @DisplayName("keeps ids exact and takes nothing of the person but the phone")
    void a_lead() throws Exception {
        channel.gateway().on(FakeKuaishou.LEADS_PATH, RecordedReply.resource(getClass(), "leads.json"));
        try (Feed feed = Connection.open(context)) {
            List<Row> rows = feed.read("lead", null).rows();
            assertThat(rows.getFirst().values())
                    .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                            Map.entry("id", "197000000000000001"),
                            Map.entry("create_time", "2026-03-01T21:10:05+08:00"),
                            Map.entry("update_time", "2026-03-01T22:00:00+08:00"),
                            Map.entry("account_id", Connection.ACCOUNT),
                            Map.entry("org_unit", Connection.ACCOUNT),
                            Map.entry("dsp_campaign_id", "501"),
                            Map.entry("dsp_unit_id", "6001"),
                            Map.entry("dsp_creative_id", "70001"),
                            Map.entry("entry", "FORM"),
                            Map.entry("state", "ARRIVED"),
                            Map.entry("validity", "VALID"),
                            Map.entry("phone", "13900000003")));
            assertThat(rows.get(1).values())
                    .containsEntry("validity", "INVALID")
                    .doesNotContainKeys("phone", "dsp_campaign_id");
        }
        assertThat(LeadCodes.state(Optional.of(99L), Optional.empty())).isEqualTo("OTHER");
    }

    @Test
    @DisplayName("follows an admin who says what a code means, and says which line cannot be read")
    void codes_can_be_corrected() {
        channel.gateway().on(FakeKuaishou.REPORT_PATH, FakeKuaishou.refusal(402000));
        try (Feed feed = Connection.open(context, "codes", "402000=PERMISSION")) {
            assertThat(catchThrowableOfType(SourceFault.class, () -> feed.read("ad_report", null))
                            .fault())
                    .isEqualTo(Fault.ACCESS);
        }
        try (Feed feed = Connection.open(context, "codes", "402000 is a limit")) {
            SourceFault fault = catchThrowableOfType(SourceFault.class, feed::check);
            assertThat(fault.fault()).isEqualTo(Fault.SETTINGS);
            assertThat(fault.sentence().en()).contains("402000 is a limit", "FREQUENCY");
        }
    }

    @Test
    @DisplayName("takes the accounts of the consent where the settings name none")
    void accounts_of_the_consent() throws Exception {
        try (Feed feed = Connection.open(context, "advertiser-ids", "")) {
            assertThat(feed.check().zh()).isEqualTo("已连接快手磁力引擎，将读取 1 个广告账户。");
        }
        try (Feed feed = Connection.open(context, "advertiser-ids", "2000x")) {
            assertThat(catchThrowableOfType(SourceFault.class, feed::check).fault())
                    .isEqualTo(Fault.SETTINGS);
        }
    }
}
