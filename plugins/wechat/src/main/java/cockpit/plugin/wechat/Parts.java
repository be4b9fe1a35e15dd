package cockpit.plugin.wechat;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
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

/** Where the opens of a mini program's day came from, how long they lasted and how deep they went. */
final class Parts extends DayTable {

    static final String PATH = "/datacube/getweanalysisappidvisitdistribution";

    static final Stream STREAM = Stream.named(
                    "app_part_day", Text.of("小程序访问分布", "Mini program visits by part"), Dataset.APP_PART_DAY)
            .columns(
                    Column.date("ref_date").as("day").asRequired(),
                    Column.text("facet").asRequired(),
                    Column.text("part").asRequired(),
                    Column.text("app_id").as("account_id"),
                    Column.count("opens"),
                    Column.count("visitors"))
            .key("ref_date", "facet", "part")
            .always("channel", "MINI_PROGRAM")
            .pulledEvery(Duration.ofHours(1))
            .lookingBack(Duration.ofDays(WechatFeed.SETTLING_DAYS));

    /** Facets by {@code index}. The last one is in no document, but in answers. */
    private static final Map<String, String> FACETS = Map.of(
            "access_source_session_cnt", "SOURCE",
            "access_staytime_info", "STAY_TIME",
            "access_depth_info", "DEPTH",
            "access_source_visit_uv", "SOURCE");

    private static final String VISITORS = "access_source_visit_uv";

    /** Seconds of an open by key. */
    private static final Map<String, String> STAY_TIMES = Map.of(
            "1", "0-2", "2", "3-5", "3", "6-10", "4", "11-20", "5", "20-30", "6", "30-50", "7", "50-100", "8", "100+");

    /** Pages of an open by key. */
    private static final Map<String, String> DEPTHS = Map.of("6", "6-10", "7", "10+");

    private final Api api;

    Parts(Api api) {
        super(STREAM);
        this.api = api;
    }

    @Override
    Optional<List<Row>> rows(LocalDate day) throws SourceFault, InterruptedException {
        Optional<Json> answer = api.figures(PATH, compact(day), compact(day));
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        Map<List<String>, Map<String, @Nullable Object>> byPart = new LinkedHashMap<>();
        List<Json> indexes = list(answer.get());
        for (Json index : indexes) {
            String name = index.at("index").text().orElse("");
            String facet = FACETS.getOrDefault(name, name);
            for (Json item : index.at("item_list").elements()) {
                String part = part(facet, item.at("key").text().orElse(""));
                byPart.computeIfAbsent(List.of(facet, part), _ -> named(day, facet, part))
                        .put(
                                name.equals(VISITORS) ? "visitors" : "opens",
                                item.at("value").raw());
            }
        }
        List<Row> rows = new ArrayList<>();
        byPart.values().forEach(values -> rows.add(Row.of(values)));
        return indexes.isEmpty() ? Optional.empty() : Optional.of(rows);
    }

    private Map<String, @Nullable Object> named(LocalDate day, String facet, String part) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("ref_date", day.toString());
        values.put("facet", facet.isEmpty() ? null : facet);
        values.put("part", part.isEmpty() ? null : part);
        values.put("app_id", api.appId());
        return values;
    }

    /** Numbers of sources are many, and more come: they are kept as they are. */
    private static String part(String facet, String key) {
        return switch (facet) {
            case "STAY_TIME" -> STAY_TIMES.getOrDefault(key, key);
            case "DEPTH" -> DEPTHS.getOrDefault(key, key);
            default -> key;
        };
    }
}
