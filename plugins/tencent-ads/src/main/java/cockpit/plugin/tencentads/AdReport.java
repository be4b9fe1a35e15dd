package cockpit.plugin.tencentads;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.kit.DailyTable;
import cockpit.spi.source.kit.ShanghaiTime;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The daily report by ad group and creative. The channel shows no more than the first ten thousand rows of a question, so
 * a range that has more is read day by day.
 */
final class AdReport implements DailyTable {

    static final Duration INTERVAL = Duration.ofMinutes(5);

    /** The channel keeps 365 days. */
    static final int KEPT_DAYS = 365;

    /** The newest day is today; until nine also yesterday, whose last hours are settled by then. */
    static final Duration RECENT = Duration.ofHours(9);

    static final Stream STREAM = Stream.named("ad_report", Text.of("广告报表", "Ad report"), Dataset.AD_REPORT)
            .columns(
                    Column.text("account_id").asRequired(),
                    Column.text("org_unit"),
                    Column.date("date").as("day").asRequired(),
                    Column.instant("at").asRequired(),
                    Column.text("adgroup_id").as("promotion_id").asRequired(),
                    Column.text("adgroup_name").as("promotion_name"),
                    Column.text("dynamic_creative_id").as("creative_id").asRequired(),
                    Column.fen("cost").as("spend_fen").asRequired(),
                    Column.count("view_count").as("impressions"),
                    Column.count("valid_click_count").as("clicks"),
                    Column.count("conversions_count").as("conversions"))
            .key("account_id", "date", "adgroup_id", "dynamic_creative_id")
            .always("channel", "TENCENT_ADS")
            .pulledEvery(INTERVAL)
            .lookingBack(Duration.ofDays(8));

    static final String PATH = "/daily_reports/get";

    private static final List<String> FIELDS = List.of(
            "date",
            "adgroup_id",
            "adgroup_name",
            "dynamic_creative_id",
            "view_count",
            "valid_click_count",
            "cost",
            "conversions_count");
    private static final List<String> IDS = List.of("adgroup_id", "dynamic_creative_id");
    private static final List<String> GROUPS = List.of("date", "adgroup_id", "dynamic_creative_id");

    /** Conversions count on the day of the ad request that led to them, as money does. */
    private static final String TIME_LINE = "REQUEST_TIME";

    private static final int PAGE_SIZE = 1_000;
    private static final long MOST_ROWS = 10_000;

    private final Api api;

    AdReport(Api api) {
        this.api = api;
    }

    @Override
    public Stream stream() {
        return STREAM;
    }

    /**
     * Where a range is read.
     *
     * @param day the day that is read alone; empty while the range is read as a whole
     * @param page from 1
     */
    private record Place(Optional<LocalDate> day, long page) {

        static Place of(String text) {
            if (text.isEmpty()) {
                return new Place(Optional.empty(), 1);
            }
            int slash = text.indexOf('/');
            return slash < 0
                    ? new Place(Optional.empty(), Long.parseLong(text))
                    : new Place(
                            Optional.of(LocalDate.parse(text.substring(0, slash))),
                            Long.parseLong(text.substring(slash + 1)));
        }

        String toText() {
            return day.map(date -> date + "/").orElse("") + page;
        }
    }

    @Override
    public Slice read(Range range, String text) throws SourceFault, InterruptedException {
        Place place = Place.of(text);
        String account = range.accounts().getFirst();
        LocalDate from = place.day().orElse(range.from());
        LocalDate to = place.day().orElse(range.to());
        Json data = api.get(PATH, query(account, "REPORT_LEVEL_DYNAMIC_CREATIVE", GROUPS, from, to, place.page()));
        long total = total(data);
        Optional<Place> next;
        if (total > MOST_ROWS && from.isBefore(to)) {
            next = Optional.of(new Place(Optional.of(from), 1));
        } else if (total > MOST_ROWS) {
            throw TencentAds.FAULTS.fault(
                    Fault.DATA,
                    "账户 " + account + " 在 " + from + " 有 " + total + " 行创意数据，超过接口可翻页的 " + MOST_ROWS + " 行，请拆分账户",
                    "account " + account + " has " + total + " rows on " + from + ", more than the " + MOST_ROWS
                            + " that the interface shows; divide the account");
        } else if (place.page() * PAGE_SIZE < total) {
            next = Optional.of(new Place(place.day(), place.page() + 1));
        } else {
            next = place.day()
                    .filter(day -> day.isBefore(range.to()))
                    .map(day -> new Place(Optional.of(day.plusDays(1)), 1));
        }
        return new Slice(rows(data, account), next.map(Place::toText));
    }

    /** Asks for as little as shows that an account can be read. */
    void probe(String account, LocalDate day) throws SourceFault, InterruptedException {
        total(api.get(PATH, query(account, "REPORT_LEVEL_ADVERTISER", List.of("date"), day, day, 1)));
    }

    private static Map<String, String> query(
            String account, String level, List<String> groups, LocalDate from, LocalDate to, long page) {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("start_date", from.toString());
        range.put("end_date", to.toString());
        return Map.of(
                "account_id",
                account,
                "level",
                level,
                "date_range",
                Json.of(range).toJson(),
                "group_by",
                Json.of(groups).toJson(),
                "fields",
                Json.of(groups.size() == 1 ? List.of("date", "cost") : FIELDS).toJson(),
                "time_line",
                TIME_LINE,
                "page",
                Long.toString(page),
                "page_size",
                Integer.toString(PAGE_SIZE));
    }

    private static long total(Json data) throws SourceFault {
        long total = data.at("page_info")
                .at("total_number")
                .integer()
                .orElseThrow(() -> TencentAds.FAULTS.shape("应答缺少 page_info", "the answer has no page_info"));
        if (!(data.at("list").raw() instanceof List) && total != 0) {
            throw TencentAds.FAULTS.shape("报表应答缺少 list", "the report has no list");
        }
        return total;
    }

    private static List<Row> rows(Json data, String account) {
        List<Row> rows = new ArrayList<>();
        for (Json line : data.at("list").elements()) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("account_id", account);
            values.put("org_unit", account);
            FIELDS.forEach(name -> values.put(name, line.at(name).text().orElse(null)));
            // Spend without an ad group or a creative is spend all the same, and needs a key.
            IDS.forEach(name -> values.computeIfPresent(name, (_, id) -> isNone(String.valueOf(id)) ? "0" : id));
            IDS.forEach(name -> values.putIfAbsent(name, "0"));
            line.at("date").text().ifPresent(day -> values.put("at", ShanghaiTime.startOfDay(day)));
            rows.add(Row.of(values));
        }
        return rows;
    }

    private static boolean isNone(String id) {
        return id.isBlank() || id.equals("-");
    }
}
