package cockpit.plugin.wecom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.Secret;
import cockpit.spi.Settings;
import cockpit.spi.source.EncryptedCallbacks;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Json;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The WeCom connection")
class WecomReadingTest {

    private final MovableTime time = MovableTime.at("2026-03-02T10:00:00+08:00");
    private final RecordedGateway channel = new RecordedGateway()
            .allow("qyapi.weixin.qq.com")
            .on(Api.TOKEN_PATH, RecordedReply.json("{\"errcode\":0,\"access_token\":\"token-1\",\"expires_in\":7200}"))
            .on(Staff.FOLLOWERS_PATH, RecordedReply.json("{\"errcode\":0,\"follow_user\":[\"b\",\"a\",\"c\",\"a\"]}"))
            .on(Tags.PATH, RecordedReply.resource(WecomReadingTest.class, "tags.json"));

    private WebhookFeed feed(String... more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "corp-id",
                Callbacks.CORP,
                "secret",
                "invented-app-secret",
                "callback-token",
                Callbacks.TOKEN.reveal(),
                "callback-key",
                Callbacks.KEY.reveal()));
        for (int index = 0; index < more.length; index += 2) {
            values.put(more[index], more[index + 1]);
        }
        values.values().removeIf(String::isEmpty);
        WecomSource source = new WecomSource();
        return (WebhookFeed) source.open(
                Settings.of(source.describe().settings(), values),
                FakeSourceContext.of(channel, time).withHistoryDays(40));
    }

    private List<Row> readAll(WebhookFeed feed, String stream, @Nullable String from) throws Exception {
        List<Row> rows = new ArrayList<>();
        String cursor = from;
        for (int count = 0; count < 100; count++) {
            Page page = feed.read(stream, cursor);
            rows.addAll(page.rows());
            cursor = page.next();
            if (!page.more()) {
                return rows;
            }
        }
        throw new AssertionError("It does not end.");
    }

    private static List<String> values(List<Row> rows, String column) {
        return rows.stream()
                .map(row -> String.valueOf(row.values().get(column)))
                .toList();
    }

    private Json body(int index, String path) throws SourceFault {
        return FakeSourceContext.of(channel, time)
                .json(channel.requests(path).get(index).body());
    }

    private static String contacts(String next, String... ids) {
        List<String> entries = new ArrayList<>();
        for (String id : ids) {
            entries.add("{\"external_contact\":{\"external_userid\":\"" + id
                    + "\"},\"follow_info\":{\"createtime\":1772341205}}");
        }
        return "{\"errcode\":0,\"external_contact_list\":[" + String.join(",", entries) + "],\"next_cursor\":\"" + next
                + "\"}";
    }

    @Test
    void reads_the_contacts_member_by_member_and_pages_that_are_short_but_not_the_last() throws Exception {
        channel.on(Contacts.PATH, request -> {
            String asked = RecordedGateway.body(request);
            if (asked.contains("[\"b\"]")) {
                return RecordedReply.json(
                        asked.contains("\"cursor\":\"\"") ? contacts("next=1 /", "wm3") : contacts("", "wm4", "wm3"));
            }
            return RecordedReply.json(asked.contains("[\"a\"]") ? contacts("", "wm1", "wm2") : contacts("", "wm1"));
        });

        List<Row> rows = readAll(feed(), "contact", null);

        assertThat(rows)
                .extracting(
                        row -> row.values().get("userid") + " " + row.values().get("external_userid"))
                .containsExactly("a wm1", "a wm2", "b wm3", "b wm4", "c wm1");
        assertThat(body(2, Contacts.PATH).at("cursor").text()).contains("next=1 /");
    }

    @Test
    void goes_on_where_a_failure_broke_it_off_and_hands_over_what_came_before() throws Exception {
        List<String> down = new ArrayList<>(List.of("b"));
        channel.on(Contacts.PATH, request -> {
            String asked = RecordedGateway.body(request);
            if (!down.isEmpty() && asked.contains("[\"b\"]")) {
                return RecordedReply.json("{\"errcode\":-1,\"errmsg\":\"busy\"}");
            }
            return RecordedReply.json(contacts("", "wm" + asked.charAt(17)));
        });
        WebhookFeed feed = feed();
        Page first = feed.read("contact", null);
        assertThat(values(first.rows(), "userid")).containsExactly("a");
        assertThat(first.more()).isTrue();
        assertThat(catchThrowableOfType(SourceFault.class, () -> feed.read("contact", first.next()))
                        .fault())
                .isEqualTo(Fault.UPSTREAM);
        down.clear();
        assertThat(values(readAll(feed, "contact", first.next()), "userid")).containsExactly("b", "c");
    }

    @Test
    void goes_on_without_a_member_who_has_just_left() throws Exception {
        channel.on(
                        Contacts.PATH,
                        request -> RecordedReply.json(
                                RecordedGateway.body(request).contains("[\"b\"]")
                                        ? "{\"errcode\":60111,\"errmsg\":\"userid not found\"}"
                                        : contacts("", "wm1")))
                .on(
                        StaffDays.PATH,
                        request -> RecordedReply.json(
                                RecordedGateway.body(request).contains("[\"a\"]")
                                        ? "{\"errcode\":84061,\"errmsg\":\"not external contact\"}"
                                        : "{\"errcode\":0,\"behavior_data\":[{\"stat_time\":1772294400,\"chat_cnt\":1}]}"));

        assertThat(values(readAll(feed(), "contact", null), "userid")).containsExactly("a", "c");
        assertThat(values(readAll(feed(), "staff_day", null), "userid"))
                .contains("b", "c")
                .doesNotContain("a");
    }

    @Test
    void refuses_a_cursor_that_does_not_move_on() throws Exception {
        channel.on(Contacts.PATH, request -> RecordedReply.json(contacts("same")));

        SourceFault fault = catchThrowableOfType(SourceFault.class, () -> readAll(feed(), "contact", null));
        assertThat(fault.fault()).isEqualTo(Fault.DATA);
    }

    @Test
    void takes_the_phone_that_staff_noted_and_keeps_unknown_ways_of_adding() throws Exception {
        channel.on(Contacts.PATH, RecordedReply.resource(getClass(), "contacts.json"));

        List<Row> rows = readAll(feed("staff-ids", "a"), "contact", null);

        assertThat(values(rows, "remark_mobile")).containsExactly("13900000001", "null");
        assertThat(values(rows, "add_way")).containsExactly("SCAN", "777");
        assertThat(values(rows, "tags")).containsExactly("2", "0");
        assertThat(rows.toString()).doesNotContain("林").doesNotContain("avatar");
    }

    @Test
    void names_the_tags_and_keeps_one_that_was_just_deleted() throws Exception {
        channel.on(Contacts.PATH, RecordedReply.resource(getClass(), "contacts.json"));

        List<Row> rows = readAll(feed("staff-ids", "a"), "contact_tag", null);

        assertThat(values(rows, "tag_name")).containsExactly("玻尿酸", "null");
        assertThat(values(rows, "tag_group")).containsExactly("意向项目", "null");
    }

    @Test
    void takes_the_store_from_the_department_as_the_admin_chose() throws Exception {
        channel.on(Contacts.PATH, RecordedReply.json(contacts("", "wm1")))
                .on(
                        Staff.MEMBERS_PATH,
                        RecordedReply.json("{\"errcode\":0,\"userlist\":[{\"userid\":\"a\",\"department\":[101,7]},"
                                + "{\"userid\":\"b\",\"department\":[]}]}"))
                .on(
                        Staff.DEPARTMENTS_PATH,
                        RecordedReply.json(
                                "{\"errcode\":0,\"department\":[{\"id\":101,\"name\":\"S001　静安店\"},{\"id\":7}]}"));

        assertThat(values(readAll(feed(), "contact", null), "org_unit")).containsExactly("", "", "");
        assertThat(values(readAll(feed("org-unit-from", "department-id"), "contact", null), "org_unit"))
                .containsExactly("101", "", "");
        assertThat(values(readAll(feed("org-unit-from", "department-name"), "contact", null), "org_unit"))
                .containsExactly("S001", "", "");
        assertThat(values(readAll(feed("org-unit-from", "staff"), "contact", null), "org_unit"))
                .containsExactly("a", "b", "c");
    }

    @Test
    void turns_shares_and_averages_into_counts_and_asks_for_seconds_of_local_midnights() throws Exception {
        channel.on(StaffDays.PATH, RecordedReply.resource(getClass(), "behavior.json"));

        List<Row> rows = feed("staff-ids", "a").read("staff_day", null).rows();

        assertThat(values(rows, "day")).containsExactly("2026-03-01", "2026-02-28");
        assertThat(values(rows, "replied_chats")).containsExactly("53", "0");
        assertThat(values(rows, "first_reply_seconds")).containsExactly("19080", "0");
        assertThat(body(0, StaffDays.PATH).at("start_time").integer()).contains(1_769_788_800L);
        assertThat(body(0, StaffDays.PATH).at("end_time").integer()).contains(1_772_294_400L);
    }

    @Test
    void never_asks_for_a_day_before_the_next_morning() throws Exception {
        time.moveTo(java.time.OffsetDateTime.parse("2026-03-02T02:30:00+08:00").toInstant());
        channel.on(StaffDays.PATH, RecordedReply.json("{\"errcode\":0,\"behavior_data\":[]}"));

        readAll(feed("staff-ids", "a"), "staff_day", null);

        assertThat(body(0, StaffDays.PATH).at("end_time").integer()).contains(1_772_208_000L);
    }

    @Test
    void asks_for_the_groups_of_each_day_alone_and_follows_the_pages() throws Exception {
        channel.on(GroupDays.PATH, request -> {
            boolean first = RecordedGateway.body(request).contains("\"offset\":0");
            return RecordedReply.json("{\"errcode\":0,\"total\":2,\"next_offset\":" + (first ? 1 : 2)
                    + ",\"items\":[{\"owner\":\"" + (first ? "a" : "b") + "\",\"data\":{\"chat_total\":3}}]}");
        });

        List<Row> rows = readAll(feed(), "group_day", null);

        assertThat(rows).hasSize(80);
        assertThat(values(rows, "day")).contains("2026-03-01", "2026-01-21").doesNotContain("2026-01-20");
        assertThat(body(0, GroupDays.PATH).at("day_begin_time").integer())
                .isEqualTo(body(0, GroupDays.PATH).at("day_end_time").integer());
    }

    @Test
    void answers_the_verification_of_its_address() throws Exception {
        EncryptedCallbacks cipher = new EncryptedCallbacks(Callbacks.TOKEN, Callbacks.KEY, Callbacks.CORP);
        String echo = cipher.seal("1616140317555161061".getBytes(StandardCharsets.UTF_8));
        Map<String, List<String>> query = new HashMap<>(Callbacks.parameters(Callbacks.TOKEN, time.now(), echo));
        query.put("echostr", List.of(echo.replace('+', ' ')));

        WebhookDelivery delivery = feed().receive(new WebhookRequest("GET", query, Map.of(), new byte[0]));

        assertThat(delivery.answer()).contains("1616140317555161061");
        assertThat(delivery.eventId()).isEmpty();
        query.put("echostr", List.of(cipher.seal(new byte[] {1})));
        assertThat(catchThrowableOfType(WebhookRejection.class, () -> feed().receive(
                                        new WebhookRequest("GET", query, Map.of(), new byte[0])))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void stores_what_somebody_did_and_reads_again_what_it_changed() throws Exception {
        WebhookDelivery added = receive("add_external_contact", "<State>dy_0301_A</State>");
        assertThat(added.rows().get("touch")).singleElement().satisfies(row -> assertThat(row.values())
                .containsEntry("kind", "ADDED")
                .containsEntry("create_time", "1772416800")
                .containsEntry("user_id", "zhangmin")
                .containsEntry("external_user_id", "wmDemoAAA09")
                .containsEntry("state", "dy_0301_A"));
        assertThat(added.stale()).containsExactly("contact");
        assertThat(added.answer()).contains("");
        assertThat(receive("edit_external_contact", "").rows()).isEmpty();
        assertThat(receive("edit_external_contact", "").stale()).containsExactlyInAnyOrder("contact", "contact_tag");
        assertThat(receive("del_follow_user", "").rows().get("touch").getFirst().values())
                .containsEntry("kind", "LEFT");
        assertThat(receive("del_follow_user", "").eventId())
                .isEqualTo(receive("del_follow_user", "").eventId())
                .isNotEqualTo(receive("del_external_contact", "").eventId());
    }

    private WebhookDelivery receive(String change, String more) throws WebhookRejection {
        return feed().receive(Callbacks.post(Callbacks.TOKEN, time.now(), Callbacks.contact(change, more)));
    }

    @Test
    void takes_no_callbacks_without_token_and_key_and_says_what_is_missing() {
        assertThat(catchThrowableOfType(WebhookRejection.class, () -> feed("callback-token", "", "callback-key", "")
                                .receive(Callbacks.post(
                                        Secret.of(""), time.now(), Callbacks.contact("del_follow_user", ""))))
                        .status())
                .isEqualTo(401);
        assertThat(catchThrowableOfType(SourceFault.class, () -> feed("callback-key", "")
                                .check())
                        .sentence()
                        .en())
                .contains("callback-key is missing");
        assertThat(catchThrowableOfType(SourceFault.class, () -> feed("callback-key", "too-short")
                                .check())
                        .fault())
                .isEqualTo(Fault.SETTINGS);
    }

    @Test
    void refuses_entities_inside_the_encrypted_message_too() {
        String hostile = "<!DOCTYPE xml [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><xml><MsgType>&a;</MsgType></xml>";
        assertThat(catchThrowableOfType(WebhookRejection.class, () -> feed().receive(
                                        Callbacks.post(Callbacks.TOKEN, time.now(), hostile)))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void renews_a_token_that_died_early_once_and_never_in_a_loop() throws Exception {
        channel.on(Contacts.PATH, RecordedReply.json("{\"errcode\":42001,\"errmsg\":\"expired\"}"));

        assertThat(catchThrowableOfType(
                                SourceFault.class, () -> feed("staff-ids", "a").read("contact", null))
                        .fault())
                .isEqualTo(Fault.SETTINGS);
        assertThat(channel.requests(Api.TOKEN_PATH)).hasSize(2);
        assertThat(channel.requests(Contacts.PATH)).hasSize(2);
    }
}
