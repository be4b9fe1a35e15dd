package cockpit.simulator.tencentads;

import cockpit.simulator.channel.AdSheet;
import cockpit.simulator.channel.Pages;
import cockpit.simulator.http.Json;
import cockpit.simulator.world.Lead;
import cockpit.simulator.world.Person;
import cockpit.simulator.world.Region;
import cockpit.simulator.world.Times;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code leads_list/get}: newest first by creation or by the last change, in the state of the moment. */
final class LeadList {
    /** The last change of a lead comes at most so many days after it. */
    private static final int LONGEST_CHANGE = 15;

    private static final int LONGEST_SPAN = 366;
    private static final int LARGEST_PAGE = 200;
    private static final int MOST_BY_PAGE = 5000;
    private static final String[] REASONS = {"REPEAT", "NOTSELF", "NOTTOUCH", "NOTINTENTION", "REGION_MISMATCHED"};

    private final AdSheet sheet;
    private final Pages pages;

    LeadList(AdSheet sheet, Pages pages) {
        this.sheet = sheet;
        this.pages = pages;
    }

    ObjectNode answer(Parameters parameters, long now) {
        Region region = parameters.account();
        JsonNode range = parameters.json("time_range");
        long from = seconds(range, "start_time");
        long to = seconds(range, "end_time");
        if (to < from || to - from > LONGEST_SPAN * (long) Times.DAY) {
            throw Refusal.parameter("time_range must span at most a year");
        }
        ToLongFunction<Lead> time =
                switch (parameters.required("time_type")) {
                    case "TIME_TYPE_CREATED_TIME" -> Lead::createdAt;
                    case "TIME_TYPE_ACTION_TIME" -> lead -> lead.changedAt(now);
                    default -> throw Refusal.parameter("time_type is not known");
                };
        int page = parameters.number("page", 1, 1000);
        int size = parameters.number("page_size", 10, LARGEST_PAGE);
        List<Lead> leads = sheet.leads(region, Times.dayOf(from) - LONGEST_CHANGE, Times.dayOf(to), now).stream()
                .filter(lead -> time.applyAsLong(lead) >= from && time.applyAsLong(lead) <= to)
                .sorted(Comparator.comparingLong(time)
                        .thenComparing((Lead lead) -> lead.leadId())
                        .reversed())
                .toList();
        ArrayNode list = Json.array();
        int total = leads.size();
        String after = parameters.optional("last_search_after_values");
        if (after != null) {
            JsonNode values = parameters.json("last_search_after_values");
            long last = values.path(0).asLong() / 1000;
            String id = values.path(1).asString();
            leads.stream()
                    .filter(lead -> time.applyAsLong(lead) < last
                            || (time.applyAsLong(lead) == last && lead.leadId().compareTo(id) < 0))
                    .limit(size)
                    .forEach(lead -> list.add(shape(lead, now)));
        } else if ((long) page * size > MOST_BY_PAGE) {
            throw Refusal.parameter("last_search_after_values is needed beyond " + MOST_BY_PAGE + " rows");
        } else {
            Pages.Cut<Lead> cut = pages.cut(List.of(region, from, to, size), leads, page, size);
            total = cut.total();
            cut.rows().forEach(lead -> list.add(shape(lead, now)));
        }
        ObjectNode data = Json.object();
        data.set("list", list);
        data.set("page_info", Report.pageInfo(page, size, total));
        return data;
    }

    private static long seconds(JsonNode range, String field) {
        JsonNode value = range.path(field);
        if (!value.isIntegralNumber() || value.asLong() > 99_999_999_999L) {
            throw Refusal.parameter("time_range." + field + " must be epoch seconds");
        }
        return value.asLong();
    }

    private static ObjectNode shape(Lead lead, long now) {
        Person.Generated person = lead.person();
        return Json.object()
                .put("leads_id", Long.parseLong(lead.leadId()))
                .put("account_id", lead.platform().accountId(lead.store().region()))
                .put("click_id", "wx0" + person.code())
                .put("adgroup_id", lead.promotion().id())
                .put("adgroup_name", lead.promotion().name())
                .put("page_id", lead.promotion().projectId())
                .put("page_name", lead.promotion().projectName() + "落地页")
                .put("leads_type", person.index() % 7 == 0 ? "LEADS_TYPE_CONSULT" : "LEADS_TYPE_FORM")
                .put("leads_source", "LEADS_SOURCE_XIJING")
                .put("leads_follow_tag", "LEADS_FOLLOW_TAG_" + tag(lead, now))
                .put("leads_name", person.title())
                .put("leads_telephone", person.phone())
                .put(
                        "telephone_location",
                        lead.store().province() + lead.store().city())
                .put("leads_wechat", "")
                .put("leads_gender", person.gender() == 1 ? "GENDER_TYPE_MALE" : "GENDER_TYPE_FEMALE")
                .put("leads_create_time", Times.plain(lead.createdAt()))
                .put("leads_action_time", Times.plain(lead.changedAt(now)))
                .put("shop_name", lead.store().name())
                .put(
                        "bundle",
                        Json.object().put("意向项目", lead.category().chinese()).toString())
                .put("owner_name", lead.stateAt(now) == Lead.State.NEW ? "" : "网电" + (person.index() % 12 + 1) + "号");
    }

    private static String tag(Lead lead, long now) {
        return switch (lead.stateAt(now)) {
            case NEW -> "DEFAULT";
            case INTERESTED, FRIEND -> "VALID";
            case OPPORTUNITY -> "VALID_HIGH_INTENTION";
            case AGAIN -> "FOLLOWING";
            case INVALID -> "INVALID_" + REASONS[lead.person().index() % REASONS.length];
        };
    }
}
