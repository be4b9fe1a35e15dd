package cockpit.plugin.wechat;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.DailyReader;
import cockpit.spi.source.DailyReader.Step;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Followers by day: who came and went by source, and how many there are. A day without its stand is not ready: a day on which
 * nobody came or went has no sources either, but always a stand.
 */
final class Followers implements DailyReader.Table {

    static final String CHANGES_PATH = "/datacube/getusersummary";
    static final String STAND_PATH = "/datacube/getusercumulate";

    /** The longest range of one call. */
    static final int SPAN_DAYS = 7;

    static final Stream STREAM = Stream.named(
                    "follower_day", Text.of("公众号粉丝统计", "Followers by day"), Dataset.FOLLOWER_DAY)
            .columns(
                    Column.date("ref_date").as("day").asRequired(),
                    Column.text("line").asRequired(),
                    Column.text("app_id").as("account_id"),
                    Column.text("source"),
                    Column.count("new_user").as("new_followers"),
                    Column.count("cancel_user").as("lost_followers"),
                    Column.count("cumulate_user").as("total_followers"))
            .key("ref_date", "line")
            .always("channel", "WECHAT_OA")
            .pulledEvery(Duration.ofHours(1))
            .lookingBack(Duration.ofDays(WechatFeed.SETTLING_DAYS));

    /** {@code user_source}; the channel adds numbers, which are kept. */
    private static final Map<String, String> SOURCES = Map.ofEntries(
            Map.entry("0", "OTHER"),
            Map.entry("1", "SEARCH"),
            Map.entry("17", "CARD"),
            Map.entry("30", "QR_CODE"),
            Map.entry("57", "ARTICLE_NAME"),
            Map.entry("100", "ADVERTISING"),
            Map.entry("149", "MINI_PROGRAM"),
            Map.entry("161", "REPOST"),
            Map.entry("200", "CHANNELS"),
            Map.entry("201", "LIVE_ROOM"));

    private final Api api;

    Followers(Api api) {
        this.api = api;
    }

    @Override
    public Text channel() {
        return WechatSource.TITLE;
    }

    @Override
    public List<String> key() {
        return STREAM.primaryKey();
    }

    @Override
    public Step read(LocalDate from, LocalDate to, String place) throws SourceFault, InterruptedException {
        Optional<Json> stands = api.figures(STAND_PATH, from.toString(), to.toString());
        if (stands.isEmpty()) {
            return Step.notReady(List.of());
        }
        List<Row> rows = new ArrayList<>();
        boolean ready = false;
        for (Json stand : DayTable.list(stands.get())) {
            Map<String, @Nullable Object> values = line(stand, "total");
            values.put("cumulate_user", stand.at("cumulate_user").raw());
            rows.add(Row.of(values));
            ready |= stand.at("ref_date").text().filter(to.toString()::equals).isPresent();
        }
        Optional<Json> changes = api.figures(CHANGES_PATH, from.toString(), to.toString());
        if (changes.isEmpty()) {
            return Step.notReady(rows);
        }
        for (Json change : DayTable.list(changes.get())) {
            String source = change.at("user_source").text().orElse("0");
            Map<String, @Nullable Object> values = line(change, "source " + source);
            values.put("source", SOURCES.getOrDefault(source, source));
            values.put("new_user", change.at("new_user").raw());
            values.put("cancel_user", change.at("cancel_user").raw());
            rows.add(Row.of(values));
        }
        return ready ? Step.last(rows) : Step.notReady(rows);
    }

    private Map<String, @Nullable Object> line(Json figure, String name) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("ref_date", figure.at("ref_date").text().orElse(null));
        values.put("line", name);
        values.put("app_id", api.appId());
        return values;
    }
}
