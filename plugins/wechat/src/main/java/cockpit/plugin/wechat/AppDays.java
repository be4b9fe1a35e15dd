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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A mini program's days: opens, visits, visitors, time stayed, shares, and how many users there are so far. */
final class AppDays extends DayTable {

    static final String TREND_PATH = "/datacube/getweanalysisappiddailyvisittrend";
    static final String SUMMARY_PATH = "/datacube/getweanalysisappiddailysummarytrend";

    static final Stream STREAM = Stream.named("app_day", Text.of("小程序访问趋势", "Mini program by day"), Dataset.APP_DAY)
            .columns(
                    Column.date("ref_date").as("day").asRequired(),
                    Column.text("app_id").as("account_id"),
                    Column.count("session_cnt").as("opens").asRequired(),
                    Column.count("visit_pv").as("page_views"),
                    Column.count("visit_uv").as("visitors"),
                    Column.count("visit_uv_new").as("new_visitors"),
                    Column.count("stay_seconds"),
                    Column.count("share_pv").as("shares"),
                    Column.count("visit_total").as("total_users"))
            .key("ref_date")
            .always("channel", "MINI_PROGRAM")
            .pulledEvery(Duration.ofHours(1))
            .lookingBack(Duration.ofDays(WechatFeed.SETTLING_DAYS));

    private final Api api;

    AppDays(Api api) {
        super(STREAM);
        this.api = api;
    }

    @Override
    Optional<List<Row>> rows(LocalDate day) throws SourceFault, InterruptedException {
        Optional<Json> trend = first(TREND_PATH, day);
        Optional<Json> summary = trend.isEmpty() ? Optional.empty() : first(SUMMARY_PATH, day);
        if (trend.isEmpty() || summary.isEmpty()) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("ref_date", day.toString());
        values.put("app_id", api.appId());
        for (String name : List.of("session_cnt", "visit_pv", "visit_uv", "visit_uv_new")) {
            values.put(name, trend.get().at(name).raw());
        }
        values.put(
                "stay_seconds",
                Numbers.total(trend.get().at("stay_time_session"), trend.get().at("session_cnt")));
        values.put("share_pv", summary.get().at("share_pv").raw());
        values.put("visit_total", summary.get().at("visit_total").raw());
        return Optional.of(List.of(Row.of(values)));
    }

    /** The day's one entry; a list without is a day that is not worked out. */
    private Optional<Json> first(String path, LocalDate day) throws SourceFault, InterruptedException {
        Optional<Json> answer = api.figures(path, compact(day), compact(day));
        return answer.isEmpty() ? Optional.empty() : list(answer.get()).stream().findFirst();
    }
}
