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

/** A mini program's pages by day. */
final class Pages extends DayTable {

    static final String PATH = "/datacube/getweanalysisappidvisitpage";

    static final Stream STREAM = Stream.named(
                    "page_day", Text.of("小程序页面统计", "Mini program pages by day"), Dataset.APP_DAY)
            .columns(
                    Column.date("ref_date").as("day").asRequired(),
                    Column.text("page_path").as("page").asRequired(),
                    Column.text("app_id").as("account_id"),
                    Column.count("page_visit_pv").as("page_views").asRequired(),
                    Column.count("page_visit_uv").as("visitors"),
                    Column.count("stay_seconds"),
                    Column.count("entrypage_pv").as("entries"),
                    Column.count("exitpage_pv").as("exits"),
                    Column.count("page_share_pv").as("shares"))
            .key("ref_date", "page_path")
            .always("channel", "MINI_PROGRAM")
            .pulledEvery(Duration.ofHours(1))
            .lookingBack(Duration.ofDays(WechatFeed.SETTLING_DAYS));

    private static final List<String> FIGURES =
            List.of("page_visit_pv", "page_visit_uv", "entrypage_pv", "exitpage_pv", "page_share_pv");

    private final Api api;

    Pages(Api api) {
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
        for (Json page : list(answer.get())) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("ref_date", day.toString());
            values.put("page_path", page.at("page_path").text().orElse(null));
            values.put("app_id", api.appId());
            FIGURES.forEach(name -> values.put(name, page.at(name).raw()));
            values.put("stay_seconds", Numbers.total(page.at("page_staytime_pv"), page.at("page_visit_pv")));
            rows.add(Row.of(values));
        }
        return Optional.of(rows);
    }
}
