package cockpit.simulator.oceanengine;

import cockpit.simulator.http.Json;
import cockpit.simulator.oceanengine.Field.Dimension;
import cockpit.simulator.oceanengine.Field.Metric;
import cockpit.simulator.oceanengine.ReportQuery.Filter;
import cockpit.simulator.oceanengine.ReportQuery.Sorting;
import cockpit.simulator.world.AdPlatform;
import cockpit.simulator.world.AdWorld;
import cockpit.simulator.world.AdWorld.Depth;
import cockpit.simulator.world.Lead;
import cockpit.simulator.world.Promotion;
import cockpit.simulator.world.Region;
import cockpit.simulator.world.Times;
import cockpit.simulator.world.World;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The custom report: sums of the ad world's cells and of the leads that came from them. */
final class Report {
    private static final int SNAPSHOTS = 4;
    private static final Duration SNAPSHOT_LIFE = Duration.ofSeconds(60);

    private final World world;
    private final InstantSource real;
    private final Map<ReportQuery, Snapshot> snapshots = new LinkedHashMap<>();

    Report(World world, InstantSource real) {
        this.world = world;
        this.real = real;
    }

    /** What the first page saw; the pages that follow within a minute go on in it. */
    private record Snapshot(List<Line> lines, Instant until) {}

    /** Sums of a group; money in fen. */
    private static final class Sums {
        private long cost;
        private long show;
        private long click;
        private long convert;
        private long deep;
        private long attributed;

        void add(Sums other) {
            cost += other.cost;
            show += other.show;
            click += other.click;
            convert += other.convert;
            deep += other.deep;
            attributed += other.attributed;
        }

        boolean empty() {
            return cost == 0 && show == 0 && click == 0 && convert == 0;
        }

        String value(Metric metric) {
            return switch (metric) {
                case STAT_COST -> yuan(cost);
                case SHOW_CNT -> Long.toString(show);
                case CLICK_CNT -> Long.toString(click);
                case CTR -> ratio(click * 100, show);
                case CPC_PLATFORM -> money(cost, click);
                case CPM_PLATFORM -> money(cost * 1000, show);
                case CONVERT_CNT -> Long.toString(convert);
                case CONVERSION_COST -> money(cost, convert);
                case CONVERSION_RATE -> ratio(convert * 100, click);
                case DEEP_CONVERT_CNT -> Long.toString(deep);
                case DEEP_CONVERT_COST -> money(cost, deep);
                case DEEP_CONVERT_RATE -> ratio(deep * 100, convert);
                case ATTRIBUTION_CONVERT_CNT -> Long.toString(attributed);
                case ATTRIBUTION_CONVERT_COST -> money(cost, attributed);
            };
        }

        private static String yuan(long fen) {
            return BigDecimal.valueOf(fen, 2).toPlainString();
        }

        private static String money(long fen, long count) {
            return count == 0
                    ? "0.00"
                    : BigDecimal.valueOf(fen, 2)
                            .divide(BigDecimal.valueOf(count), 2, RoundingMode.HALF_UP)
                            .toPlainString();
        }

        private static String ratio(long part, long whole) {
            return whole == 0
                    ? "0.00"
                    : BigDecimal.valueOf(part)
                            .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP)
                            .toPlainString();
        }
    }

    private record Line(List<String> dimensions, Sums sums) {}

    /** Where a figure belongs. */
    private record Place(
            Region region, int day, Promotion promotion, int material, int hour, int province, int gender, int age) {

        String value(Dimension dimension, World world) {
            return switch (dimension) {
                case STAT_TIME_DAY -> Times.date(day).toString();
                case STAT_TIME_HOUR -> "%s %02d:00 - %02d:59".formatted(Times.date(day), hour, hour);
                case CDP_PROJECT_ID -> Long.toString(promotion.projectId());
                case CDP_PROJECT_NAME -> promotion.projectName();
                case CDP_PROMOTION_ID -> Long.toString(promotion.id());
                case CDP_PROMOTION_NAME -> promotion.name();
                case MATERIAL_ID -> Long.toString(promotion.materialId(material));
                case PROVINCE_NAME ->
                    world.ads(AdPlatform.OCEANENGINE).provinces(region).get(province);
                case GENDER -> AdWorld.GENDERS.get(gender);
                case AGE -> AdWorld.AGES.get(age);
            };
        }
    }

    /** The part of a place that a report tells apart, in one number; finding a group must be cheap. */
    private final class Grouping {
        private final ReportQuery query;
        private final Map<List<String>, Sums> groups = new HashMap<>();
        private final Map<Long, Sums> byKey = new HashMap<>();
        private final Map<Long, Integer> promotions = new HashMap<>();
        private final Sums ignored = new Sums();
        private final boolean time;
        private final boolean hour;
        private final boolean promotion;
        private final boolean material;
        private final boolean province;
        private final boolean gender;
        private final boolean age;

        Grouping(ReportQuery query) {
            this.query = query;
            this.time = sees(Dimension.STAT_TIME_DAY) || sees(Dimension.STAT_TIME_HOUR);
            this.hour = sees(Dimension.STAT_TIME_HOUR);
            this.promotion = sees(Dimension.CDP_PROMOTION_ID)
                    || sees(Dimension.CDP_PROMOTION_NAME)
                    || sees(Dimension.CDP_PROJECT_ID)
                    || sees(Dimension.CDP_PROJECT_NAME)
                    || sees(Dimension.MATERIAL_ID);
            this.material = sees(Dimension.MATERIAL_ID);
            this.province = sees(Dimension.PROVINCE_NAME);
            this.gender = sees(Dimension.GENDER);
            this.age = sees(Dimension.AGE);
        }

        boolean sees(Dimension dimension) {
            return query.dimensions().contains(dimension)
                    || query.filters().stream().anyMatch(filter -> filter.dimension() == dimension);
        }

        Sums at(Place place) {
            long key = time ? place.day() : 0;
            key = key * 25 + (hour ? place.hour() + 1 : 0);
            key = key * 4096 + (promotion ? position(place.promotion()) : 0);
            key = key * 4 + (material ? place.material() + 1 : 0);
            key = key * 16 + (province ? place.province() + 1 : 0);
            key = key * 4 + (gender ? place.gender() + 1 : 0);
            key = key * 8 + (age ? place.age() + 1 : 0);
            Sums known = byKey.get(key);
            if (known != null) {
                return known;
            }
            Sums found = find(place);
            byKey.put(key, found);
            return found;
        }

        private int position(Promotion sought) {
            return promotions.computeIfAbsent(sought.id(), any -> promotions.size() + 1);
        }

        private Sums find(Place place) {
            for (Filter filter : query.filters()) {
                Dimension dimension = filter.dimension();
                if (dimension != null && !filter.holds(place.value(dimension, world))) {
                    return ignored;
                }
            }
            List<String> values = new ArrayList<>(query.dimensions().size());
            for (Dimension dimension : query.dimensions()) {
                values.add(place.value(dimension, world));
            }
            return groups.computeIfAbsent(List.copyOf(values), any -> new Sums());
        }
    }

    ObjectNode answer(ReportQuery query, long now) {
        ReportQuery whole = query.firstPage();
        Snapshot known;
        synchronized (snapshots) {
            known = snapshots.get(whole);
        }
        if (query.page() > 1 && known != null && real.instant().isBefore(known.until())) {
            return page(query, known.lines());
        }
        List<Line> lines = lines(query, now);
        synchronized (snapshots) {
            snapshots.remove(whole);
            snapshots.put(whole, new Snapshot(lines, real.instant().plus(SNAPSHOT_LIFE)));
            if (snapshots.size() > SNAPSHOTS) {
                snapshots.remove(snapshots.keySet().iterator().next());
            }
        }
        return page(query, lines);
    }

    private List<Line> lines(ReportQuery query, long now) {
        Grouping grouping = new Grouping(query);
        Depth depth = depth(query);
        for (int day = Times.dayOf(query.from()); day <= Times.dayOf(query.to()); day++) {
            collect(query, grouping, depth, day, now);
        }
        List<Line> lines = new ArrayList<>();
        grouping.groups.forEach((values, sums) -> {
            if (!sums.empty() && holds(query, sums)) {
                lines.add(new Line(values, sums));
            }
        });
        lines.sort(order(query));
        return lines;
    }

    private static Depth depth(ReportQuery query) {
        Depth depth = clipped(query) ? Depth.HOUR : Depth.MATERIAL;
        for (Dimension dimension : query.dimensions()) {
            depth = deeper(depth, dimension.depth());
        }
        for (Filter filter : query.filters()) {
            Dimension dimension = filter.dimension();
            if (dimension != null) {
                depth = deeper(depth, dimension.depth());
            }
        }
        return depth;
    }

    private static Depth deeper(Depth left, Depth right) {
        return left.compareTo(right) >= 0 ? left : right;
    }

    private static boolean clipped(ReportQuery query) {
        return Times.secondOfDay(query.from()) >= 3600 || Times.secondOfDay(query.to()) < 23 * 3600;
    }

    private static boolean within(ReportQuery query, int day, int hour) {
        if (hour < 0) {
            return true;
        }
        long start = Times.at(day, hour * 3600);
        return start + 3599 >= query.from() && start <= query.to();
    }

    private void collect(ReportQuery query, Grouping grouping, Depth depth, int day, long now) {
        Region region = query.region();
        world.ads(AdPlatform.OCEANENGINE)
                .walk(
                        region,
                        day,
                        now,
                        depth,
                        (promotion, material, hour, province, gender, age, cost, show, click) -> {
                            if ((cost == 0 && show == 0 && click == 0) || !within(query, day, hour)) {
                                return;
                            }
                            Sums sums = grouping.at(
                                    new Place(region, day, promotion, material, hour, province, gender, age));
                            sums.cost += cost;
                            sums.show += show;
                            sums.click += click;
                        });
        boolean today = day == Times.dayOf(now);
        for (Lead lead : world.leads(AdPlatform.OCEANENGINE, region, day)) {
            int hour = Times.secondOfDay(lead.createdAt()) / 3600;
            if (lead.createdAt() > now || !lead.attributedBy(now) || !within(query, day, hour)) {
                continue;
            }
            int gender = lead.person().gender() == 1 ? 0 : 1;
            Sums sums = grouping.at(new Place(
                    region,
                    day,
                    lead.promotion(),
                    lead.material(),
                    hour,
                    lead.province(),
                    gender,
                    band(lead.person().age())));
            sums.convert++;
            sums.deep += lead.bookedAt() != 0 && lead.bookedAt() <= now ? 1 : 0;
            sums.attributed += today ? 0 : 1;
        }
    }

    private static int band(int age) {
        return age < 24 ? 0 : age < 31 ? 1 : age < 41 ? 2 : age < 50 ? 3 : 4;
    }

    private static boolean holds(ReportQuery query, Sums sums) {
        for (Filter filter : query.filters()) {
            Metric metric = filter.metric();
            if (metric != null && !filter.holds(sums.value(metric))) {
                return false;
            }
        }
        return true;
    }

    private static Comparator<Line> order(ReportQuery query) {
        Comparator<Line> natural = Comparator.comparing(line -> String.join("\u0000", line.dimensions()));
        Comparator<Line> order = null;
        for (Sorting sorting : query.order()) {
            Comparator<Line> next = comparator(query, sorting);
            order = order == null ? next : order.thenComparing(next);
        }
        return order == null ? natural : order.thenComparing(natural);
    }

    private static Comparator<Line> comparator(ReportQuery query, Sorting sorting) {
        Metric metric = sorting.metric();
        Dimension dimension = sorting.dimension();
        Comparator<Line> comparator;
        if (metric != null) {
            comparator = Comparator.comparing(line -> new BigDecimal(line.sums().value(metric)));
        } else {
            int position = query.dimensions().indexOf(dimension);
            comparator = Comparator.comparing(line -> line.dimensions().get(position));
        }
        return sorting.descending() ? comparator.reversed() : comparator;
    }

    private static ObjectNode page(ReportQuery query, List<Line> lines) {
        Sums total = new Sums();
        lines.forEach(line -> total.add(line.sums()));
        ArrayNode rows = Json.array();
        int start = (int) Math.min(lines.size(), (query.page() - 1L) * query.pageSize());
        for (Line line : lines.subList(start, Math.min(lines.size(), start + query.pageSize()))) {
            ObjectNode dimensions = Json.object();
            for (int index = 0; index < query.dimensions().size(); index++) {
                dimensions.put(
                        query.dimensions().get(index).word(), line.dimensions().get(index));
            }
            ObjectNode row = Json.object();
            row.set("dimensions", dimensions);
            row.set("metrics", metrics(query, line.sums()));
            rows.add(row);
        }
        ObjectNode data = Json.object();
        data.set("page_info", pageInfo(query.page(), query.pageSize(), lines.size()));
        data.set("rows", rows);
        data.set("total_metrics", metrics(query, total));
        return data;
    }

    private static ObjectNode metrics(ReportQuery query, Sums sums) {
        ObjectNode metrics = Json.object();
        for (Metric metric : query.metrics()) {
            metrics.put(metric.word(), sums.value(metric));
        }
        return metrics;
    }

    static ObjectNode pageInfo(int page, int pageSize, int total) {
        return Json.object()
                .put("page", page)
                .put("page_size", pageSize)
                .put("total_number", total)
                .put("total_page", (total + pageSize - 1) / pageSize);
    }
}
