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

/** How many of a mini program's people of a day came back: known by and by, up to a month later. */
final class Retention extends DayTable {

    static final String PATH = "/datacube/getweanalysisappiddailyretaininfo";

    /** The last figure of a day comes after thirty. */
    static final int SETTLING_DAYS = 31;

    static final Stream STREAM = Stream.named(
                    "app_retention", Text.of("小程序留存", "Mini program retention"), Dataset.APP_RETENTION)
            .columns(
                    Column.date("ref_date").as("day").asRequired(),
                    Column.oneOf("kind", "NEW", "ACTIVE").asRequired(),
                    Column.count("after_days").asRequired(),
                    Column.text("app_id").as("account_id"),
                    Column.count("users").asRequired(),
                    Column.count("base_users"))
            .key("ref_date", "kind", "after_days")
            .always("channel", "MINI_PROGRAM")
            .pulledEvery(Duration.ofHours(1))
            .lookingBack(Duration.ofDays(SETTLING_DAYS));

    private final Api api;

    Retention(Api api) {
        super(STREAM);
        this.api = api;
    }

    @Override
    Optional<List<Row>> rows(LocalDate day) throws SourceFault, InterruptedException {
        Optional<Json> answer = api.figures(PATH, compact(day), compact(day));
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        List<Row> rows = new ArrayList<>();
        take(answer.get().at("visit_uv_new"), day, "NEW", rows);
        take(answer.get().at("visit_uv"), day, "ACTIVE", rows);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows);
    }

    private void take(Json people, LocalDate day, String kind, List<Row> rows) throws SourceFault {
        if (!(people.raw() instanceof List)) {
            throw Api.shape("留存的应答缺少 visit_uv", "the answer with the retention has no visit_uv");
        }
        Object base = people.elements().stream()
                .filter(item -> item.at("key").text().filter("0"::equals).isPresent())
                .findFirst()
                .map(item -> item.at("value").raw())
                .orElse(null);
        for (Json item : people.elements()) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("ref_date", day.toString());
            values.put("kind", kind);
            values.put("after_days", item.at("key").raw());
            values.put("app_id", api.appId());
            values.put("users", item.at("value").raw());
            values.put("base_users", base);
            rows.add(Row.of(values));
        }
    }
}
