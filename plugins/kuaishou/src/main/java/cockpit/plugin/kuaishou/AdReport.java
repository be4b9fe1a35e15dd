package cockpit.plugin.kuaishou;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.kit.DailyPlan;
import cockpit.spi.source.kit.DailyTable;
import cockpit.spi.source.kit.Ids;
import cockpit.spi.source.kit.ShanghaiTime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The report by ad group (unit), which holds the spend of all kinds of creatives; the creative reports each hold a part.
 * The direct report shows the last seven days; what is older is ordered as a file.
 */
final class AdReport implements DailyTable {

    static final Duration INTERVAL = Duration.ofMinutes(5);
    static final int KEPT_DAYS = 365;

    /** Today and the six days before it. */
    static final int DIRECT_DAYS = 7;

    /** The newest day is today; until ten also yesterday, whose last hours are settled by nine. */
    static final Duration RECENT = Duration.ofHours(10);

    static final Stream STREAM = Stream.named("ad_report", Text.of("广告报表", "Ad report"), Dataset.AD_REPORT)
            .columns(
                    Column.text("account_id").asRequired(),
                    Column.text("org_unit"),
                    Column.date("stat_date").as("day").asRequired(),
                    Column.instant("at").asRequired(),
                    Column.text("campaign_id"),
                    Column.text("campaign_name"),
                    Column.text("unit_id").as("promotion_id").asRequired(),
                    Column.text("unit_name").as("promotion_name"),
                    Column.yuan("charge").as("spend_fen").asRequired(),
                    Column.count("show").as("impressions"),
                    Column.count("bclick").as("clicks"),
                    Column.count("conversions"))
            .key("account_id", "stat_date", "unit_id")
            .always("channel", "KUAISHOU")
            .pulledEvery(INTERVAL)
            .lookingBack(Duration.ofDays(7));

    static final String PATH = "/v1/report/unit_report";

    private static final int PAGE_SIZE = 1_000;
    private static final List<String> TEXTS =
            List.of("stat_date", "campaign_id", "campaign_name", "unit_id", "unit_name", "show", "bclick");

    private final Api api;
    private final SourceContext context;
    private final HistoryFile history;

    AdReport(Api api, SourceContext context) {
        this.api = api;
        this.context = context;
        this.history = new HistoryFile(api, context);
    }

    @Override
    public Stream stream() {
        return STREAM;
    }

    @Override
    public Slice read(Range range, String place) throws SourceFault, InterruptedException {
        String account = range.accounts().getFirst();
        LocalDate today = context.now().atZone(DailyPlan.SHANGHAI).toLocalDate();
        if (HistoryFile.isPlace(place) || range.from().isBefore(today.minusDays(DIRECT_DAYS - 1L))) {
            return history.read(account, range.from(), range.to(), place);
        }
        long page = place.isEmpty() ? 1 : Long.parseLong(place);
        Json data = direct(account, range.from(), range.to(), page, PAGE_SIZE);
        boolean more = Api.hasMore(data, page, PAGE_SIZE);
        List<Row> rows = data.at("details").elements().stream()
                .map(line -> row(account, name -> line.at(name).text()))
                .toList();
        return new Slice(rows, more ? Optional.of(Long.toString(page + 1)) : Optional.empty());
    }

    /** Asks for as little as shows that an account can be read. */
    void probe(String account) throws SourceFault, InterruptedException {
        LocalDate today = context.now().atZone(DailyPlan.SHANGHAI).toLocalDate();
        Api.hasMore(direct(account, today, today, 1, 1), 1, 1);
    }

    private Json direct(String account, LocalDate from, LocalDate to, long page, int size)
            throws SourceFault, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("advertiser_id", Ids.asNumber(account));
        body.put("start_date", from.toString());
        body.put("end_date", to.toString());
        body.put("temporal_granularity", "DAILY");
        body.put("page", page);
        body.put("page_size", size);
        return api.post(PATH, body);
    }

    /** A line of the report, wherever it came from. */
    static Row row(String account, Function<String, Optional<String>> line) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("account_id", account);
        values.put("org_unit", account);
        TEXTS.forEach(name -> values.put(name, line.apply(name).orElse(null)));
        values.computeIfPresent("campaign_id", (_, id) -> id.equals("0") ? null : id);
        values.putIfAbsent("unit_id", "0");
        values.put("charge", line.apply("charge").map(AdReport::inWholeFen).orElse(null));
        values.put("at", line.apply("stat_date").map(ShanghaiTime::startOfDay).orElse(null));
        values.put("conversions", conversions(line).orElse(null));
        values.values().removeIf(Objects::isNull);
        return Row.of(values);
    }

    /** The channel counts in thousandths of a yuan here and there; a fen is what an invoice shows. */
    private static String inWholeFen(String yuan) {
        return yuan.matches("\\d{1,15}\\.\\d{3,20}")
                ? new BigDecimal(yuan).setScale(2, RoundingMode.HALF_EVEN).toPlainString()
                : yuan;
    }

    /** Forms and contacts left in private messages; nothing where the channel tells neither. */
    private static Optional<Object> conversions(Function<String, Optional<String>> line) {
        Optional<Long> forms = count(line.apply("form_count"));
        Optional<Long> messages = count(line.apply("leads_submit_cnt"));
        return forms.isEmpty() && messages.isEmpty()
                ? Optional.empty()
                : Optional.of(forms.orElse(0L) + messages.orElse(0L));
    }

    private static Optional<Long> count(Optional<String> text) {
        return text.filter(number -> number.matches("\\d{1,15}")).map(Long::parseLong);
    }
}
