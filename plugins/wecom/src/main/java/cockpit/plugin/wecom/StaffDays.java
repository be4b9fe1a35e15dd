package cockpit.plugin.wecom;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.DailyReader;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Behaviour figures by member and day. Several members would give one sum, so each is asked for alone. */
final class StaffDays implements DailyReader.Table {

    static final String PATH = "/cgi-bin/externalcontact/get_user_behavior_data";

    static final Stream STREAM = Stream.named("staff_day", Text.of("成员联系客户统计", "Staff by day"), Dataset.STAFF_DAY)
            .columns(
                    Column.text("userid").as("staff_id").asRequired(),
                    Column.date("day").asRequired(),
                    Column.text("org_unit"),
                    Column.text("corp_id").as("account_id"),
                    Column.count("chat_cnt").as("chats").asRequired(),
                    Column.count("replied_chats"),
                    Column.count("message_cnt").as("messages"),
                    Column.count("first_reply_seconds"),
                    Column.count("new_apply_cnt").as("new_applies"),
                    Column.count("new_contact_cnt").as("new_contacts"),
                    Column.count("negative_feedback_cnt").as("lost_contacts"))
            .key("userid", "day")
            .always("channel", "WECOM")
            .pulledEvery(Duration.ofHours(1))
            .lookingBack(Duration.ofDays(WecomFeed.DAILY.settlingDays()));

    private static final List<String> COUNTS =
            List.of("chat_cnt", "message_cnt", "new_apply_cnt", "new_contact_cnt", "negative_feedback_cnt");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal SECONDS = BigDecimal.valueOf(60);

    private final Api api;
    private final Staff staff;
    private final String corpId;

    StaffDays(Api api, Staff staff, String corpId) {
        this.api = api;
        this.staff = staff;
        this.corpId = corpId;
    }

    @Override
    public Text channel() {
        return WecomSource.TITLE;
    }

    @Override
    public List<String> key() {
        return STREAM.primaryKey();
    }

    /** @param place the last member that is read */
    @Override
    public DailyReader.Step read(LocalDate from, LocalDate to, String place) throws SourceFault, InterruptedException {
        List<String> waiting = staff.after(place);
        if (waiting.isEmpty()) {
            return DailyReader.Step.last(List.of());
        }
        String member = waiting.getFirst();
        Optional<Json> answer = api.postIfThere(
                PATH,
                "{\"userid\":[" + Json.quoted(member) + "],\"start_time\":" + WecomFeed.midnight(from)
                        + ",\"end_time\":" + WecomFeed.midnight(to) + "}");
        List<Row> rows = answer.isPresent() ? rows(answer.get(), member) : List.of();
        return waiting.size() == 1 ? DailyReader.Step.last(rows) : DailyReader.Step.continued(rows, member);
    }

    private List<Row> rows(Json answer, String member) throws SourceFault, InterruptedException {
        Json list = answer.at("behavior_data");
        if (!(list.raw() instanceof List)) {
            throw Api.shape("联系客户统计的应答缺少 behavior_data", "the answer with the figures has no behavior_data");
        }
        List<Row> rows = new ArrayList<>();
        for (Json day : list.elements()) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("userid", member);
            values.put("day", day.at("stat_time").integer().map(StaffDays::date).orElse(null));
            values.put("org_unit", staff.unit(member));
            values.put("corp_id", corpId);
            COUNTS.forEach(name -> values.put(name, day.at(name).raw()));
            replies(day, values);
            rows.add(Row.of(values));
        }
        return rows;
    }

    private static String date(long stamp) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(stamp), WecomFeed.DAILY.zone())
                .toString();
    }

    /**
     * Counts instead of a share and an average, which would not add up. Where there was nothing to reply to, the channel
     * leaves both out.
     */
    private static void replies(Json day, Map<String, @Nullable Object> values) {
        Optional<BigDecimal> chats = decimal(day.at("chat_cnt"));
        Optional<BigDecimal> share = decimal(day.at("reply_percentage"));
        if (chats.isEmpty()) {
            return;
        }
        BigDecimal replied = share.map(
                        percent -> chats.get().multiply(percent).divide(HUNDRED, 0, RoundingMode.HALF_UP))
                .orElse(BigDecimal.ZERO);
        values.put("replied_chats", replied.longValue());
        decimal(day.at("avg_reply_time"))
                .ifPresentOrElse(
                        minutes -> values.put(
                                "first_reply_seconds",
                                minutes.multiply(SECONDS)
                                        .multiply(replied)
                                        .setScale(0, RoundingMode.HALF_UP)
                                        .longValue()),
                        () -> values.put("first_reply_seconds", replied.signum() == 0 ? 0L : null));
    }

    private static Optional<BigDecimal> decimal(Json value) {
        return value.text()
                .filter(text -> text.matches("\\d{1,12}(\\.\\d{1,12})?"))
                .map(BigDecimal::new);
    }
}
