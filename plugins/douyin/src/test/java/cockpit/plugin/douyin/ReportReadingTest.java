package cockpit.plugin.douyin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.source.Fault;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Page;
import cockpit.spi.source.Request;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.testkit.source.FakeSourceContext;
import cockpit.testkit.source.MovableTime;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The ad report")
class ReportReadingTest {

    private final FakeOceanEngine channel = new FakeOceanEngine();
    private final MovableTime time = MovableTime.at("2026-03-02T10:00:00+08:00");
    private final FakeSourceContext context =
            FakeSourceContext.of(channel.gateway(), time).withHistoryDays(100);

    private record Window(LocalDate from, LocalDate to) {}

    /** The windows that were asked for since a number of requests, first pages only. */
    private List<Window> windows(int since) {
        List<Request> requests = channel.gateway().requests(FakeOceanEngine.REPORT_PATH);
        return requests.subList(since, requests.size()).stream()
                .map(RecordedGateway::query)
                .filter(query -> query.getOrDefault("page", "").equals("1"))
                .map(query -> new Window(
                        LocalDate.parse(query.getOrDefault("start_time", "").substring(0, 10)),
                        LocalDate.parse(query.getOrDefault("end_time", "").substring(0, 10))))
                .toList();
    }

    private int asked() {
        return channel.gateway().requests(FakeOceanEngine.REPORT_PATH).size();
    }

    @Test
    @DisplayName("reads today first, then the history backwards without gap or overlap")
    void reads_the_history_backwards() throws Exception {
        try (Feed feed = Connection.open(context)) {
            Connection.readToTheEnd(feed, "ad_report", null);
        }
        List<Window> windows = windows(0);
        LocalDate today = LocalDate.parse("2026-03-02");
        assertThat(windows.getFirst()).isEqualTo(new Window(today, today));
        assertThat(windows.getLast().from()).isEqualTo(today.minusDays(100));
        for (int index = 1; index < windows.size(); index++) {
            assertThat(windows.get(index).to())
                    .isEqualTo(windows.get(index - 1).from().minusDays(1));
            assertThat(ChronoUnit.DAYS.between(
                            windows.get(index).from(), windows.get(index).to()))
                    .isLessThan(30);
        }
    }

    @Test
    @DisplayName("asks as the channel wants it: arrays as JSON text, a hundred a page")
    void asks_as_the_channel_wants_it() throws Exception {
        try (Feed feed = Connection.open(context)) {
            feed.read("ad_report", null);
        }
        Request request =
                channel.gateway().requests(FakeOceanEngine.REPORT_PATH).getFirst();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.headers()).containsEntry("Access-Token", "access-token-1");
        assertThat(RecordedGateway.query(request))
                .isEqualTo(Map.of(
                        "advertiser_id", Connection.ACCOUNT,
                        "data_topic", "BASIC_DATA",
                        "dimensions",
                                "[\"stat_time_day\",\"cdp_project_id\",\"cdp_project_name\",\"cdp_promotion_id\",\"cdp_promotion_name\",\"material_id\"]",
                        "metrics", "[\"stat_cost\",\"show_cnt\",\"click_cnt\",\"convert_cnt\"]",
                        "filters", "[]",
                        "order_by", "[]",
                        "start_time", "2026-03-02 00:00:00",
                        "end_time", "2026-03-02 23:59:59",
                        "page", "1",
                        "page_size", "100"));
    }

    @Test
    @DisplayName("reads every page of every account")
    void reads_every_page_of_every_account() throws Exception {
        try (Feed feed = Connection.open(context.withHistoryDays(0), "advertiser-ids", "22\n11")) {
            Connection.Outcome outcome = Connection.readToTheEnd(feed, "ad_report", null);
            assertThat(outcome.values("advertiser_id")).containsExactly("11", "11", "22", "22");
            assertThat(outcome.values("cdp_promotion_id"))
                    .containsExactly(
                            "7421000000000000001", "7421000000000000002", "7421000000000000001", "7421000000000000002");
        }
    }

    @Test
    @DisplayName("takes the accounts of the consent where the settings name none")
    void takes_the_accounts_of_the_consent() throws Exception {
        channel.withAccounts("33", "11");
        try (Feed feed = Connection.open(context.withHistoryDays(0), "advertiser-ids", "")) {
            assertThat(Connection.readToTheEnd(feed, "ad_report", null).values("advertiser_id"))
                    .containsExactly("11", "11", "33", "33");
        }
        assertThat(RecordedGateway.query(
                        channel.gateway().requests(Advertisers.PATH).getFirst()))
                .containsEntry("access_token", "access-token-1");
    }

    @Test
    @DisplayName("hands over what the channel gave before it failed")
    void hands_over_what_came_before_a_failure() throws Exception {
        try (Feed feed = Connection.open(context)) {
            Page first = feed.read("ad_report", null);
            channel.failAfter(1);
            Page page = feed.read("ad_report", first.next());
            assertThat(page.rows()).hasSize(1);
            assertThat(page.more()).isTrue();
            SourceFault fault = catchThrowableOfType(SourceFault.class, () -> feed.read("ad_report", page.next()));
            assertThat(fault.fault()).isEqualTo(Fault.UPSTREAM);
            channel.failAfter(Integer.MAX_VALUE);
            assertThat(feed.read("ad_report", page.next()).rows().getFirst().values())
                    .containsEntry("cdp_promotion_id", "7421000000000000002");
        }
    }

    @Test
    @DisplayName("reads only today at the next poll")
    void reads_only_today_at_the_next_poll() throws Exception {
        try (Feed feed = Connection.open(context)) {
            String cursor = Connection.readToTheEnd(feed, "ad_report", null).cursor();
            int before = asked();
            time.advance(Duration.ofMinutes(5));
            Connection.readToTheEnd(feed, "ad_report", cursor);
            LocalDate today = LocalDate.parse("2026-03-02");
            assertThat(windows(before)).containsExactly(new Window(today, today));
        }
    }

    @Test
    @DisplayName("reads yesterday too until it is settled in the morning")
    void reads_yesterday_until_the_morning() throws Exception {
        time.moveTo(MovableTime.at("2026-03-02T23:58:00+08:00").now());
        try (Feed feed = Connection.open(context.withHistoryDays(0))) {
            String cursor = Connection.readToTheEnd(feed, "ad_report", null).cursor();
            int before = asked();
            time.advance(Duration.ofMinutes(5));
            Connection.readToTheEnd(feed, "ad_report", cursor);
            assertThat(windows(before))
                    .containsExactly(new Window(LocalDate.parse("2026-03-02"), LocalDate.parse("2026-03-03")));
        }
    }

    @Test
    @DisplayName("reads the last days again once a day, after half past eight of the tenant")
    void reads_the_last_days_again_once_a_day() throws Exception {
        time.moveTo(MovableTime.at("2026-03-02T20:00:00+08:00").now());
        // Half past eight in Tokyo is half past seven in Shanghai.
        FakeSourceContext tokyo = context.withHistoryDays(0).withZone(ZoneId.of("Asia/Tokyo"));
        try (Feed feed = Connection.open(tokyo, "lookback-days", "3")) {
            String cursor = Connection.readToTheEnd(feed, "ad_report", null).cursor();
            for (String moment : List.of("2026-03-03T00:05:00+08:00", "2026-03-03T07:29:00+08:00")) {
                time.moveTo(MovableTime.at(moment).now());
                int before = asked();
                cursor = Connection.readToTheEnd(feed, "ad_report", cursor).cursor();
                assertThat(windows(before)).hasSize(1);
            }
            time.moveTo(MovableTime.at("2026-03-03T07:31:00+08:00").now());
            int before = asked();
            cursor = Connection.readToTheEnd(feed, "ad_report", cursor).cursor();
            assertThat(windows(before))
                    .endsWith(new Window(LocalDate.parse("2026-02-28"), LocalDate.parse("2026-03-03")))
                    .hasSize(2);
            time.advance(Duration.ofHours(5));
            before = asked();
            Connection.readToTheEnd(feed, "ad_report", cursor);
            assertThat(windows(before)).hasSize(1);
        }
    }

    @Test
    @DisplayName("keeps today fresh while a long history is read")
    void keeps_today_fresh_during_the_history() throws Exception {
        try (Feed feed = Connection.open(context)) {
            String cursor = null;
            for (int count = 0; count < 2; count++) {
                cursor = feed.read("ad_report", cursor).next();
            }
            int before = asked();
            time.advance(Duration.ofMinutes(6));
            Connection.readToTheEnd(feed, "ad_report", cursor);
            LocalDate today = LocalDate.parse("2026-03-02");
            assertThat(windows(before))
                    .contains(new Window(today, today))
                    .last()
                    .extracting(Window::from)
                    .isEqualTo(today.minusDays(100));
        }
    }

    @Test
    @DisplayName("reads the days that passed while the connection rested")
    void reads_the_days_of_a_rest() throws Exception {
        try (Feed feed = Connection.open(context)) {
            String cursor = Connection.readToTheEnd(feed, "ad_report", null).cursor();
            time.advance(Duration.ofDays(45));
            int before = asked();
            Connection.readToTheEnd(feed, "ad_report", cursor);
            LocalDate today = LocalDate.parse("2026-04-16");
            List<Window> windows = windows(before);
            for (LocalDate day = LocalDate.parse("2026-03-02"); !day.isAfter(today); day = day.plusDays(1)) {
                LocalDate wanted = day;
                assertThat(windows)
                        .as("a window with %s", day)
                        .anyMatch(window -> !wanted.isBefore(window.from()) && !wanted.isAfter(window.to()));
            }
            // The eight days before were not settled when the rest began.
            assertThat(windows).allMatch(window -> window.from().isAfter(LocalDate.parse("2026-02-21")));
        }
    }

    @Test
    @DisplayName("begins again with a cursor that another version wrote")
    void begins_again_with_a_foreign_cursor() throws Exception {
        try (Feed feed = Connection.open(context)) {
            assertThat(feed.read("ad_report", "9 of a later version")).isEqualTo(feed.read("ad_report", null));
        }
    }

    @Test
    @DisplayName("hands over a line as it was received, with the day's beginning and the account as unit")
    void hands_over_a_line_as_received() throws Exception {
        channel.gateway().on(FakeOceanEngine.REPORT_PATH, RecordedReply.resource(getClass(), "report.json"));
        try (Feed feed = Connection.open(context)) {
            List<Row> rows = feed.read("ad_report", null).rows();
            assertThat(rows.getFirst().values())
                    .containsEntry("advertiser_id", Connection.ACCOUNT)
                    .containsEntry("org_unit", Connection.ACCOUNT)
                    .containsEntry("stat_time_day", "2026-03-01")
                    .containsEntry("at", "2026-03-01T00:00:00+08:00")
                    .containsEntry("cdp_promotion_id", "7421000000000000001")
                    .containsEntry("material_id", "7422000000000000001")
                    .containsEntry("stat_cost", "3268.47");
        }
    }

    @Test
    @DisplayName("keeps spend that belongs to no material")
    void keeps_spend_without_material() throws Exception {
        channel.gateway().on(FakeOceanEngine.REPORT_PATH, RecordedReply.resource(getClass(), "report.json"));
        try (Feed feed = Connection.open(context)) {
            assertThat(feed.read("ad_report", null).rows().get(1).values())
                    .containsEntry("material_id", "0")
                    .containsEntry("stat_cost", "12.00");
        }
    }

    @Test
    @DisplayName("wants one to 29 days to read again")
    void wants_sensible_lookback_days() {
        try (Feed feed = Connection.open(context, "lookback-days", "90")) {
            SourceFault fault = catchThrowableOfType(SourceFault.class, () -> feed.read("ad_report", null));
            assertThat(fault.fault()).isEqualTo(Fault.SETTINGS);
            assertThat(fault.sentence().en())
                    .isEqualTo("Ocean Engine: setting lookback-days must be 1 to 29, found 90.");
        }
    }
}
