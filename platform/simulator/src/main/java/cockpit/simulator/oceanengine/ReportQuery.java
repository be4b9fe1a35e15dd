package cockpit.simulator.oceanengine;

import cockpit.simulator.http.Json;
import cockpit.simulator.oceanengine.Field.Dimension;
import cockpit.simulator.oceanengine.Field.Metric;
import cockpit.simulator.world.Region;
import cockpit.simulator.world.Times;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a client wants to see in a custom report.
 *
 * @param region whose account
 * @param dimensions in the order asked for
 * @param metrics in the order asked for
 * @param filters all must hold
 * @param order first one first
 * @param from first instant
 * @param to last instant
 * @param page from 1
 * @param pageSize up to 100
 */
record ReportQuery(
        Region region,
        List<Dimension> dimensions,
        List<Metric> metrics,
        List<Filter> filters,
        List<Sorting> order,
        long from,
        long to,
        int page,
        int pageSize) {
    private static final Set<String> TOPICS = Set.of("BASIC_DATA", "MATERIAL_DATA");
    private static final int LONGEST_SPAN = 30;
    private static final LocalDate EARLIEST = LocalDate.of(2016, 10, 26);

    /**
     * A condition on a dimension or a metric; exactly one of the two is set.
     *
     * @param operator 1 = 2 &lt; 3 ≤ 4 &gt; 5 ≥ 6 ≠ 7 contains 8 not contains 9 range 10 any of 11 all of
     */
    record Filter(@Nullable Dimension dimension, @Nullable Metric metric, int operator, List<String> values) {
        boolean holds(String actual) {
            return switch (operator) {
                case 1 -> compare(actual, 0) == 0;
                case 2 -> compare(actual, 0) < 0;
                case 3 -> compare(actual, 0) <= 0;
                case 4 -> compare(actual, 0) > 0;
                case 5 -> compare(actual, 0) >= 0;
                case 6 -> compare(actual, 0) != 0;
                case 7 -> actual.contains(values.getFirst());
                case 8 -> !actual.contains(values.getFirst());
                case 9 -> compare(actual, 0) >= 0 && compare(actual, 1) <= 0;
                case 10 -> values.contains(actual);
                default -> values.stream().allMatch(actual::equals);
            };
        }

        private int compare(String actual, int position) {
            String value = values.get(position);
            return metric == null ? actual.compareTo(value) : new BigDecimal(actual).compareTo(new BigDecimal(value));
        }
    }

    /** By a dimension or a metric; exactly one of the two is set. */
    record Sorting(@Nullable Dimension dimension, @Nullable Metric metric, boolean descending) {}

    static ReportQuery of(Parameters parameters) {
        Region region = Parameters.advertiser(parameters.required("advertiser_id"));
        String topic = parameters.optional("data_topic");
        if (topic != null && !TOPICS.contains(topic)) {
            throw Refusal.parameter("data_topic: 不支持" + topic);
        }
        List<Dimension> dimensions = parameters.texts("dimensions").stream()
                .map(word -> Dimension.of(word).orElseThrow(() -> Refusal.parameter("dimensions: 不支持的维度" + word)))
                .toList();
        List<Metric> metrics = parameters.texts("metrics").stream()
                .map(word -> Metric.of(word).orElseThrow(() -> Refusal.parameter("metrics: 不支持的指标" + word)))
                .toList();
        if (dimensions.isEmpty()) {
            throw Refusal.parameter("dimensions: 不能为空");
        }
        if (metrics.isEmpty()) {
            throw Refusal.parameter("metrics: 不能为空");
        }
        List<Filter> filters = new ArrayList<>();
        parameters.array("filters").forEach(node -> filters.add(filter(node)));
        List<Sorting> order = new ArrayList<>();
        parameters.array("order_by").forEach(node -> order.add(sorting(node, dimensions)));
        long from = parameters.instant("start_time", false);
        long to = parameters.instant("end_time", true);
        int first = Times.dayOf(from);
        int last = Times.dayOf(to);
        if (to < from) {
            throw Refusal.parameter("end_time: 不能早于start_time");
        }
        if (last - first + 1 > LONGEST_SPAN) {
            throw Refusal.parameter("start_time,end_time: 时间跨度不能超过30天");
        }
        if (first < Times.day(EARLIEST)) {
            throw Refusal.parameter("start_time: 不能早于2016-10-26");
        }
        return new ReportQuery(
                region,
                dimensions,
                metrics,
                List.copyOf(filters),
                List.copyOf(order),
                from,
                to,
                parameters.page(),
                parameters.pageSize());
    }

    /** The same query, asking for its first page. */
    ReportQuery firstPage() {
        return new ReportQuery(region, dimensions, metrics, filters, order, from, to, 1, pageSize);
    }

    private static Filter filter(JsonNode node) {
        String field = Json.text(node, "field");
        int operator = node.path("operator").asInt(0);
        List<String> values = new ArrayList<>();
        node.path("values").forEach(value -> values.add(value.asString()));
        if (field == null
                || operator < 1
                || operator > 11
                || values.isEmpty()
                || (operator == 9 && values.size() < 2)) {
            throw Refusal.parameter("filters: 需要field、operator(1-11)和values");
        }
        Dimension dimension = Dimension.of(field).orElse(null);
        Metric metric = Metric.of(field).orElse(null);
        if (dimension == null && metric == null) {
            throw Refusal.parameter("filters: 不支持的字段" + field);
        }
        if (metric != null && values.stream().anyMatch(value -> !value.matches("-?\\d{1,15}(\\.\\d{1,6})?"))) {
            throw Refusal.parameter("filters: " + field + "的values必须是数字");
        }
        return new Filter(dimension, metric, operator, List.copyOf(values));
    }

    private static Sorting sorting(JsonNode node, List<Dimension> dimensions) {
        String field = Json.text(node, "field");
        String type = Json.text(node, "type");
        if (field == null || (!"ASC".equals(type) && !"DESC".equals(type))) {
            throw Refusal.parameter("order_by: 需要field和type(ASC或DESC)");
        }
        Dimension dimension = Dimension.of(field).orElse(null);
        Metric metric = Metric.of(field).orElse(null);
        if (metric == null && (dimension == null || !dimensions.contains(dimension))) {
            throw Refusal.parameter("order_by: 不支持的字段" + field);
        }
        return new Sorting(dimension, metric, "DESC".equals(type));
    }
}
