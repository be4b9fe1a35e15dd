package cockpit.plugin.douyin;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.kit.DailyTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The custom report by day, project, promotion and material. */
final class AdReport implements DailyTable {

    static final Duration INTERVAL = Duration.ofMinutes(5);

    /** The channel states no end of its reports but their beginning in 2016; three years are more than anyone charts. */
    static final int KEPT_DAYS = 1095;

    /** The newest day is today; until nine also yesterday, whose last hours are settled by then. */
    static final Duration RECENT = Duration.ofHours(9);

    static final Stream STREAM = Stream.named("ad_report", Text.of("广告报表", "Ad report"), Dataset.AD_REPORT)
            .columns(
                    Column.text("advertiser_id").as("account_id").asRequired(),
                    Column.text("org_unit"),
                    Column.date("stat_time_day").as("day").asRequired(),
                    Column.instant("at").asRequired(),
                    Column.text("cdp_project_id").as("campaign_id"),
                    Column.text("cdp_project_name").as("campaign_name"),
                    Column.text("cdp_promotion_id").as("promotion_id").asRequired(),
                    Column.text("cdp_promotion_name").as("promotion_name"),
                    Column.text("material_id").as("creative_id").asRequired(),
                    Column.yuan("stat_cost").as("spend_fen").asRequired(),
                    Column.count("show_cnt").as("impressions"),
                    Column.count("click_cnt").as("clicks"),
                    Column.count("convert_cnt").as("conversions"))
            .key("advertiser_id", "stat_time_day", "cdp_promotion_id", "material_id")
            .always("channel", "OCEANENGINE")
            .pulledEvery(INTERVAL);

    /** Legal sets differ by topic and account; the channel lists them at {@code /report/custom/config/get/}. */
    private static final List<String> DIMENSIONS = List.of(
            "stat_time_day",
            "cdp_project_id",
            "cdp_project_name",
            "cdp_promotion_id",
            "cdp_promotion_name",
            "material_id");

    private static final List<String> METRICS = List.of("stat_cost", "show_cnt", "click_cnt", "convert_cnt");
    private static final List<String> IDS = List.of("cdp_project_id", "cdp_promotion_id", "material_id");
    private static final String PATH = "/open_api/v3.0/report/custom/get/";

    private final Api api;
    private final String topic;

    AdReport(Api api, String topic) {
        this.api = api;
        this.topic = topic;
    }

    @Override
    public Stream stream() {
        return STREAM;
    }

    @Override
    public Slice read(Range range, String place) throws SourceFault, InterruptedException {
        String account = range.accounts().getFirst();
        Json data = api.get(
                PATH,
                Map.of(
                        "advertiser_id",
                        account,
                        "data_topic",
                        topic,
                        "dimensions",
                        Json.of(DIMENSIONS).toJson(),
                        "metrics",
                        Json.of(METRICS).toJson(),
                        "filters",
                        "[]",
                        "order_by",
                        "[]",
                        "start_time",
                        range.from() + " 00:00:00",
                        "end_time",
                        range.to() + " 23:59:59",
                        "page",
                        Pages.page(place),
                        "page_size",
                        "100"));
        return new Slice(rows(data, account), Pages.next(data, place));
    }

    private static List<Row> rows(Json data, String account) throws SourceFault {
        if (!(data.at("rows").raw() instanceof List)
                && data.at("page_info").at("total_number").integer().orElse(1L) != 0) {
            throw OceanEngine.shape("报表应答缺少 rows", "the report has no rows");
        }
        List<Row> rows = new ArrayList<>();
        for (Json line : data.at("rows").elements()) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("advertiser_id", account);
            values.put("org_unit", account);
            DIMENSIONS.forEach(name ->
                    values.put(name, line.at("dimensions").at(name).text().orElse(null)));
            METRICS.forEach(
                    name -> values.put(name, line.at("metrics").at(name).text().orElse(null)));
            // Spend without a promotion or a material is spend all the same, and needs a key.
            IDS.forEach(name -> values.computeIfPresent(name, (_, id) -> isNone(String.valueOf(id)) ? "0" : id));
            IDS.forEach(name -> values.putIfAbsent(name, "0"));
            line.at("dimensions")
                    .at("stat_time_day")
                    .text()
                    .filter(day -> day.matches("\\d{4}-\\d{2}-\\d{2}.*"))
                    .ifPresent(day -> values.put("at", day.substring(0, 10) + "T00:00:00+08:00"));
            rows.add(Row.of(values));
        }
        return rows;
    }

    private static boolean isNone(String id) {
        return id.isBlank() || id.equals("-");
    }
}
