package cockpit.plugin.tmall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.plugin.tmall.Connection.Outcome;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.testkit.source.FakeSourceContext;
import cockpit.testkit.source.MovableTime;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Reading a shop at Tmall")
class TradeReadingTest {

    private final FakeTop channel = new FakeTop();
    private final MovableTime time = MovableTime.at("2026-03-02T10:00:00+08:00");
    private final FakeSourceContext context =
            FakeSourceContext.of(channel.gateway(), time).withHistoryDays(3);

    private Map<String, Row> recorded(String stream, String file) throws Exception {
        String whole = new String(RecordedReply.resource(getClass(), file).body(), StandardCharsets.UTF_8);
        String body = whole.replaceFirst("\"total_results\":\\d+", "\"total_results\":1");
        RecordedGateway gateway = new RecordedGateway().allow("eco.taobao.com").on(Top.PATH, RecordedReply.json(body));
        try (Feed feed = Connection.open(FakeSourceContext.of(gateway, time))) {
            Map<String, Row> rows = new java.util.LinkedHashMap<>();
            String key = stream.equals("order") ? "tid" : stream.equals("order_line") ? "oid" : "refund_id";
            feed.read(stream, null)
                    .rows()
                    .forEach(row -> rows.put(String.valueOf(row.values().get(key)), row));
            return rows;
        }
    }

    @Test
    @DisplayName("a paid trade counts with its payment at the time of payment, its number as text")
    void a_paid_trade() throws Exception {
        assertThat(recorded("order", "trades.json").get("4012345678901234567").values())
                .containsEntry("tid", "4012345678901234567")
                .containsEntry("status", "PAID")
                .containsEntry("at", "2026-03-01T10:13:05+08:00")
                .containsEntry("amount", "1198.00")
                .containsEntry("paid", "1198.00")
                .containsEntry("total_fee", "1360.00")
                .containsEntry("buyer_open_uid", "AAEdemoOpenUid01")
                .doesNotContainKeys("receiver_mobile", "org_unit");
    }

    @Test
    @DisplayName("a deposit sale counts with what is paid so far, until the rest is paid")
    void a_deposit_sale() throws Exception {
        assertThat(recorded("order", "trades.json").get("4012345678901234568").values())
                .containsEntry("status", "PARTLY_PAID")
                .containsEntry("at", "2026-03-01T11:00:00+08:00")
                .containsEntry("amount", "200.00")
                .containsEntry("paid", "200.00");
    }

    @Test
    @DisplayName(
            "a trade that was closed before payment does not count, one that was given back does, on the day it was paid")
    void closed_trades() throws Exception {
        Map<String, Row> rows = recorded("order", "trades.json");
        assertThat(rows.get("4012345678901234569").values())
                .containsEntry("status", "VOIDED")
                .containsEntry("paid", "0.00");
        assertThat(rows.get("4012345678901234570").values())
                .containsEntry("status", "REFUNDED")
                .containsEntry("amount", "450.00")
                .containsEntry("at", "2026-02-20T09:05:00+08:00");
    }

    @Test
    @DisplayName("a line brings its share after the trade's discounts, also when it was given back")
    void lines() throws Exception {
        Map<String, Row> rows = recorded("order_line", "trades.json");
        assertThat(rows).hasSize(5);
        assertThat(rows.get("4012345678901234571").values())
                .containsEntry("tid", "4012345678901234570")
                .containsEntry("divide_order_fee", "270.00");
        assertThat(rows.get("4012345678901234569").values())
                .as("an answer without shares has the line's payment")
                .containsEntry("divide_order_fee", "99.00");
    }

    @Test
    @DisplayName("only a refund that succeeded is one, on the day when it did")
    void refunds() throws Exception {
        Map<String, Row> rows = recorded("refund", "refunds.json");
        assertThat(rows).containsOnlyKeys("76012345678901234");
        assertThat(rows.get("76012345678901234").values())
                .containsEntry("modified", "2026-03-01T12:00:00+08:00")
                .containsEntry("refund_fee", "450.00");
    }

    @Test
    @DisplayName("a later remark on a refund does not move it to another day")
    void a_refund_keeps_its_day() throws Exception {
        long first = (Long) recorded("refund", "refunds.json")
                .get("76012345678901234")
                .values()
                .get("earlier");
        assertThat(Refunds.STREAM.version()).contains("earlier");
        assertThat(first)
                .isEqualTo(-java.time.OffsetDateTime.parse("2026-03-01T12:00:00+08:00")
                        .toEpochSecond());
    }

    @Test
    @DisplayName("both forms of the answer are understood, and a single row without its list")
    void both_forms() throws Exception {
        String trade = "{\"tid\":1,\"created\":\"2026-03-01 10:00:00\",\"modified\":\"2026-03-01 10:00:00\","
                + "\"payment\":\"1.00\",\"pay_time\":\"2026-03-01 10:00:00\"}";
        for (String body : List.of(
                "{\"total_results\":1,\"trades\":[" + trade + "]}",
                "{\"total_results\":\"1\",\"trades\":{\"trade\":" + trade + "}}",
                "{\"trades_sold_increment_get_response\":{\"total_results\":1,\"trades\":{\"trade\":[" + trade
                        + "],\"unknown\":7}}}")) {
            channel.answering(Trades.METHOD, _ -> body);
            try (Feed feed = Connection.open(context)) {
                assertThat(feed.read("order", null).rows()).hasSize(1);
            }
        }
    }

    private List<String> windows() {
        return channel.calls(Trades.METHOD).stream()
                .map(form -> form.get("start_modified") + " – " + form.get("end_modified"))
                .toList();
    }

    @Test
    @DisplayName("begins with the newest changes, then goes back over the history by days")
    void newest_first() throws Exception {
        try (Feed feed = Connection.open(context)) {
            Connection.readToTheEnd(feed, "order", null);
        }
        assertThat(windows().getFirst()).isEqualTo("2026-03-02 09:40:00 – 2026-03-02 10:00:00");
        assertThat(windows().get(1)).endsWith("– 2026-03-02 09:50:00");
        assertThat(windows().getLast()).startsWith("2026-02-27 00:00:00");
    }

    @Test
    @DisplayName("no window is longer than a day, and none begins before the three months that the platform keeps")
    void windows_are_allowed() throws Exception {
        try (Feed feed = Connection.open(context.withHistoryDays(400))) {
            Connection.readToTheEnd(feed, "order", null);
        }
        DateTimeFormatter plain = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
        LocalDateTime earliest = LocalDateTime.parse("2025-12-02T00:00:00");
        List<LocalDateTime> begins = new ArrayList<>();
        for (Map<String, String> form : channel.calls(Trades.METHOD)) {
            LocalDateTime from = LocalDateTime.parse(form.get("start_modified"), plain);
            LocalDateTime to = LocalDateTime.parse(form.get("end_modified"), plain);
            assertThat(Duration.between(from, to)).isLessThanOrEqualTo(Duration.ofDays(1));
            begins.add(from);
        }
        assertThat(begins).contains(earliest).allMatch(begin -> !begin.isBefore(earliest));
    }

    @Test
    @DisplayName("goes on where it ended, ten minutes before, in windows of half an hour after a rest")
    void goes_on() throws Exception {
        try (Feed feed = Connection.open(context.withHistoryDays(0))) {
            String cursor = Connection.readToTheEnd(feed, "order", null).cursor();
            time.advance(Duration.ofHours(1));
            int before = windows().size();
            Connection.readToTheEnd(feed, "order", cursor);
            assertThat(windows().subList(before, windows().size()))
                    .containsExactly(
                            "2026-03-02 09:50:00 – 2026-03-02 10:20:00",
                            "2026-03-02 10:10:00 – 2026-03-02 10:40:00",
                            "2026-03-02 10:30:00 – 2026-03-02 11:00:00");
        }
    }

    @Test
    @DisplayName("misses no trade when one changes while its window is read, and reads that one again")
    void pages_shift() throws Exception {
        for (int index = 0; index < 250; index++) {
            channel.withTrade(
                    Integer.toString(1000 + index), "2026-03-02 09:%02d:%02d".formatted(45 + index / 60, index % 60));
        }
        AtomicBoolean changed = new AtomicBoolean();
        channel.afterEachPage(() -> {
            if (channel.calls(Trades.METHOD).size() == 2 && !changed.getAndSet(true)) {
                channel.withTrade("1249", "2026-03-02 09:59:30");
            }
        });
        try (Feed feed = Connection.open(context.withHistoryDays(0))) {
            Outcome first = Connection.readToTheEnd(feed, "order", null);
            time.advance(Duration.ofMinutes(2));
            Outcome second = Connection.readToTheEnd(feed, "order", first.cursor());
            List<String> all = new ArrayList<>(first.values("tid"));
            all.addAll(second.values("tid"));
            for (int index = 0; index < 250; index++) {
                assertThat(all).contains(Integer.toString(1000 + index));
            }
            assertThat(second.rows()).anySatisfy(row -> assertThat(row.values())
                    .containsEntry("tid", "1249")
                    .containsEntry("modified", "2026-03-02T09:59:30+08:00"));
        }
        assertThat(changed).isTrue();
    }

    @Test
    @DisplayName("times carry the platform's offset, whatever the tenant's zone")
    void times_have_an_offset() throws Exception {
        channel.withTrade("1000", "2026-03-02 09:50:00");
        try (Feed feed = Connection.open(context.withZone(ZoneId.of("Asia/Tokyo")))) {
            assertThat(feed.read("order", null).rows().getFirst().values())
                    .containsEntry("modified", "2026-03-02T09:50:00+08:00");
        }
    }

    @Test
    @DisplayName("a message brings its trade at once, and is confirmed when the host has stored it")
    void messages() throws Exception {
        channel.withTrade("1000", "2026-03-02 09:59:50").withMessage("71", "1000");
        try (Feed feed = Connection.open(context.withHistoryDays(0), "messages", "true")) {
            var page = feed.read("order", null);
            assertThat(page.rows()).extracting(row -> row.values().get("tid")).containsExactly("1000");
            assertThat(page.more()).isTrue();
            assertThat(channel.calls(Messages.CONFIRM)).isEmpty();
            // The page was not stored: the same read brings the same.
            assertThat(feed.read("order", null).rows()).isEqualTo(page.rows());

            Outcome rest = Connection.readToTheEnd(feed, "order", page.next());
            assertThat(channel.calls(Messages.CONFIRM))
                    .extracting(form -> form.get("s_message_ids"))
                    .containsExactly("71");
            assertThat(rest.cursor()).doesNotContain("71");
            assertThat(windows()).as("the windows are read all the same").isNotEmpty();
        }
        try (Feed feed = Connection.open(context.withHistoryDays(0))) {
            assertThat(Connection.readToTheEnd(feed, "order", "messages-1 71 ").rows())
                    .as("a cursor of the time with messages is read on without them")
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("a session of fixed term that ended asks the admin for consent, and is not tried again and again")
    void a_fixed_session_ends() {
        channel.expire();
        SourceFault fault = catchThrowableOfType(SourceFault.class, () -> {
            try (Feed feed = Connection.open(context, "refresh-token", "")) {
                feed.read("order", null);
            }
        });
        assertThat(fault.fault()).isEqualTo(Fault.ACCESS);
        assertThat(fault.sentence().en())
                .isEqualTo("Tmall: the shop's consent has ended; let the shop consent again and enter the new session"
                        + " (code 27 invalid-sessionkey, request 15tdemo0002).");
        assertThat(channel.calls(Trades.METHOD)).hasSize(1);
        assertThat(channel.calls(Sessions.REFRESH_METHOD)).isEmpty();
    }

    @Test
    @DisplayName("the check says what it found, and reminds of a consent that ends within two weeks")
    void the_check_reminds() throws Exception {
        channel.withTrade("1000", "2026-03-02 09:50:00");
        try (Feed feed = Connection.open(context, "consent-until", "2026-03-10")) {
            assertThat(feed.check().en())
                    .isEqualTo(
                            "Connected to the Tmall shop; 1 trade(s) changed in the last 30 minutes. The shop's consent"
                                    + " ends on 2026-03-10; let it consent again soon.");
        }
        try (Feed feed = Connection.open(context, "consent-until", "2026-12-31")) {
            assertThat(feed.check().zh()).isEqualTo("已连接天猫店铺，最近 30 分钟有 1 笔订单变更。");
        }
    }
}
