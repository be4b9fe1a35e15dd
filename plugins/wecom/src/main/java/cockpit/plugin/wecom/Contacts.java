package cockpit.plugin.wecom;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.Json;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contacts of all members, member by member: the channel tells neither what is new nor what has gone, so both streams
 * are read in full. One member a request, so that one who has just left keeps nobody else from being read.
 */
final class Contacts {

    static final String PATH = "/cgi-bin/externalcontact/batch/get_by_user";

    static final Stream CONTACT = Stream.named("contact", Text.of("客户好友", "Contacts"), Dataset.CONTACT)
            .columns(
                    Column.text("userid").as("staff_id").asRequired(),
                    Column.text("external_userid").as("external_user_id").asRequired(),
                    Column.instant("createtime").as("at").asRequired(),
                    Column.text("org_unit"),
                    Column.text("corp_id").as("account_id"),
                    Column.text("unionid").as("union_id"),
                    Column.phone("remark_mobile"),
                    Column.text("add_way").as("entry"),
                    Column.text("state"),
                    Column.oneOf("status", "ACTIVE"),
                    Column.count("tags"))
            .key("userid", "external_userid")
            .always("channel", "WECOM")
            .pulledEvery(Duration.ofHours(6))
            .readInFull();

    static final Stream TAG = Stream.named("contact_tag", Text.of("客户标签", "Contact tags"), Dataset.TAG)
            .columns(
                    Column.text("userid").as("staff_id").asRequired(),
                    Column.text("external_userid").as("external_user_id").asRequired(),
                    Column.text("tag_id").asRequired(),
                    Column.text("tag_group"),
                    Column.text("tag_name"),
                    Column.instant("createtime").as("at").asRequired(),
                    Column.text("org_unit"),
                    Column.text("corp_id").as("account_id"),
                    Column.text("unionid").as("union_id"))
            .key("userid", "external_userid", "tag_id")
            .always("channel", "WECOM")
            .pulledEvery(Duration.ofHours(24))
            .readInFull();

    private static final int REQUESTS = 20;
    private static final int ROWS = 1_000;
    private static final String VERSION = "1";
    private static final String END = VERSION + " end";

    private final Api api;
    private final Staff staff;
    private final Tags tags;
    private final String corpId;

    Contacts(Api api, Staff staff, Tags tags, String corpId) {
        this.api = api;
        this.staff = staff;
        this.tags = tags;
        this.corpId = corpId;
    }

    /** Makes the rows of one contact. */
    private interface Shape {
        List<Row> rows(Map<String, @Nullable Object> person, List<String> tagIds)
                throws SourceFault, InterruptedException;
    }

    Page contacts(@Nullable String cursor) throws SourceFault, InterruptedException {
        return read(cursor, CONTACT, (person, tagIds) -> {
            Map<String, @Nullable Object> values = new LinkedHashMap<>(person);
            values.put("status", "ACTIVE");
            values.put("tags", (long) tagIds.size());
            return List.of(Row.of(values));
        });
    }

    Page tags(@Nullable String cursor) throws SourceFault, InterruptedException {
        return read(cursor, TAG, (person, tagIds) -> {
            List<Row> rows = new ArrayList<>();
            for (String id : tagIds) {
                Tags.Tag tag = tags.tag(id);
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                for (String name :
                        List.of("userid", "external_userid", "createtime", "org_unit", "corp_id", "unionid")) {
                    values.put(name, person.get(name));
                }
                values.put("tag_id", id);
                values.put("tag_group", tag.group());
                values.put("tag_name", tag.name());
                rows.add(Row.of(values));
            }
            return rows;
        });
    }

    /**
     * Where reading stands.
     *
     * @param done the last member that is finished; empty before the first
     * @param place the channel's cursor within the next one; empty at the beginning
     */
    private record Position(String done, String place) {

        private static final Position START = new Position("", "");

        /** Beginning again changes no row, so a cursor that cannot be read means the beginning. */
        static Position of(@Nullable String cursor) {
            if (cursor == null) {
                return START;
            }
            String[] words = cursor.split(" ", -1);
            if (words.length != 3 || !words[0].equals(VERSION)) {
                return START;
            }
            try {
                return new Position(decoded(words[1]), decoded(words[2]));
            } catch (IllegalArgumentException _) {
                return START;
            }
        }

        String toCursor() {
            return VERSION + " " + encoded(done) + " " + encoded(place);
        }

        private static String encoded(String text) {
            return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        private static String decoded(String text) {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        }
    }

    private Page read(@Nullable String cursor, Stream stream, Shape shape) throws SourceFault, InterruptedException {
        Position position = Position.of(cursor);
        Map<List<@Nullable Object>, Row> rows = new LinkedHashMap<>();
        List<Row> keyless = new ArrayList<>();
        List<String> waiting = staff.after(position.done());
        for (int count = 0; count < REQUESTS && rows.size() < ROWS && !waiting.isEmpty(); count++) {
            String member = waiting.getFirst();
            Optional<Json> answer;
            try {
                answer = api.postIfThere(PATH, body(member, position.place()));
                String next = "";
                if (answer.isPresent()) {
                    take(answer.get(), member, stream, shape, rows, keyless);
                    next = answer.get().at("next_cursor").text().orElse("");
                    if (next.equals(position.place()) && !next.isEmpty()) {
                        throw Api.shape("客户列表的翻页游标没有前进", "the contacts' cursor does not move on");
                    }
                }
                position = next.isEmpty() ? new Position(member, "") : new Position(position.done(), next);
                waiting = staff.after(position.done());
            } catch (SourceFault fault) {
                // What came before is handed over, and the next read meets the failure.
                if (rows.isEmpty() && keyless.isEmpty()) {
                    throw fault;
                }
                break;
            }
        }
        List<Row> all = new ArrayList<>(rows.values());
        all.addAll(keyless);
        return waiting.isEmpty() ? Page.last(all, END) : Page.continued(all, position.toCursor());
    }

    private static String body(String member, String place) {
        return "{\"userid_list\":[" + Json.quoted(member) + "],\"cursor\":" + Json.quoted(place) + ",\"limit\":100}";
    }

    private void take(
            Json answer,
            String member,
            Stream stream,
            Shape shape,
            Map<List<@Nullable Object>, Row> rows,
            List<Row> keyless)
            throws SourceFault, InterruptedException {
        Json list = answer.at("external_contact_list");
        if (!(list.raw() instanceof List)) {
            throw Api.shape(
                    "客户详情的应答缺少 external_contact_list", "the answer with the contacts has no external_contact_list");
        }
        for (Json entry : list.elements()) {
            Json follow = entry.at("follow_info");
            List<String> tagIds = follow.at("tag_id").elements().stream()
                    .flatMap(id -> id.text().stream())
                    .distinct()
                    .toList();
            for (Row row : shape.rows(person(entry.at("external_contact"), follow, member), tagIds)) {
                List<@Nullable Object> key = new ArrayList<>();
                stream.primaryKey().forEach(column -> key.add(row.values().get(column)));
                if (key.contains(null)) {
                    keyless.add(row);
                } else {
                    rows.put(key, row);
                }
            }
        }
    }

    private Map<String, @Nullable Object> person(Json contact, Json follow, String member)
            throws SourceFault, InterruptedException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        String owner = follow.at("userid").text().orElse(member);
        values.put("userid", owner);
        values.put("external_userid", contact.at("external_userid").text().orElse(null));
        values.put("createtime", follow.at("createtime").text().orElse(null));
        values.put("org_unit", staff.unit(owner));
        values.put("corp_id", corpId);
        values.put("unionid", contact.at("unionid").text().orElse(null));
        values.put("remark_mobile", phone(follow));
        values.put("add_way", Entries.of(follow.at("add_way").integer()));
        values.put("state", follow.at("state").text().orElse(null));
        return values;
    }

    /** The first number that staff noted and that is a mobile phone. */
    private static @Nullable String phone(Json follow) {
        return follow.at("remark_mobiles").elements().stream()
                .flatMap(number -> number.text().stream())
                .map(text -> text.replaceAll("[\\s-]", ""))
                .filter(text -> text.matches("(\\+?86|0086)?1\\d{10}"))
                .findFirst()
                .orElse(null);
    }
}
