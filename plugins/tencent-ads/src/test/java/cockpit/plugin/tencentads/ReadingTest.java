package cockpit.plugin.tencentads;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Reading Tencent Ads")
class ReadingTest {

    private final FakeTencentAds channel = new FakeTencentAds();
    private final MovableTime time = MovableTime.at("2026-03-02T10:00:00+08:00");
    private final FakeSourceContext context =
            FakeSourceContext.of(channel.gateway(), time).withHistoryDays(0);

    private List<Map<String, String>> queries(String path) {
        return channel.gateway().requests(path).stream()
                .map(RecordedGateway::query)
                .toList();
    }

    @Nested
    @DisplayName("a report")
    class Report {

        @Test
        @DisplayName(
                "asks as the channel wants it: structured parameters as JSON text, the three parameters of every call")
        void asks_as_the_channel_wants_it() throws Exception {
            try (Feed feed = Connection.open(context)) {
                feed.read("ad_report", null);
            }
            Request request =
                    channel.gateway().requests(FakeTencentAds.REPORT_PATH).getFirst();
            assertThat(request.method()).isEqualTo("GET");
            Map<String, String> query = RecordedGateway.query(request);
            assertThat(query)
                    .containsEntry("account_id", Connection.ACCOUNT)
                    .containsEntry("level", "REPORT_LEVEL_DYNAMIC_CREATIVE")
                    .containsEntry("date_range", "{\"start_date\":\"2026-03-02\",\"end_date\":\"2026-03-02\"}")
                    .containsEntry("group_by", "[\"date\",\"adgroup_id\",\"dynamic_creative_id\"]")
                    .containsEntry("access_token", "access-token-1")
                    .containsEntry("timestamp", Long.toString(time.now().getEpochSecond()));
            assertThat(query.get("nonce")).matches("[0-9a-f]{32}");
        }

        @Test
        @DisplayName("never uses a nonce twice")
        void never_uses_a_nonce_twice() throws Exception {
            try (Feed feed = Connection.open(context.withHistoryDays(200))) {
                Connection.readToTheEnd(feed, "ad_report", null);
                channel.expireAccessToken();
                Connection.readToTheEnd(feed, "ad_report", null);
            }
            assertThat(queries(FakeTencentAds.REPORT_PATH))
                    .extracting(query -> query.get("nonce"))
                    .hasSizeGreaterThan(10)
                    .doesNotHaveDuplicates();
        }

        @Test
        @DisplayName("keeps amounts in fen and huge ids exact")
        void hands_over_a_line_as_received() throws Exception {
            channel.gateway().on(FakeTencentAds.REPORT_PATH, RecordedReply.resource(getClass(), "report.json"));
            try (Feed feed = Connection.open(context)) {
                assertThat(feed.read("ad_report", null).rows().getFirst().values())
                        .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                                Map.entry("account_id", Connection.ACCOUNT),
                                Map.entry("org_unit", Connection.ACCOUNT),
                                Map.entry("date", "2026-03-01"),
                                Map.entry("at", "2026-03-01T00:00:00+08:00"),
                                Map.entry("adgroup_id", "21000000001"),
                                Map.entry("adgroup_name", "朋友圈-热玛吉-A"),
                                Map.entry("dynamic_creative_id", "1400000000011"),
                                Map.entry("cost", "330836"),
                                Map.entry("view_count", "64210"),
                                Map.entry("valid_click_count", "803"),
                                Map.entry("conversions_count", "27")));
            }
        }

        @Test
        @DisplayName("keeps spend that belongs to no creative")
        void keeps_spend_without_creative() throws Exception {
            channel.gateway().on(FakeTencentAds.REPORT_PATH, RecordedReply.resource(getClass(), "report.json"));
            try (Feed feed = Connection.open(context)) {
                assertThat(feed.read("ad_report", null).rows().get(1).values())
                        .containsEntry("dynamic_creative_id", "0")
                        .containsEntry("cost", "1200");
            }
        }

        @Test
        @DisplayName("is read day by day where a range has more rows than the channel shows")
        void more_than_ten_thousand_rows() throws Exception {
            channel.withRowsADay(1_500);
            try (Feed feed = Connection.open(context.withHistoryDays(9))) {
                Connection.Outcome outcome = Connection.readToTheEnd(feed, "ad_report", null);
                assertThat(outcome.rows().stream()
                                .map(row -> row.values().get("date") + "/"
                                        + row.values().get("dynamic_creative_id"))
                                .distinct())
                        .hasSize(10 * 1_500);
            }
        }

        @Test
        @DisplayName("of an account that cannot be paged says so rather than count a part")
        void a_day_that_cannot_be_read() {
            channel.withRowsADay(10_001);
            try (Feed feed = Connection.open(context)) {
                SourceFault fault = catchThrowableOfType(SourceFault.class, () -> feed.read("ad_report", null));
                assertThat(fault.fault()).isEqualTo(Fault.DATA);
                assertThat(fault.sentence().en()).contains("10001 rows on 2026-03-02");
            }
        }

        @Test
        @DisplayName("goes on where the channel failed")
        void goes_on_after_a_failure() throws Exception {
            channel.withRowsADay(2_500);
            try (Feed feed = Connection.open(context)) {
                channel.failAfter(1);
                Page page = feed.read("ad_report", null);
                assertThat(page.rows()).hasSize(1_000);
                assertThat(page.more()).isTrue();
                assertThat(catchThrowableOfType(SourceFault.class, () -> feed.read("ad_report", page.next()))
                                .fault())
                        .isEqualTo(Fault.UPSTREAM);
                channel.failAfter(Integer.MAX_VALUE);
                assertThat(Connection.readToTheEnd(feed, "ad_report", page.next())
                                .rows())
                        .hasSize(1_500);
            }
        }

        @Test
        @DisplayName("keeps an admin's mistakes apart: a bad account id, a bad number of days")
        void settings_are_checked() {
            try (Feed feed = Connection.open(context, "account-ids", "2000000x")) {
                assertThat(catchThrowableOfType(SourceFault.class, () -> feed.read("ad_report", null))
                                .sentence()
                                .en())
                        .isEqualTo("Tencent Ads: setting account-ids must be one numeric account id a line, found"
                                + " \"2000000x\".");
            }
            try (Feed feed = Connection.open(context, "lookback-days", "30")) {
                assertThat(catchThrowableOfType(SourceFault.class, feed::check).fault())
                        .isEqualTo(Fault.SETTINGS);
            }
        }
    }

    @Nested
    @DisplayName("the leads")
    class LeadList {

        @Test
        @DisplayName("are asked for by their last change, in whole days up to now")
        void are_asked_for_by_their_last_change() throws Exception {
            channel.withLead("1");
            try (Feed feed = Connection.open(context)) {
                String cursor = Connection.readToTheEnd(feed, "lead", null).cursor();
                time.advance(Duration.ofMinutes(1));
                Connection.readToTheEnd(feed, "lead", cursor);
            }
            assertThat(queries(FakeTencentAds.LEADS_PATH).getLast())
                    .containsEntry("time_type", "TIME_TYPE_ACTION_TIME")
                    .containsEntry("time_range", "{\"start_time\":1772380800,\"end_time\":1772416860}")
                    .containsEntry("page", "1");
        }

        @Test
        @DisplayName("lose none while new ones arrive on top of them")
        void lose_none_while_new_ones_arrive() throws Exception {
            List<String> old =
                    LongStream.rangeClosed(1001, 1900).mapToObj(Long::toString).toList();
            old.forEach(channel::withLead);
            AtomicInteger arrived = new AtomicInteger();
            channel.afterEachPage(() -> {
                if (arrived.get() < 3) {
                    channel.withLead("9" + arrived.getAndIncrement());
                }
            });
            try (Feed feed = Connection.open(context)) {
                Connection.Outcome first = Connection.readToTheEnd(feed, "lead", null);
                assertThat(first.values("leads_id")).containsAll(old);
                assertThat(Connection.readToTheEnd(feed, "lead", first.cursor()).values("leads_id"))
                        .contains("90", "91", "92");
            }
        }

        @Test
        @DisplayName("are read beyond five thousand by the last row that was seen")
        void beyond_five_thousand() throws Exception {
            LongStream.rangeClosed(100_001, 105_601).mapToObj(Long::toString).forEach(channel::withLead);
            try (Feed feed = Connection.open(context)) {
                assertThat(Connection.readToTheEnd(feed, "lead", null).values("leads_id").stream()
                                .distinct())
                        .hasSize(5_601);
            }
            assertThat(queries(FakeTencentAds.LEADS_PATH))
                    .filteredOn(query -> query.containsKey("last_search_after_values"))
                    .hasSize(4)
                    .first()
                    .satisfies(query ->
                            assertThat(query.get("last_search_after_values")).isEqualTo("[1772415000000,100602]"));
        }

        private List<Row> recorded() throws Exception {
            channel.gateway().on(FakeTencentAds.LEADS_PATH, RecordedReply.resource(ReadingTest.class, "leads.json"));
            try (Feed feed = Connection.open(context)) {
                return feed.read("lead", null).rows();
            }
        }

        @Test
        @DisplayName("keep ids exact and nothing of the person but the phone")
        void keep_ids_exact() throws Exception {
            assertThat(recorded().getFirst().values())
                    .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                            Map.entry("leads_id", "3600000000000000123"),
                            Map.entry("leads_create_time", "2026-03-01T19:42:08+08:00"),
                            Map.entry("leads_action_time", "2026-03-01T20:10:00+08:00"),
                            Map.entry("account_id", Connection.ACCOUNT),
                            Map.entry("org_unit", Connection.ACCOUNT),
                            Map.entry("adgroup_id", "21000000001"),
                            Map.entry("entry", "FORM"),
                            Map.entry("state", "OPPORTUNITY"),
                            Map.entry("validity", "VALID"),
                            Map.entry("leads_telephone", "13900000002")));
        }

        @Test
        @DisplayName("count with a masked phone, and say why they are worthless")
        void a_masked_number_is_no_phone() throws Exception {
            assertThat(recorded().get(1).values())
                    .containsEntry("validity", "INVALID")
                    .containsEntry("invalid_reason", "NOTINTENTION")
                    .containsEntry("entry", "CALL")
                    .doesNotContainKey("leads_telephone")
                    .doesNotContainKey("adgroup_id");
        }

        @Test
        @DisplayName("stay, with a state that nobody knows")
        void an_unknown_state_stays() {
            assertThat(LeadTags.state(Optional.of("LEADS_FOLLOW_TAG_BRAND_NEW")))
                    .isEqualTo("OTHER");
            assertThat(LeadTags.validity(Optional.of("LEADS_FOLLOW_TAG_BRAND_NEW")))
                    .isEqualTo("UNKNOWN");
            assertThat(LeadTags.validity(Optional.of("LEADS_FOLLOW_TAG_INVALID_BRAND_NEW")))
                    .isEqualTo("INVALID");
            assertThat(LeadTags.state(Optional.empty())).isEqualTo("OTHER");
        }
    }

    @Test
    @DisplayName("the check reaches each account and says how many there are")
    void the_check_reaches_each_account() throws Exception {
        try (Feed feed = Connection.open(context, "account-ids", "20000002\n20000001")) {
            assertThat(feed.check().en())
                    .isEqualTo("Connected to Tencent Ads; reads the 2 advertiser account(s) of the settings.");
        }
        assertThat(queries(FakeTencentAds.REPORT_PATH))
                .extracting(query -> query.get("account_id") + " " + query.get("level"))
                .containsExactly("20000001 REPORT_LEVEL_ADVERTISER", "20000002 REPORT_LEVEL_ADVERTISER");
    }
}
