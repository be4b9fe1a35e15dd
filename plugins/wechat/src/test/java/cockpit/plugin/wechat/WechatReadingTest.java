package cockpit.plugin.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.Secret;
import cockpit.spi.Settings;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.WebhookDelivery;
import cockpit.spi.source.WebhookFeed;
import cockpit.spi.source.WebhookRejection;
import cockpit.spi.source.WebhookRequest;
import cockpit.testkit.source.FakeSourceContext;
import cockpit.testkit.source.MovableTime;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The WeChat connection")
class WechatReadingTest {

    private final MovableTime time = MovableTime.at("2026-03-02T10:00:00+08:00");
    private final RecordedGateway channel = new RecordedGateway().allow("api.weixin.qq.com");

    private WebhookFeed feed(String... more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "app-id",
                Callbacks.APP,
                "app-secret",
                "invented-app-secret",
                "mini-app-id",
                "wxMini",
                "mini-app-secret",
                "invented-mini-secret",
                "callback-token",
                Callbacks.TOKEN.reveal(),
                "callback-key",
                Callbacks.KEY.reveal()));
        for (int index = 0; index < more.length; index += 2) {
            values.put(more[index], more[index + 1]);
        }
        values.values().removeIf(String::isEmpty);
        WechatContractTest.ANSWERS.forEach((path, name) -> {
            if (!prepared.contains(path)) {
                channel.on(path, RecordedReply.resource(WechatContractTest.class, name));
            }
        });
        WechatSource source = new WechatSource();
        return (WebhookFeed) source.open(
                Settings.of(source.describe().settings(), values),
                FakeSourceContext.of(channel, time).withHistoryDays(1));
    }

    private final java.util.Set<String> prepared = new java.util.HashSet<>();

    private void on(String path, String answer) {
        prepared.add(path);
        channel.on(path, RecordedReply.json(answer));
    }

    private List<Row> read(String stream) throws Exception {
        return feed().read(stream, null).rows();
    }

    private static List<String> values(List<Row> rows, String column) {
        return rows.stream()
                .map(row -> String.valueOf(row.values().get(column)))
                .toList();
    }

    private static void isRefused(int status, ThrowingCallable call) {
        WebhookRejection rejection = catchThrowableOfType(WebhookRejection.class, call);
        assertThat(rejection).isNotNull();
        assertThat(rejection.status()).isEqualTo(status);
    }

    @Test
    void reads_followers_by_source_with_the_stand_apart_and_keeps_unknown_sources() throws Exception {
        List<Row> rows = read("follower_day");

        assertThat(values(rows, "line")).containsExactly("total", "total", "source 0", "source 30", "source 777");
        assertThat(values(rows, "source")).containsExactly("null", "null", "OTHER", "QR_CODE", "777");
        assertThat(values(rows, "cumulate_user")).startsWith("10000", "10106");
        assertThat(RecordedGateway.body(channel.requests(Followers.STAND_PATH).getFirst()))
                .isEqualTo("{\"begin_date\":\"2026-03-01\",\"end_date\":\"2026-03-01\"}");
    }

    @Test
    void waits_for_followers_whose_stand_is_not_there_and_never_takes_the_day_for_empty() {
        on(Followers.STAND_PATH, "{\"list\":[]}");
        on(Followers.CHANGES_PATH, "{\"list\":[]}");

        SourceFault fault = catchThrowableOfType(SourceFault.class, () -> read("follower_day"));
        assertThat(fault.fault()).isEqualTo(Fault.LIMIT);
    }

    @Test
    void joins_who_read_and_who_shared_an_article_and_waits_for_delayed_figures() throws Exception {
        List<Row> rows = read("article_day");
        assertThat(values(rows, "msgid")).containsExactly("2247480001_1", "2247480001_2");
        assertThat(values(rows, "read_user")).containsExactly("812", "90");
        assertThat(values(rows, "share_user")).containsExactly("31", "null");

        on(Articles.READ_PATH, "{\"list\":[],\"is_delay\":true}");
        assertThat(catchThrowableOfType(SourceFault.class, () -> read("article_day"))
                        .fault())
                .isEqualTo(Fault.LIMIT);
    }

    @Test
    void turns_the_time_of_a_visit_into_a_sum_and_writes_days_as_a_mini_program_wants_them() throws Exception {
        List<Row> rows = read("app_day");
        assertThat(values(rows, "stay_seconds")).containsExactly("185433");
        assertThat(values(rows, "visit_total")).containsExactly("391029");
        assertThat(RecordedGateway.body(channel.requests(AppDays.TREND_PATH).getFirst()))
                .isEqualTo("{\"begin_date\":\"20260301\",\"end_date\":\"20260301\"}");
        assertThat(values(read("page_day"), "stay_seconds")).containsExactly("1737141", "20");
    }

    @Test
    void puts_opens_and_visitors_of_a_source_into_one_row_and_keeps_unknown_parts() throws Exception {
        List<Row> rows = read("app_part_day");

        assertThat(rows)
                .extracting(
                        row -> row.values().get("facet") + " " + row.values().get("part") + " "
                                + row.values().get("opens") + " " + row.values().get("visitors"))
                .containsExactly(
                        "SOURCE 10 5 3",
                        "SOURCE 29 687 null",
                        "STAY_TIME 100+ 16329 null",
                        "DEPTH 1 6 null",
                        "something_new 1 3 null");
    }

    @Test
    void tells_retention_with_its_base() throws Exception {
        List<Row> rows = read("app_retention");

        assertThat(rows)
                .extracting(row -> row.values().get("kind") + " " + row.values().get("after_days") + " "
                        + row.values().get("users") + "/" + row.values().get("base_users"))
                .containsExactly("NEW 0 400/400", "NEW 1 31/400", "ACTIVE 0 1967/1967");
    }

    @Test
    void reads_nothing_for_an_app_that_it_lacks() throws Exception {
        WebhookFeed feed = feed("mini-app-id", "", "mini-app-secret", "");
        Page page = feed.read("app_day", null);
        assertThat(page.rows()).isEmpty();
        assertThat(page.more()).isFalse();
        assertThat(page.next()).isNull();
        assertThat(channel.requests()).isEmpty();
        assertThat(feed.read("follower_day", null).rows()).isNotEmpty();
    }

    @Test
    void says_what_is_missing_of_its_settings() {
        assertThat(sentence("app-secret", "")).contains("app-secret is missing");
        assertThat(sentence("mini-app-id", "")).contains("mini-app-id is missing");
        assertThat(sentence("app-id", "", "app-secret", "", "mini-app-id", "", "mini-app-secret", ""))
                .contains("enter an official account");
        assertThat(sentence("callback-key", "")).contains("callback-key");
        assertThat(sentence("callback-key", "short")).contains("callback-key");
    }

    private String sentence(String... more) {
        SourceFault fault =
                catchThrowableOfType(SourceFault.class, () -> feed(more).check());
        assertThat(fault.fault()).isEqualTo(Fault.SETTINGS);
        return fault.sentence().en();
    }

    @Test
    void answers_the_verification_of_its_address() throws Exception {
        WebhookDelivery delivery = feed().receive(Callbacks.verification(Callbacks.TOKEN, time.now(), "1234567890"));
        assertThat(delivery.answer()).contains("1234567890");
        assertThat(delivery.eventId()).isEmpty();
        isRefused(401, () -> feed().receive(Callbacks.verification(Secret.of("x"), time.now(), "1")));
        isRefused(400, () -> feed().receive(Callbacks.verification(Callbacks.TOKEN, time.now(), "1".repeat(201))));
    }

    @Test
    void stores_what_a_follower_did_with_the_campaign_that_brought_them_and_never_what_they_wrote() throws Exception {
        assertThat(touch(Callbacks.event("subscribe", "qrscene_desk_7")).values())
                .containsEntry("kind", "FOLLOWED")
                .containsEntry("open_id", "oDemo1")
                .containsEntry("state", "desk_7");
        assertThat(touch(Callbacks.event("SCAN", "desk_7")).values()).containsEntry("state", "desk_7");
        assertThat(touch(Callbacks.event("CLICK", "menu")).values()).containsEntry("state", null);
        assertThat(touch(Callbacks.message("text", "<Content>13900000001</Content>"))
                        .toString())
                .doesNotContain("13900000001");
        assertThat(feed().receive(Callbacks.sealed(Callbacks.TOKEN, time.now(), Callbacks.event("subscribe", "")))
                        .answer())
                .contains("success");
    }

    private Row touch(String message) throws WebhookRejection {
        return feed().receive(Callbacks.sealed(Callbacks.TOKEN, time.now(), message))
                .rows()
                .getOrDefault("touch", List.of())
                .getFirst();
    }

    @Test
    void takes_plain_callbacks_only_where_the_admin_chose_them() throws Exception {
        WebhookRequest plain = Callbacks.plain(Callbacks.TOKEN, time.now(), Callbacks.event("subscribe", "qrscene_a"));
        isRefused(401, () -> feed().receive(plain));
        WebhookFeed open = feed("callback-mode", "plain", "callback-key", "");
        assertThat(open.receive(plain).rows()).containsKey("touch");
        isRefused(
                401, () -> open.receive(Callbacks.plain(Secret.of("x"), time.now(), Callbacks.event("subscribe", ""))));
        isRefused(
                401,
                () -> open.receive(Callbacks.plain(
                        Callbacks.TOKEN, time.now().minusSeconds(400), Callbacks.event("subscribe", ""))));
        isRefused(
                400,
                () -> open.receive(Callbacks.plain(
                        Callbacks.TOKEN,
                        time.now(),
                        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><xml><MsgType>&a;</MsgType></xml>")));
        isRefused(401, () -> feed("callback-token", "").receive(plain));
    }
}
