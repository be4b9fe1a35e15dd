package cockpit.plugin.wecom;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.DailyReader;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Group chats by owner and day. The channel sums a range up, so each day is asked for alone, a hundred owners at once. */
final class GroupDays implements DailyReader.Table {

    static final String PATH = "/cgi-bin/externalcontact/groupchat/statistic";

    static final Stream STREAM = Stream.named("group_day", Text.of("客户群统计", "Groups by day"), Dataset.GROUP_DAY)
            .columns(
                    Column.text("owner").as("staff_id").asRequired(),
                    Column.date("day").asRequired(),
                    Column.text("org_unit"),
                    Column.text("corp_id").as("account_id"),
                    Column.count("new_chat_cnt").as("new_groups"),
                    Column.count("chat_total").as("total_groups").asRequired(),
                    Column.count("chat_has_msg").as("active_groups"),
                    Column.count("new_member_cnt").as("new_members"),
                    Column.count("member_total").as("total_members"),
                    Column.count("member_has_msg").as("active_members"),
                    Column.count("msg_total").as("messages"))
            .key("owner", "day")
            .always("channel", "WECOM")
            .pulledEvery(Duration.ofHours(1))
            .lookingBack(Duration.ofDays(WecomFeed.DAILY.settlingDays()));

    private static final List<String> FIGURES = List.of(
            "new_chat_cnt",
            "chat_total",
            "chat_has_msg",
            "new_member_cnt",
            "member_total",
            "member_has_msg",
            "msg_total");
    private static final int OWNERS = 100;
    private static final int LIMIT = 1_000;

    private final Api api;
    private final Staff staff;
    private final String corpId;

    GroupDays(Api api, Staff staff, String corpId) {
        this.api = api;
        this.staff = staff;
        this.corpId = corpId;
    }

    /**
     * Where a range is read: days from the last backwards.
     *
     * @param done the last owner of the day that is finished; empty before the first
     * @param offset of the next page among the owners that follow
     */
    private record Place(LocalDate day, String done, long offset) {

        static Place of(String text, LocalDate last) {
            String[] parts = text.split("/", 3);
            try {
                return parts.length < 3
                        ? new Place(last, "", 0)
                        : new Place(LocalDate.parse(parts[0]), parts[2], Long.parseLong(parts[1]));
            } catch (DateTimeException | NumberFormatException _) {
                return new Place(last, "", 0);
            }
        }

        String text() {
            return day + "/" + offset + "/" + done;
        }
    }

    @Override
    public Text channel() {
        return WecomSource.TITLE;
    }

    @Override
    public List<String> key() {
        return STREAM.primaryKey();
    }

    @Override
    public DailyReader.Step read(LocalDate from, LocalDate to, String text) throws SourceFault, InterruptedException {
        Place place = Place.of(text, to);
        List<String> waiting = staff.after(place.done());
        List<String> owners = waiting.subList(0, Math.min(OWNERS, waiting.size()));
        if (owners.isEmpty()) {
            return next(List.of(), place, from);
        }
        Json answer = api.post(PATH, body(place, owners));
        Json items = answer.at("items");
        if (!(items.raw() instanceof List)) {
            throw Api.shape("客户群统计的应答缺少 items", "the answer with the groups has no items");
        }
        List<Row> rows = new ArrayList<>();
        for (Json item : items.elements()) {
            rows.add(row(item, place.day()));
        }
        long total = answer.at("total").integer().orElse(0L);
        long offset = answer.at("next_offset").integer().orElse(0L);
        if (offset > place.offset() && offset < total) {
            return DailyReader.Step.continued(rows, new Place(place.day(), place.done(), offset).text());
        }
        return owners.size() < waiting.size()
                ? DailyReader.Step.continued(rows, new Place(place.day(), owners.getLast(), 0).text())
                : next(rows, place, from);
    }

    private static DailyReader.Step next(List<Row> rows, Place place, LocalDate from) {
        LocalDate before = place.day().minusDays(1);
        return before.isBefore(from)
                ? DailyReader.Step.last(rows)
                : DailyReader.Step.continued(rows, new Place(before, "", 0).text());
    }

    private static String body(Place place, List<String> owners) {
        long day = WecomFeed.midnight(place.day());
        return "{\"day_begin_time\":" + day + ",\"day_end_time\":" + day + ",\"owner_filter\":{\"userid_list\":"
                + owners.stream().map(Json::quoted).collect(Collectors.joining(",", "[", "]"))
                + "},\"order_by\":2,\"order_asc\":1,\"offset\":" + place.offset() + ",\"limit\":" + LIMIT + "}";
    }

    private Row row(Json item, LocalDate day) throws SourceFault, InterruptedException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        String owner = item.at("owner").text().orElse("");
        values.put("owner", owner.isEmpty() ? null : owner);
        values.put("day", day.toString());
        values.put("org_unit", staff.unit(owner));
        values.put("corp_id", corpId);
        FIGURES.forEach(name -> values.put(name, item.at("data").at(name).raw()));
        return Row.of(values);
    }
}
