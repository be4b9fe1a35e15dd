package cockpit.plugin.douyin;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.spi.source.Feed;
import cockpit.spi.source.Row;
import cockpit.testkit.source.FakeSourceContext;
import cockpit.testkit.source.MovableTime;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The list of leads")
class LeadReadingTest {

    private final FakeOceanEngine channel = new FakeOceanEngine();
    private final MovableTime time = MovableTime.at("2026-03-02T10:00:00+08:00");
    private final FakeSourceContext context =
            FakeSourceContext.of(channel.gateway(), time).withHistoryDays(0);

    private List<Map<String, String>> queries(int since) {
        List<Map<String, String>> queries = channel.gateway().requests(FakeOceanEngine.LEADS_PATH).stream()
                .map(RecordedGateway::query)
                .toList();
        return queries.subList(since, queries.size());
    }

    @Test
    @DisplayName("loses no lead while new ones arrive on top of it")
    void loses_no_lead_while_new_ones_arrive() throws Exception {
        List<String> old =
                IntStream.range(0, 9).mapToObj(index -> "old-" + index).toList();
        old.forEach(channel::withLead);
        AtomicInteger arrived = new AtomicInteger();
        channel.afterEachPage(() -> {
            if (arrived.get() < 3) {
                channel.withLead("new-" + arrived.getAndIncrement());
            }
        });
        try (Feed feed = Connection.open(context)) {
            Connection.Outcome first = Connection.readToTheEnd(feed, "lead", null);
            assertThat(first.values("clue_id")).containsAll(old);
            Connection.Outcome second = Connection.readToTheEnd(feed, "lead", first.cursor());
            assertThat(second.values("clue_id")).contains("new-0", "new-1", "new-2");
        }
    }

    @Test
    @DisplayName("reads the last two days at each poll, since states change")
    void reads_two_days_at_each_poll() throws Exception {
        channel.withLead("lead-1");
        try (Feed feed = Connection.open(context)) {
            String cursor = Connection.readToTheEnd(feed, "lead", null).cursor();
            int before = queries(0).size();
            time.advance(Duration.ofMinutes(1));
            Connection.readToTheEnd(feed, "lead", cursor);
            assertThat(queries(before))
                    .containsExactly(Map.of(
                            "advertiser_ids", "[" + Connection.ACCOUNT + "]",
                            "start_time", "2026-02-28 00:00:00",
                            "end_time", "2026-03-02 23:59:59",
                            "page", "1",
                            "page_size", "100"));
        }
    }

    @Test
    @DisplayName("reads thirty days again once a day")
    void reads_thirty_days_once_a_day() throws Exception {
        channel.withLead("lead-1");
        try (Feed feed = Connection.open(context)) {
            String cursor = Connection.readToTheEnd(feed, "lead", null).cursor();
            int before = queries(0).size();
            time.advance(Duration.ofDays(1));
            Connection.readToTheEnd(feed, "lead", cursor);
            assertThat(queries(before))
                    .extracting(query -> query.get("start_time"))
                    .containsExactly("2026-03-01 00:00:00", "2026-02-02 00:00:00");
        }
    }

    @Test
    @DisplayName("asks for no lead older than the channel keeps")
    void asks_for_two_years_at_most() throws Exception {
        channel.withLead("lead-1");
        try (Feed feed = Connection.open(context.withHistoryDays(2000))) {
            Connection.readToTheEnd(feed, "lead", null);
        }
        assertThat(queries(0).getLast()).containsEntry("start_time", "2024-03-03 00:00:00");
    }

    @Test
    @DisplayName("names a hundred accounts in one request")
    void names_a_hundred_accounts_at_once() throws Exception {
        channel.withLead("lead-1");
        String accounts = String.join(
                "\n",
                IntStream.range(0, 150).mapToObj(index -> "17" + (1000 + index)).toList());
        try (Feed feed = Connection.open(context, "advertiser-ids", accounts)) {
            Connection.readToTheEnd(feed, "lead", null);
        }
        assertThat(queries(0))
                .extracting(query -> query.getOrDefault("advertiser_ids", "").split(",", -1).length)
                .containsExactly(100, 50);
    }

    private List<Row> recorded() throws Exception {
        channel.gateway().on(FakeOceanEngine.LEADS_PATH, RecordedReply.resource(getClass(), "leads.json"));
        try (Feed feed = Connection.open(context)) {
            return feed.read("lead", null).rows();
        }
    }

    @Test
    @DisplayName("keeps ids exact and takes nothing of the person but the phone")
    void keeps_ids_exact() throws Exception {
        assertThat(recorded().getFirst().values())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("clue_id", "7480000000000000123"),
                        Map.entry("create_time_detail", "2026-03-01 19:42:08"),
                        Map.entry("advertiser_id", "1730000000000001"),
                        Map.entry("org_unit", "880001"),
                        Map.entry("project_id", "7420000000000000001"),
                        Map.entry("promotion_id", "7421000000000000001"),
                        Map.entry("creative_id", "7422000000000000001"),
                        Map.entry("entry", "FORM"),
                        Map.entry("state", "NEW"),
                        Map.entry("validity", "UNKNOWN"),
                        Map.entry("telephone", "13900000002"),
                        Map.entry("city_name", "杭州")));
    }

    @Test
    @DisplayName("keeps a lead with a masked phone, without the phone")
    void a_masked_number_is_no_phone() throws Exception {
        assertThat(recorded().get(1).values())
                .containsEntry("clue_id", "7480000000000000122")
                .doesNotContainKey("telephone");
    }

    @Test
    @DisplayName("takes the ad of the older ads for a promotion, and the account where no store is named")
    void older_ads_and_missing_stores() throws Exception {
        assertThat(recorded().get(1).values())
                .containsEntry("promotion_id", "1650000000000001")
                .containsEntry("creative_id", "1651000000000001")
                .containsEntry("org_unit", "1730000000000001")
                .containsEntry("entry", "CALL")
                .containsEntry("validity", "INVALID");
    }

    @Test
    @DisplayName("counts previews and abnormal traffic as invalid, and knows no valid lead by an unknown state")
    void codes() {
        assertThat(LeadCodes.validity(Optional.of(2L), Optional.of(1L))).isEqualTo("VALID");
        assertThat(LeadCodes.validity(Optional.of(2L), Optional.of(4L))).isEqualTo("INVALID");
        assertThat(LeadCodes.validity(Optional.of(99L), Optional.of(1L))).isEqualTo("UNKNOWN");
        assertThat(LeadCodes.state(Optional.of(99L))).isEqualTo("OTHER");
        assertThat(LeadCodes.entry(Optional.of(1L), Optional.of(5L))).isEqualTo("PRIVATE_MESSAGE");
    }
}
