package cockpit.plugin.xiaohongshu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.source.Fault;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Request;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.testkit.source.FakeSourceContext;
import cockpit.testkit.source.MovableTime;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Reading Xiaohongshu")
class ReadingTest {

    private final FakeXiaohongshu channel = new FakeXiaohongshu();
    private final MovableTime time = MovableTime.at("2026-03-02T14:00:00+08:00");
    private final FakeSourceContext context =
            FakeSourceContext.of(channel.gateway(), time).withHistoryDays(0);

    private List<String> asked() {
        return channel.gateway().requests().stream()
                .filter(request -> !request.uri().getPath().equals(Refresh.PATH))
                .map(ReadingTest::range)
                .toList();
    }

    private static String range(Request request) {
        String path = request.uri().getPath();
        return path.substring(path.indexOf("report/") + 7) + " " + FakeXiaohongshu.text(request, "start_date") + " "
                + FakeXiaohongshu.text(request, "end_date") + " " + FakeXiaohongshu.text(request, "page_num");
    }

    @Test
    @DisplayName("asks for today in real time")
    void asks_for_today() throws Exception {
        try (Feed feed = Connection.open(context)) {
            feed.read("ad_report", null);
        }
        Request request =
                channel.gateway().requests(FakeXiaohongshu.REALTIME_PATH).getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.headers()).containsEntry("Access-Token", "access-token-1");
        assertThat(RecordedGateway.body(request))
                .isEqualTo("{\"advertiser_id\":9000001,\"start_date\":\"2026-03-02\",\"end_date\":\"2026-03-02\","
                        + "\"page_num\":1,\"page_size\":500}");
        assertThat(asked()).containsExactly("realtime/creativity 2026-03-02 2026-03-02 1");
    }

    @Test
    @DisplayName("asks for a day's final figures only after they are made")
    void asks_for_yesterday_after_ten() throws Exception {
        try (Feed feed = Connection.open(context.withHistoryDays(3))) {
            time.moveTo(MovableTime.at("2026-03-02T09:00:00+08:00").now());
            Connection.readToTheEnd(feed, "ad_report", null);
            assertThat(asked())
                    .containsExactly(
                            "realtime/creativity 2026-03-02 2026-03-02 1",
                            "realtime/creativity 2026-03-01 2026-03-01 1",
                            "offline/creative 2026-02-27 2026-02-28 1");
        }
    }

    @Test
    @DisplayName("waits for yesterday where the realtime report shows today only")
    void realtime_of_today_only() throws Exception {
        channel.withRealtimeOfTodayOnly("2026-03-02");
        time.moveTo(MovableTime.at("2026-03-02T09:00:00+08:00").now());
        try (Feed feed = Connection.open(context)) {
            assertThat(Connection.readToTheEnd(feed, "ad_report", null).values("time"))
                    .containsExactly("2026-03-02");
        }
    }

    @Test
    @DisplayName("reads yesterday again when it is made, together with today")
    void reads_yesterday_with_today() throws Exception {
        time.moveTo(MovableTime.at("2026-03-02T10:01:00+08:00").now());
        try (Feed feed = Connection.open(context)) {
            Connection.readToTheEnd(feed, "ad_report", null);
        }
        assertThat(asked())
                .containsExactly(
                        "realtime/creativity 2026-03-02 2026-03-02 1", "offline/creative 2026-03-01 2026-03-01 1");
    }

    @Test
    @DisplayName("reads every page, of today and of the days before")
    void reads_every_page() throws Exception {
        channel.withCreatives(1_203);
        time.moveTo(MovableTime.at("2026-03-02T10:01:00+08:00").now());
        try (Feed feed = Connection.open(context)) {
            assertThat(Connection.readToTheEnd(feed, "ad_report", null).rows().stream()
                            .map(row -> row.values().get("time") + "/"
                                    + row.values().get("creativity_id"))
                            .distinct())
                    .hasSize(2 * 1_203);
        }
    }

    @Test
    @DisplayName("leaves today to the offline report where an account has no realtime one")
    void without_realtime() throws Exception {
        try (Feed feed = Connection.open(context.withHistoryDays(2), "realtime", "false")) {
            Connection.readToTheEnd(feed, "ad_report", null);
        }
        assertThat(asked()).containsExactly("offline/creative 2026-02-28 2026-03-01 1");
    }

    @Test
    @DisplayName("follows the names that an account knows the reports by")
    void report_names() throws Exception {
        channel.gateway()
                .on(
                        Api.ROOT + AdReport.OFFLINE_PATH + "creativity",
                        RecordedReply.resource(getClass(), "offline.json"));
        try (Feed feed =
                Connection.open(context.withHistoryDays(2), "realtime", "false", "offline-report", "creativity")) {
            assertThat(Connection.readToTheEnd(feed, "ad_report", null).rows()).isNotEmpty();
        }
        try (Feed feed = Connection.open(context, "offline-report", "../oauth2")) {
            SourceFault fault = catchThrowableOfType(SourceFault.class, () -> feed.read("ad_report", null));
            assertThat(fault.fault()).isEqualTo(Fault.SETTINGS);
            assertThat(fault.sentence().en()).contains("offline-report");
        }
    }

    @Test
    @DisplayName("reads numbers with commas, percent signs and dashes")
    void reads_text_numbers() throws Exception {
        channel.gateway().on(FakeXiaohongshu.OFFLINE_PATH, RecordedReply.resource(getClass(), "offline.json"));
        try (Feed feed = Connection.open(context.withHistoryDays(1), "realtime", "false")) {
            List<Row> rows = Connection.readToTheEnd(feed, "ad_report", null).rows();
            assertThat(rows.getFirst().values())
                    .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                            Map.entry("account_id", Connection.ACCOUNT),
                            Map.entry("org_unit", Connection.ACCOUNT),
                            Map.entry("time", "2026-03-01"),
                            Map.entry("at", "2026-03-01T00:00:00+08:00"),
                            Map.entry("campaign_id", "30100001"),
                            Map.entry("campaign_name", "眼部年轻化-私信"),
                            Map.entry("unit_id", "40100001"),
                            Map.entry("unit_name", "眼部年轻化-单元A"),
                            Map.entry("creativity_id", "50100001"),
                            Map.entry("fee", "2134.80"),
                            Map.entry("impression", "58213"),
                            Map.entry("click", "1402"),
                            Map.entry("conversions", 18L)));
            assertThat(rows.get(1).values())
                    .containsEntry("creativity_id", "50100002")
                    .containsEntry("fee", "12.34")
                    .doesNotContainKey("conversions");
        }
    }

    @Test
    @DisplayName("reads today's figures, which are kept apart from the names")
    void reads_today() throws Exception {
        channel.gateway().on(FakeXiaohongshu.REALTIME_PATH, RecordedReply.resource(getClass(), "realtime.json"));
        try (Feed feed = Connection.open(context)) {
            assertThat(feed.read("ad_report", null).rows().getFirst().values())
                    .containsEntry("time", "2026-03-02")
                    .containsEntry("campaign_id", "30100001")
                    .containsEntry("unit_name", "眼部年轻化-单元A")
                    .containsEntry("creativity_id", "50100001")
                    .containsEntry("fee", "1034.80")
                    .containsEntry("conversions", 7L);
        }
    }

    @Test
    @DisplayName("reads how notes do")
    void reads_notes() throws Exception {
        channel.gateway().on(FakeXiaohongshu.NOTES_PATH, RecordedReply.resource(getClass(), "notes.json"));
        try (Feed feed = Connection.open(context.withHistoryDays(1))) {
            assertThat(Connection.readToTheEnd(feed, "note", null)
                            .rows()
                            .getFirst()
                            .values())
                    .containsEntry("note_id", "66f000000000000050100001")
                    .containsEntry("impression", "58213")
                    .containsEntry("click", "1402")
                    .containsEntry("comment", "34")
                    .containsEntry("kind", "NOTE");
        }
    }

    @Test
    @DisplayName("says at the check how many accounts are read")
    void the_check() throws Exception {
        try (Feed feed = Connection.open(context)) {
            assertThat(feed.check().zh()).isEqualTo("已连接小红书聚光，将读取设置中的 1 个广告账户。");
        }
        assertThat(asked()).containsExactly("offline/creative 2026-03-01 2026-03-01 1");
    }
}
