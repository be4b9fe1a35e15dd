package cockpit.plugin.kuaishou;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.kit.DailyTable;
import cockpit.spi.source.kit.Ids;
import cockpit.spi.source.kit.ShanghaiTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lead list of Kuaishou's own CRM. */
final class Leads implements DailyTable {

    static final Duration INTERVAL = Duration.ofMinutes(1);

    /** Sales staff change a lead's state for days, and the list is asked for by creation. */
    static final Duration RECENT = Duration.ofDays(2);

    static final int SETTLING_DAYS = 29;
    static final int KEPT_DAYS = 730;

    static final Stream STREAM = Stream.named("lead", Text.of("快手线索", "Kuaishou leads"), Dataset.LEAD)
            .columns(
                    Column.text("id").as("lead_id").asRequired(),
                    Column.instant("create_time").as("at").asRequired(),
                    Column.instant("update_time"),
                    Column.text("account_id").asRequired(),
                    Column.text("org_unit"),
                    Column.text("dsp_campaign_id").as("campaign_id"),
                    Column.text("dsp_unit_id").as("promotion_id"),
                    Column.text("dsp_creative_id").as("creative_id"),
                    Column.oneOf("entry", LeadCodes.ENTRIES),
                    Column.oneOf("state", LeadCodes.STATES),
                    Column.oneOf("validity", LeadCodes.VALIDITIES),
                    Column.phone("phone"))
            .key("account_id", "id")
            .newestBy("update_time")
            .always("channel", "KUAISHOU")
            .pulledEvery(INTERVAL)
            .lookingBack(Duration.ofDays(30));

    static final String PATH = "/v2/gemini/crm/clue/list";

    private static final int PAGE_SIZE = 100;
    private static final List<String> PLACES = List.of("dsp_campaign_id", "dsp_unit_id", "dsp_creative_id");

    private final Api api;

    Leads(Api api) {
        this.api = api;
    }

    @Override
    public Stream stream() {
        return STREAM;
    }

    @Override
    public Slice read(Range range, String place) throws SourceFault, InterruptedException {
        String account = range.accounts().getFirst();
        long page = place.isEmpty() ? 1 : Long.parseLong(place);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("advertiser_id", Ids.asNumber(account));
        body.put("start_time", range.from() + " 00:00:00");
        body.put("end_time", range.to() + " 23:59:59");
        body.put("page", page);
        body.put("page_size", PAGE_SIZE);
        Json data = api.post(PATH, body);
        boolean more = Api.hasMore(data, page, PAGE_SIZE);
        return new Slice(
                data.at("details").elements().stream()
                        .map(lead -> row(lead, account))
                        .toList(),
                more ? Optional.of(Long.toString(page + 1)) : Optional.empty());
    }

    private static Row row(Json lead, String account) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("id", id(lead.at("id")).orElse(null));
        values.put("create_time", time(lead.at("create_time")).orElse(null));
        values.put("update_time", time(lead.at("update_time")).orElse(null));
        values.put("account_id", account);
        values.put("org_unit", account);
        PLACES.forEach(
                name -> values.put(name, id(lead.at("clue_source").at(name)).orElse(null)));
        Optional<Long> schedule = lead.at("schedule").at("schedule_id").integer();
        Optional<Long> tag = lead.at("clue_tag").integer();
        values.put("entry", LeadCodes.entry(lead.at("source_type").integer()));
        values.put("state", LeadCodes.state(schedule, tag));
        values.put("validity", LeadCodes.validity(schedule, tag));
        values.put("phone", phone(lead).orElse(null));
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
        return lead.at("phone")
                .text()
                .map(text -> text.replaceAll("[\\s-]", ""))
                .filter(text -> text.matches("(\\+?86|0086)?1\\d{10}"));
    }
}
