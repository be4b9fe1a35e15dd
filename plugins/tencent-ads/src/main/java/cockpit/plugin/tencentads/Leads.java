package cockpit.plugin.tencentads;

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
import cockpit.spi.source.kit.ShanghaiTime;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The list of leads by the time of their last change: whoever is called, judged or assigned appears again among the newest.
 */
final class Leads implements DailyTable {

    static final Duration INTERVAL = Duration.ofMinutes(1);

    /** A change is seen at the next poll; the rest is for changes that the channel files late. */
    static final Duration RECENT = Duration.ofHours(2);

    static final int SETTLING_DAYS = 3;

    /** The channel shows changes of one year. */
    static final int KEPT_DAYS = 365;

    static final Stream STREAM = Stream.named("lead", Text.of("腾讯广告线索", "Tencent Ads leads"), Dataset.LEAD)
            .columns(
                    Column.text("leads_id").as("lead_id").asRequired(),
                    Column.instant("leads_create_time").as("at").asRequired(),
                    Column.instant("leads_action_time"),
                    Column.text("account_id").asRequired(),
                    Column.text("org_unit"),
                    Column.text("adgroup_id").as("promotion_id"),
                    Column.oneOf("entry", LeadTags.ENTRIES),
                    Column.oneOf("state", LeadTags.STATES),
                    Column.oneOf("validity", LeadTags.VALIDITIES),
                    Column.text("invalid_reason"),
                    Column.phone("leads_telephone"))
            .key("account_id", "leads_id")
            .newestBy("leads_action_time")
            .always("channel", "TENCENT_ADS")
            .pulledEvery(INTERVAL)
            .lookingBack(Duration.ofDays(30));

    static final String PATH = "/leads_list/get";

    private static final int PAGE_SIZE = 200;

    /** Further on the channel wants to know the last row that was seen. */
    private static final int MOST_BY_PAGE = 5_000;

    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final Api api;
    private final SourceContext context;

    Leads(Api api, SourceContext context) {
        this.api = api;
        this.context = context;
    }

    @Override
    public Stream stream() {
        return STREAM;
    }

    @Override
    public Slice read(Range range, String place) throws SourceFault, InterruptedException {
        String account = range.accounts().getFirst();
        boolean byLast = place.startsWith("[");
        long page = byLast || place.isEmpty() ? 1 : Long.parseLong(place);
        Map<String, String> query = new LinkedHashMap<>(Map.of(
                "account_id",
                account,
                "time_range",
                timeRange(range.from(), range.to()),
                "time_type",
                "TIME_TYPE_ACTION_TIME",
                "page",
                Long.toString(page),
                "page_size",
                Integer.toString(PAGE_SIZE)));
        if (byLast) {
            query.put("last_search_after_values", place);
        }
        Json data = api.get(PATH, query);
        List<Json> leads = data.at("list").elements();
        long total = total(data);
        Optional<String> next = Optional.empty();
        if (byLast) {
            next = leads.size() < PAGE_SIZE ? Optional.empty() : Optional.of(last(leads.getLast()));
        } else if (page * PAGE_SIZE < total) {
            next = (page + 1) * PAGE_SIZE <= MOST_BY_PAGE || leads.isEmpty()
                    ? Optional.of(Long.toString(page + 1))
                    : Optional.of(last(leads.getLast()));
        }
        return new Slice(leads.stream().map(lead -> row(lead, account)).toList(), next);
    }

    /** From the first second of a day to the last one of another, and not beyond now. */
    private String timeRange(LocalDate from, LocalDate to) {
        long start = from.atStartOfDay(DailyPlan.SHANGHAI).toEpochSecond();
        long end = to.plusDays(1).atStartOfDay(DailyPlan.SHANGHAI).toEpochSecond() - 1;
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("start_time", start);
        range.put("end_time", Math.max(start, Math.min(end, context.now().getEpochSecond())));
        return Json.of(range).toJson();
    }

    private static long total(Json data) throws SourceFault {
        long total = data.at("page_info")
                .at("total_number")
                .integer()
                .orElseThrow(() -> TencentAds.FAULTS.shape("应答缺少 page_info", "the answer has no page_info"));
        if (!(data.at("list").raw() instanceof List) && total != 0) {
            throw TencentAds.FAULTS.shape("线索应答缺少 list", "the answer with the leads has no list");
        }
        return total;
    }

    /** Time in milliseconds and id of a row, as the channel takes them back. */
    private static String last(Json lead) throws SourceFault {
        Optional<Long> time = lead.at("leads_action_time").text().flatMap(Leads::milliseconds);
        Optional<String> id = lead.at("leads_id").text();
        if (time.isEmpty() || id.filter(text -> text.matches("\\d+")).isEmpty()) {
            throw TencentAds.FAULTS.shape(
                    "线索缺少 leads_id 或 leads_action_time，无法继续翻页",
                    "a lead lacks leads_id or leads_action_time, without which the list cannot be read on");
        }
        return Json.of(List.of(time.get(), new BigInteger(id.get()))).toJson();
    }

    private static Optional<Long> milliseconds(String time) {
        if (time.matches("\\d{13}")) {
            return Optional.of(Long.parseLong(time));
        }
        if (time.matches("\\d{10}")) {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(time)).toEpochMilli());
        }
        return time.matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}")
                ? Optional.of(LocalDateTime.parse(time, PLAIN)
                        .atZone(DailyPlan.SHANGHAI)
                        .toInstant()
                        .toEpochMilli())
                : Optional.empty();
    }

    private static Row row(Json lead, String account) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Optional<String> tag = lead.at("leads_follow_tag").text();
        values.put("leads_id", id(lead.at("leads_id")).orElse(null));
        values.put("leads_create_time", time(lead.at("leads_create_time")).orElse(null));
        values.put("leads_action_time", time(lead.at("leads_action_time")).orElse(null));
        values.put("account_id", account);
        values.put("org_unit", account);
        values.put("adgroup_id", id(lead.at("adgroup_id")).orElse(null));
        values.put("entry", LeadTags.entry(lead.at("leads_type").text()));
        values.put("state", LeadTags.state(tag));
        values.put("validity", LeadTags.validity(tag));
        values.put("invalid_reason", LeadTags.invalidReason(tag).orElse(null));
        values.put("leads_telephone", phone(lead).orElse(null));
        values.values().removeIf(Objects::isNull);
        return Row.of(values);
    }

    private static Optional<String> time(Json value) {
        return value.text().map(String::strip).map(ShanghaiTime::instant);
    }

    private static Optional<String> id(Json value) {
        return value.text().map(String::strip).filter(text -> !text.isEmpty() && !text.equals("0"));
    }

    /** A masked or virtual number is no phone: the lead counts, but belongs to nobody known. */
    private static Optional<String> phone(Json lead) {
        return lead.at("leads_telephone")
                .text()
                .map(text -> text.replaceAll("[\\s-]", ""))
                .filter(text -> text.matches("(\\+?86|0086)?1\\d{10}"));
    }
}
