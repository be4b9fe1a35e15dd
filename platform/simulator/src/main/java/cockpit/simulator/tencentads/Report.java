package cockpit.simulator.tencentads;

import cockpit.simulator.channel.AdSheet;
import cockpit.simulator.channel.AdSheet.Line;
import cockpit.simulator.channel.Pages;
import cockpit.simulator.http.Json;
import cockpit.simulator.world.Region;
import cockpit.simulator.world.Times;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code daily_reports/get}: only the fields that were asked for, amounts in fen, rates as fractions. */
final class Report {
    private static final int MOST_ROWS = 10_000;
    private static final int LARGEST_PAGE = 2000;
    private static final int LONGEST_SPAN = 90;
    private static final int OLDEST = 365;
    private static final Map<String, List<String>> GROUPS = Map.of(
            "REPORT_LEVEL_ADVERTISER",
            List.of("date"),
            "REPORT_LEVEL_ADGROUP",
            List.of("date", "adgroup_id"),
            "REPORT_LEVEL_DYNAMIC_CREATIVE",
            List.of("date", "adgroup_id", "dynamic_creative_id"));
    private static final Set<String> FIELDS = Set.of(
            "date",
            "account_id",
            "adgroup_id",
            "adgroup_name",
            "dynamic_creative_id",
            "dynamic_creative_name",
            "view_count",
            "thousand_display_price",
            "valid_click_count",
            "ctr",
            "cpc",
            "cost",
            "conversions_count",
            "conversions_rate",
            "conversions_cost",
            "effective_leads_count",
            "page_reservation_count");

    private final AdSheet sheet;
    private final Pages pages;

    Report(AdSheet sheet, Pages pages) {
        this.sheet = sheet;
        this.pages = pages;
    }

    ObjectNode answer(Parameters parameters, long now) {
        Region region = parameters.account();
        List<String> possible = GROUPS.get(parameters.required("level"));
        if (possible == null) {
            throw Refusal.parameter("level is not known");
        }
        List<String> groups = parameters.texts("group_by");
        if (!possible.containsAll(groups)) {
            throw Refusal.parameter("group_by does not fit the level");
        }
        List<String> fields = parameters.texts("fields");
        if (!FIELDS.containsAll(fields)) {
            throw Refusal.parameter("fields holds one that is not known");
        }
        JsonNode range = parameters.json("date_range");
        int from = Parameters.day(range, "start_date");
        int to = Parameters.day(range, "end_date");
        if (to < from || to - from >= LONGEST_SPAN || from < Times.dayOf(now) - OLDEST) {
            throw Refusal.parameter("date_range must span 1 to 90 of the last 365 days");
        }
        int page = parameters.number("page", 1, 100_000);
        int size = parameters.number("page_size", 10, LARGEST_PAGE);
        if ((long) page * size > MOST_ROWS) {
            throw Refusal.parameter("page * page_size must be at most " + MOST_ROWS);
        }
        List<Line> lines = grouped(sheet.lines(region, from, to, now), groups);
        Pages.Cut<Line> cut = pages.cut(List.of(region, from, to, groups, size), lines, page, size);
        ArrayNode list = Json.array();
        cut.rows().forEach(line -> list.add(shape(line, region, fields)));
        ObjectNode data = Json.object();
        data.set("list", list);
        data.set("page_info", pageInfo(page, size, cut.total()));
        return data;
    }

    private static List<Line> grouped(List<Line> lines, List<String> groups) {
        Map<List<Object>, Line> sums = new LinkedHashMap<>();
        for (Line line : lines) {
            List<Object> key = new ArrayList<>();
            for (String group : groups) {
                key.add(
                        switch (group) {
                            case "date" -> line.day();
                            case "adgroup_id" -> line.promotion().id();
                            default -> line.materialId();
                        });
            }
            sums.merge(key, line, Line::plus);
        }
        return List.copyOf(sums.values());
    }

    private static ObjectNode shape(Line line, Region region, List<String> fields) {
        ObjectNode row = Json.object();
        for (String field : fields) {
            switch (field) {
                case "date" -> row.put(field, Times.date(line.day()).toString());
                case "account_id" -> row.put(field, line.promotion().platform().accountId(region));
                case "adgroup_id" -> row.put(field, line.promotion().id());
                case "adgroup_name" -> row.put(field, line.promotion().name());
                case "dynamic_creative_id" -> row.put(field, line.materialId());
                case "dynamic_creative_name" -> row.put(field, line.promotion().name() + "-" + (line.material() + 1));
                case "view_count" -> row.put(field, line.show());
                case "valid_click_count" -> row.put(field, line.click());
                case "cost" -> row.put(field, line.cost());
                case "conversions_count", "page_reservation_count" -> row.put(field, line.conversions());
                case "effective_leads_count" -> row.put(field, line.valid());
                case "thousand_display_price" -> row.put(field, price(line.cost() * 1000, line.show()));
                case "cpc" -> row.put(field, price(line.cost(), line.click()));
                case "conversions_cost" -> row.put(field, price(line.cost(), line.conversions()));
                case "ctr" -> row.put(field, rate(line.click(), line.show()));
                default -> row.put(field, rate(line.conversions(), line.click()));
            }
        }
        return row;
    }

    private static long price(long fen, long count) {
        return count == 0 ? 0 : (fen + count / 2) / count;
    }

    private static BigDecimal rate(long part, long whole) {
        return whole == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
    }

    static ObjectNode pageInfo(int page, int size, int total) {
        return Json.object()
                .put("page", page)
                .put("page_size", size)
                .put("total_number", total)
                .put("total_page", (total + size - 1) / size);
    }
}
