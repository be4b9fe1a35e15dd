package cockpit.plugin.xiaohongshu;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.kit.DailyTable;
import cockpit.spi.source.kit.Ids;
import cockpit.spi.source.kit.ShanghaiTime;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The report by creative: today from the realtime report, as it grows, and the days before from the offline one, which takes
 * the place of what was read while the day ran.
 */
final class AdReport implements DailyTable {

    static final Duration INTERVAL = Duration.ofMinutes(10);
    static final int KEPT_DAYS = 365;

    /** The newest day is today; until eleven also yesterday, which is made by ten. */
    static final Duration RECENT = Duration.ofHours(11);

    static final Stream STREAM = Stream.named("ad_report", Text.of("广告报表", "Ad report"), Dataset.AD_REPORT)
            .columns(
                    Column.text("account_id").asRequired(),
                    Column.text("org_unit"),
                    Column.date("time").as("day").asRequired(),
                    Column.instant("at").asRequired(),
                    Column.text("campaign_id"),
                    Column.text("campaign_name"),
                    Column.text("unit_id").as("promotion_id"),
                    Column.text("unit_name").as("promotion_name"),
                    Column.text("creativity_id").as("creative_id").asRequired(),
                    Column.yuan("fee").as("spend_fen").asRequired(),
                    Column.count("impression").as("impressions"),
                    Column.count("click").as("clicks"),
                    Column.count("conversions"))
            .key("account_id", "time", "creativity_id")
            .always("channel", "XIAOHONGSHU")
            .pulledEvery(INTERVAL)
            .lookingBack(Duration.ofDays(8));

    static final String OFFLINE_PATH = "/jg/data/report/offline/";
    static final String REALTIME_PATH = "/jg/data/report/realtime/";

    private static final int PAGE_SIZE = 500;
    private static final String TODAY = "today/";
    private static final String YESTERDAY = "yesterday/";
    private static final String OFFLINE = "offline/";
    private static final List<String> TEXTS =
            List.of("campaign_id", "campaign_name", "unit_id", "unit_name", "creativity_id");

    private final Api api;
    private final SourceContext context;
    private final boolean realtime;
    private final String offlineReport;
    private final String realtimeReport;

    AdReport(Api api, SourceContext context, boolean realtime, String offlineReport, String realtimeReport) {
        this.api = api;
        this.context = context;
        this.realtime = realtime;
        this.offlineReport = offlineReport;
        this.realtimeReport = realtimeReport;
    }

    @Override
    public Stream stream() {
        return STREAM;
    }

    @Override
    public Slice read(Range range, String place) throws SourceFault, InterruptedException {
        String account = range.accounts().getFirst();
        LocalDate today = Days.today(context);
        if (place.startsWith(OFFLINE)) {
            return settled(range, account, page(place, OFFLINE));
        }
        if (place.startsWith(YESTERDAY)) {
            return yesterday(range, account, today.minusDays(1), page(place, YESTERDAY));
        }
        return realtime && !range.to().isBefore(today)
                ? growing(range, account, today, page(place, TODAY), TODAY)
                : settled(range, account, page(place, OFFLINE));
    }

    private static long page(String place, String kind) {
        return place.startsWith(kind) ? Long.parseLong(place.substring(kind.length())) : 1;
    }

    /** What the realtime report still shows of a day whose final figures are not made; it may show today only. */
    private Slice yesterday(Range range, String account, LocalDate day, long page)
            throws SourceFault, InterruptedException {
        try {
            return growing(range, account, day, page, YESTERDAY);
        } catch (SourceFault fault) {
            if (fault.fault() != Fault.BUG) {
                throw fault;
            }
            return new Slice(List.of(), after(range, YESTERDAY));
        }
    }

    private Slice growing(Range range, String account, LocalDate day, long page, String kind)
            throws SourceFault, InterruptedException {
        Json data = api.post(REALTIME_PATH + realtimeReport, body(account, day, day, page, PAGE_SIZE));
        boolean nested = !data.at("creativity_dtos").isMissing();
        List<Json> lines = Api.lines(data, nested ? "creativity_dtos" : "data_list");
        List<Row> rows = lines.stream()
                .map(line -> nested ? flat(line) : line)
                .map(line -> row(line, account, day.toString()))
                .toList();
        return new Slice(
                rows, Api.hasMore(data, lines, page, PAGE_SIZE) ? Optional.of(kind + (page + 1)) : after(range, kind));
    }

    /** What follows in a range when a day of the realtime report is read. */
    private Optional<String> after(Range range, String kind) {
        LocalDate newest = Days.newestOffline(context);
        LocalDate yesterday = Days.today(context).minusDays(1);
        if (kind.equals(TODAY) && newest.isBefore(yesterday) && !range.from().isAfter(yesterday)) {
            return Optional.of(YESTERDAY + 1);
        }
        return range.from().isAfter(newest) ? Optional.empty() : Optional.of(OFFLINE + 1);
    }

    private Slice settled(Range range, String account, long page) throws SourceFault, InterruptedException {
        LocalDate newest = Days.newestOffline(context);
        LocalDate to = range.to().isAfter(newest) ? newest : range.to();
        if (to.isBefore(range.from())) {
            return new Slice(List.of(), Optional.empty());
        }
        Json data = api.post(OFFLINE_PATH + offlineReport, offline(account, range.from(), to, page, PAGE_SIZE));
        List<Json> lines = Api.lines(data, "data_list");
        List<Row> rows = lines.stream()
                .map(line -> row(line, account, line.at("time").text().orElse("")))
                .toList();
        return new Slice(
                rows, Api.hasMore(data, lines, page, PAGE_SIZE) ? Optional.of(OFFLINE + (page + 1)) : Optional.empty());
    }

    /** Asks for as little as shows that an account can be read. */
    void probe(String account) throws SourceFault, InterruptedException {
        LocalDate day = Days.newestOffline(context);
        Api.lines(api.post(OFFLINE_PATH + offlineReport, offline(account, day, day, 1, 1)), "data_list");
    }

    static Map<String, Object> offline(String account, LocalDate from, LocalDate to, long page, int size) {
        Map<String, Object> body = body(account, from, to, page, size);
        body.put("time_unit", "DAY");
        return body;
    }

    private static Map<String, Object> body(String account, LocalDate from, LocalDate to, long page, int size) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("advertiser_id", Ids.asNumber(account));
        body.put("start_date", from.toString());
        body.put("end_date", to.toString());
        body.put("page_num", page);
        body.put("page_size", size);
        return body;
    }

    /** The realtime report keeps names apart from figures; its creatives are misspelt in a known version. */
    private static Json flat(Json line) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String part :
                List.of("base_campaign_dto", "base_unit_dto", "base_creativty_dto", "base_creativity_dto", "data")) {
            line.at(part).members().forEach((name, value) -> {
                if (value != null) {
                    values.put(name, value);
                }
            });
        }
        return Json.of(values);
    }

    private static Row row(Json line, String account, String time) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        String day = time.length() > 10 ? time.substring(0, 10) : time;
        values.put("account_id", account);
        values.put("org_unit", account);
        values.put("time", day.isEmpty() ? null : day);
        values.put("at", day.isEmpty() ? null : ShanghaiTime.startOfDay(day));
        TEXTS.forEach(name -> values.put(name, id(line.at(name)).orElse(null)));
        // The offline report of a newer version calls a creative so.
        values.computeIfAbsent("creativity_id", _ -> id(line.at("creative_id")).orElse("0"));
        values.put("fee", Figures.yuan(line.at("fee")).orElse(null));
        values.put("impression", Figures.count(line.at("impression")).orElse(null));
        values.put("click", Figures.count(line.at("click")).orElse(null));
        values.put(
                "conversions",
                Figures.sum(line.at("leads"), line.at("msg_leads_num")).orElse(null));
        values.values().removeIf(Objects::isNull);
        return Row.of(values);
    }

    static Optional<String> id(Json value) {
        return value.text()
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !text.equals("0") && !text.equals("-"));
    }
}
