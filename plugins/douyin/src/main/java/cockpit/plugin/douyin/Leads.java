package cockpit.plugin.douyin;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.kit.DailyTable;
import cockpit.spi.source.kit.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Feiyu's list of leads, newest first. */
final class Leads implements DailyTable {

    static final Duration INTERVAL = Duration.ofMinutes(1);

    /** Sales staff change a lead's state for days, and the channel adds some fields ten minutes late. */
    static final Duration RECENT = Duration.ofDays(2);

    static final int SETTLING_DAYS = 29;

    /** The channel keeps leads for two years. */
    static final int KEPT_DAYS = 730;

    static final Stream STREAM = Stream.named("lead", Text.of("飞鱼线索", "Feiyu leads"), Dataset.LEAD)
            .columns(
                    Column.text("clue_id").as("lead_id").asRequired(),
                    Column.instant("create_time_detail").as("at").asRequired(),
                    Column.text("advertiser_id").as("account_id"),
                    Column.text("org_unit"),
                    Column.text("project_id").as("campaign_id"),
                    Column.text("promotion_id"),
                    Column.text("creative_id"),
                    Column.oneOf("entry", LeadCodes.ENTRIES),
                    Column.oneOf("state", LeadCodes.STATES),
                    Column.oneOf("validity", LeadCodes.VALIDITIES),
                    Column.phone("telephone"),
                    Column.text("city_name").as("city"))
            .key("clue_id")
            .always("channel", "OCEANENGINE")
            .pulledEvery(INTERVAL);

    private static final String PATH = "/open_api/2/tools/clue/get/";

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
    public int accountsAtOnce() {
        return 100;
    }

    @Override
    public Slice read(Range range, String place) throws SourceFault, InterruptedException {
        Json data = api.get(
                PATH,
                Map.of(
                        "advertiser_ids",
                        Json.of(Ids.asNumbers(range.accounts())).toJson(),
                        "start_time",
                        range.from() + " 00:00:00",
                        "end_time",
                        range.to() + " 23:59:59",
                        "page",
                        Pages.page(place),
                        "page_size",
                        "100"));
        return new Slice(rows(data), Pages.next(data, place));
    }

    private List<Row> rows(Json data) throws SourceFault {
        if (!(data.at("list").raw() instanceof List)
                && data.at("page_info").at("total_number").integer().orElse(1L) != 0) {
            throw OceanEngine.shape("线索应答缺少 list", "the answer with the leads has no list");
        }
        return data.at("list").elements().stream().map(this::row).toList();
    }

    private Row row(Json lead) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("clue_id", id(lead.at("clue_id")).orElse(null));
        values.put("create_time_detail", lead.at("create_time_detail").text().orElse(null));
        Optional<String> advertiser = id(lead.at("advertiser_id"));
        values.put("advertiser_id", advertiser.orElse(null));
        values.put(
                "org_unit",
                id(lead.at("store").at("store_id")).or(() -> advertiser).orElse(null));
        values.put("project_id", id(lead.at("project_id")).orElse(null));
        // A lead of the older ads has an ad instead of a promotion, never both.
        values.put(
                "promotion_id",
                id(lead.at("promotion_id")).or(() -> id(lead.at("ad_id"))).orElse(null));
        values.put(
                "creative_id",
                id(lead.at("creative_id")).or(() -> material(lead)).orElse(null));
        Optional<Long> source = lead.at("clue_source").integer();
        values.put("entry", LeadCodes.entry(lead.at("clue_type").integer(), source));
        values.put("state", LeadCodes.state(lead.at("clue_state").integer()));
        values.put("validity", LeadCodes.validity(lead.at("clue_state").integer(), source));
        values.put("telephone", phone(lead).orElse(null));
        values.put("city_name", lead.at("city_name").text().orElse(null));
        values.values().removeIf(Objects::isNull);
        return Row.of(values);
    }

    /** An id; the channel writes 0 where there is none. */
    private static Optional<String> id(Json value) {
        return value.text().map(String::strip).filter(text -> !text.isEmpty() && !text.equals("0"));
    }

    /** The video or picture that brought the lead, which {@code mid_info} names in a JSON text of its own. */
    private Optional<String> material(Json lead) {
        Optional<String> text = lead.at("mid_info").text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Json ids = context.json(text.get().getBytes(StandardCharsets.UTF_8));
            return LeadCodes.MATERIALS.stream()
                    .flatMap(name -> id(ids.at(name)).stream())
                    .findFirst();
        } catch (SourceFault _) {
            return Optional.empty();
        }
    }

    /** A masked or virtual number is no phone: the lead counts, but belongs to nobody known. */
    private static Optional<String> phone(Json lead) {
        return lead.at("telephone")
                .text()
                .map(text -> text.replaceAll("[\\s-]", ""))
                .filter(text -> text.matches("(\\+?86|0086)?1\\d{10}"));
    }
}
