package cockpit.core.trust;

import cockpit.core.ingest.ConnectionStatus;
import cockpit.core.ingest.Connections;
import cockpit.core.metric.DayRange;
import cockpit.core.metric.Dictionaries;
import cockpit.core.metric.Dimension;
import cockpit.core.metric.Grain;
import cockpit.core.metric.Metric;
import cockpit.core.metric.MetricEngine;
import cockpit.core.metric.MetricQuery;
import cockpit.core.metric.MetricQuery.Bound;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Viewer;
import cockpit.core.trust.Check.Agreement;
import cockpit.core.trust.Check.By;
import cockpit.core.trust.Check.Side;
import cockpit.core.trust.Finding.Difference;
import cockpit.core.trust.Finding.Verdict;
import cockpit.core.warehouse.Query;
import cockpit.core.warehouse.Warehouse;
import cockpit.core.warehouse.WarehouseFault;
import cockpit.spi.Text;
import cockpit.spi.data.ColumnType;
import cockpit.spi.data.Dataset;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Rows;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether a check holds. */
final class Checker {

    private static final Logger LOG = LoggerFactory.getLogger(Checker.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SHOWN_DAYS = 3;
    private static final Set<Right> RIGHTS = Set.of(Right.VIEW, Right.MANAGE_CONNECTIONS);

    private final Warehouse warehouse;
    private final MetricEngine engine;
    private final Dictionaries dictionaries;
    private final Connections connections;
    private final InstantSource clock;

    Checker(
            Warehouse warehouse,
            MetricEngine engine,
            Dictionaries dictionaries,
            Connections connections,
            InstantSource clock) {
        this.warehouse = warehouse;
        this.engine = engine;
        this.dictionaries = dictionaries;
        this.connections = connections;
        this.clock = clock;
    }

    /** Datasets whose change may alter what the check finds; empty while its stream is not known. */
    Set<Dataset> datasets(Tenant tenant, Check check) {
        return switch (check) {
            case Check.ByTime one -> streamDataset(tenant, one.connection(), one.stream());
            case Check.Within one -> streamDataset(tenant, one.connection(), one.stream());
            case Check.NoHoles one -> streamDataset(tenant, one.connection(), one.stream());
            case Agreement one -> {
                Set<Dataset> both = new TreeSet<>(of(tenant, one.left()));
                both.addAll(of(tenant, one.right()));
                yield both;
            }
        };
    }

    private Set<Dataset> of(Tenant tenant, Side side) {
        return switch (side) {
            case Side.OfFacts facts -> Set.of(facts.dataset());
            case Side.OfMetric metric ->
                dictionaries.of(tenant.code()).find(metric.metric()).isPresent()
                        ? dictionaries.of(tenant.code()).datasetsOf(metric.metric())
                        : Set.of();
        };
    }

    /** The dataset that a stream fills, by the facts that it has brought. */
    private Set<Dataset> streamDataset(Tenant tenant, String connection, String stream) {
        Set<Dataset> found = new TreeSet<>();
        for (Dataset dataset : Dataset.values()) {
            List<List<@Nullable Object>> rows = warehouse
                    .query(
                            tenant.code(),
                            new Query(
                                    "SELECT 1 FROM \"fact_" + dataset.code()
                                            + "\" WHERE connection = ? AND starts_with(source_key, ?) LIMIT 1",
                                    List.of(connection, stream + ":")),
                            PATIENCE)
                    .rows();
            if (!rows.isEmpty()) {
                found.add(dataset);
            }
        }
        return found;
    }

    Finding look(Tenant tenant, Check check) {
        Instant now = clock.instant();
        Set<Dataset> datasets = Set.of();
        try {
            datasets = datasets(tenant, check);
            return switch (check) {
                case Check.ByTime one -> byTime(tenant, one, datasets, now);
                case Check.Within one -> within(tenant, one, datasets, now);
                case Check.NoHoles one -> noHoles(tenant, one, datasets, now);
                case Agreement one -> agreement(tenant, one, datasets, now);
            };
        } catch (WarehouseFault e) {
            LOG.warn("The check {} of {} could not be made: {}", check.code(), tenant.code(), e.getMessage());
            return new Finding(
                    check.code(),
                    check.title(),
                    datasets,
                    Verdict.UNKNOWN,
                    Text.of("暂时无法核对，稍后自动重试。", "It cannot be checked at the moment and is tried again."),
                    List.of(),
                    0,
                    now);
        }
    }

    private static Finding found(
            Check check, Set<Dataset> datasets, Verdict verdict, Text sentence, int compared, Instant now) {
        return new Finding(check.code(), check.title(), datasets, verdict, sentence, List.of(), compared, now);
    }

    // ---- promises ----

    private Finding byTime(Tenant tenant, Check.ByTime check, Set<Dataset> datasets, Instant now) {
        LocalDateTime local = LocalDateTime.ofInstant(now, tenant.zone());
        int back = local.toLocalTime().isBefore(check.by()) ? check.daysBack() + 1 : check.daysBack();
        LocalDate wanted = local.toLocalDate().minusDays(back);
        TreeMap<LocalDate, Long> days = new TreeMap<>();
        for (Dataset dataset : datasets) {
            days.putAll(days(
                    tenant, dataset, check.connection(), check.stream(), wanted.minusDays(60), local.toLocalDate()));
        }
        Text name = name(tenant, check.connection());
        if (days.isEmpty()) {
            return found(check, datasets, Verdict.UNKNOWN, nothingYet(name, check.stream()), 0, now);
        }
        boolean there = !days.lastKey().isBefore(wanted);
        return found(
                check,
                datasets,
                there ? Verdict.HOLDS : Verdict.LATE,
                there
                        ? Text.of(
                                name.zh() + "：" + check.stream() + " 已有 " + wanted + " 的数据。",
                                name.en() + ": " + check.stream() + " has " + wanted + ".")
                        : Text.of(
                                name.zh() + "：应在 " + check.by() + " 前有 " + wanted + " 的数据，目前只到 " + days.lastKey() + "。",
                                name.en() + ": " + wanted + " was promised by " + check.by() + "; the latest is "
                                        + days.lastKey() + "."),
                1,
                now);
    }

    private Finding within(Tenant tenant, Check.Within check, Set<Dataset> datasets, Instant now) {
        Text name = name(tenant, check.connection());
        Optional<Instant> last = connections.all(viewer(tenant)).stream()
                .filter(connection -> connection.id().equals(check.connection()))
                .flatMap(connection -> connection.streams().stream())
                .filter(stream -> stream.name().equals(check.stream()))
                .flatMap(stream -> stream.lastSuccess().stream())
                .findFirst();
        if (last.isEmpty()) {
            return found(check, datasets, Verdict.UNKNOWN, nothingYet(name, check.stream()), 0, now);
        }
        boolean late = Duration.between(last.get(), now).compareTo(check.most()) > 0;
        long minutes = Math.max(1, check.most().toMinutes());
        return found(
                check,
                datasets,
                late ? Verdict.LATE : Verdict.HOLDS,
                late
                        ? Text.of(
                                name.zh() + "：" + check.stream() + " 超过约定的 " + minutes + " 分钟没有新数据。",
                                name.en() + ": " + check.stream() + " has brought nothing for more than the promised "
                                        + minutes + " min.")
                        : Text.of(
                                name.zh() + "：" + check.stream() + " 在约定的 " + minutes + " 分钟内。",
                                name.en() + ": " + check.stream() + " is within the promised " + minutes + " min."),
                1,
                now);
    }

    private Finding noHoles(Tenant tenant, Check.NoHoles check, Set<Dataset> datasets, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, tenant.zone());
        TreeMap<LocalDate, Long> days = new TreeMap<>();
        for (Dataset dataset : datasets) {
            days.putAll(
                    days(tenant, dataset, check.connection(), check.stream(), today.minusDays(check.days()), today));
        }
        Text name = name(tenant, check.connection());
        if (days.isEmpty()) {
            return found(check, datasets, Verdict.UNKNOWN, nothingYet(name, check.stream()), 0, now);
        }
        List<LocalDate> missing = days.firstKey()
                .datesUntil(days.lastKey())
                .filter(day -> !days.containsKey(day))
                .sorted(Comparator.reverseOrder())
                .toList();
        int compared = (int) (days.lastKey().toEpochDay() - days.firstKey().toEpochDay()) + 1;
        return found(
                check,
                datasets,
                missing.isEmpty() ? Verdict.HOLDS : Verdict.PARTIAL,
                missing.isEmpty()
                        ? Text.of(
                                name.zh() + "：" + days.firstKey() + " 起 " + compared + " 天都有数据。",
                                name.en() + ": all " + compared + " days since " + days.firstKey() + " are there.")
                        : Text.of(
                                name.zh() + "：" + check.stream() + " 缺 " + missing.size() + " 天（" + some(missing, "、")
                                        + "）。",
                                name.en() + ": " + check.stream() + " lacks " + missing.size()
                                        + (missing.size() == 1 ? " day (" : " days (") + some(missing, ", ") + ")."),
                compared,
                now);
    }

    private static String some(List<LocalDate> days, String separator) {
        String shown = days.stream().limit(SHOWN_DAYS).map(LocalDate::toString).collect(Collectors.joining(separator));
        return days.size() > SHOWN_DAYS ? shown + "…" : shown;
    }

    private static Text nothingYet(Text name, String stream) {
        return Text.of(
                name.zh() + "：" + stream + " 还没有数据，无法核对。",
                name.en() + ": " + stream + " has brought nothing to check yet.");
    }

    private Map<LocalDate, Long> days(
            Tenant tenant, Dataset dataset, String connection, String stream, LocalDate from, LocalDate to) {
        Map<LocalDate, Long> days = new HashMap<>();
        warehouse
                .query(
                        tenant.code(),
                        new Query(
                                "SELECT day, count(*) FROM \"fact_" + dataset.code()
                                        + "\" WHERE connection = ? AND starts_with(source_key, ?) AND day BETWEEN ? AND ?"
                                        + " GROUP BY day",
                                List.of(connection, stream + ":", from, to)),
                        PATIENCE)
                .rows()
                .forEach(row -> {
                    if (row.get(0) instanceof LocalDate day && row.get(1) instanceof Number count) {
                        days.put(day, count.longValue());
                    }
                });
        return days;
    }

    /** What people call a connection. */
    private Text name(Tenant tenant, String connection) {
        return connections.all(viewer(tenant)).stream()
                .filter(one -> one.id().equals(connection))
                .map(ConnectionStatus::title)
                .findFirst()
                .orElseGet(() -> Text.same(connection));
    }

    /** The host itself, which sees the whole tree. */
    private static Viewer viewer(Tenant tenant) {
        return new Viewer(
                tenant.code(), "system", "Cockpit", RIGHTS, tenant.org().root().code(), Locale.SIMPLIFIED_CHINESE);
    }

    // ---- agreement ----

    private record Cell(LocalDate day, String place) {}

    private Finding agreement(Tenant tenant, Agreement check, Set<Dataset> datasets, Instant now) {
        LocalDate last = LocalDate.ofInstant(now, tenant.zone()).minusDays(check.settled());
        DayRange range = new DayRange(last.minusDays(check.days() - 1L), last);
        if (check.left() instanceof Side.OfMetric || check.right() instanceof Side.OfMetric) {
            Optional<String> missing = java.util.stream.Stream.of(check.left(), check.right())
                    .filter(Side.OfMetric.class::isInstance)
                    .map(side -> ((Side.OfMetric) side).metric())
                    .filter(code -> dictionaries.of(tenant.code()).find(code).isEmpty())
                    .findFirst();
            if (missing.isPresent()) {
                return found(
                        check,
                        datasets,
                        Verdict.UNKNOWN,
                        Text.of(
                                "指标字典里没有 " + missing.get() + "。",
                                "The dictionary has no metric " + missing.get() + "."),
                        0,
                        now);
            }
        }
        Map<Cell, BigDecimal> left = figures(tenant, check.left(), check.by(), range);
        Map<Cell, BigDecimal> right = figures(tenant, check.right(), check.by(), range);
        if (left.isEmpty() || right.isEmpty()) {
            Text silent = (left.isEmpty() ? check.left() : check.right()).title();
            return found(
                    check,
                    datasets,
                    Verdict.UNKNOWN,
                    Text.of(
                            "“" + silent.zh() + "”在 " + range.first() + " 至 " + range.last() + " 没有数据，无法对账。",
                            silent.en() + " has nothing from " + range.first() + " to " + range.last()
                                    + ", so there is nothing to compare."),
                    0,
                    now);
        }
        // A source that begins later or ends earlier than the other is not in conflict with it over the rest.
        LocalDate from = later(first(left), first(right));
        LocalDate to = later(first(left), first(right)).isAfter(earlier(last(left), last(right)))
                ? from
                : earlier(last(left), last(right));
        Set<Cell> cells =
                new TreeSet<>(Comparator.comparing(Cell::day).reversed().thenComparing(Cell::place));
        cells.addAll(left.keySet());
        cells.addAll(right.keySet());
        List<Difference> differences = new ArrayList<>();
        Set<LocalDate> daysApart = new TreeSet<>();
        int compared = 0;
        for (Cell cell : cells) {
            if (cell.day().isBefore(from) || cell.day().isAfter(to)) {
                continue;
            }
            compared++;
            BigDecimal one = left.getOrDefault(cell, BigDecimal.ZERO);
            BigDecimal other = right.getOrDefault(cell, BigDecimal.ZERO);
            if (!check.tolerance().covers(one, other)) {
                daysApart.add(cell.day());
                if (differences.size() < Finding.MOST_DIFFERENCES) {
                    differences.add(new Difference(cell.day(), cell.place(), one, other));
                }
            }
        }
        if (differences.isEmpty()) {
            return found(
                    check,
                    datasets,
                    Verdict.HOLDS,
                    Text.of(
                            check.left().title().zh() + "与"
                                    + check.right().title().zh() + "一致（" + from + " 至 " + to + "）。",
                            check.left().title().en() + " agrees with "
                                    + check.right().title().en() + " (" + from + " to " + to + ")."),
                    compared,
                    now);
        }
        Difference latest = differences.getFirst();
        boolean money = isMoney(tenant, check.left());
        return new Finding(
                check.code(),
                check.title(),
                datasets,
                Verdict.CONFLICT,
                Text.of(
                        check.left().title().zh() + "与" + check.right().title().zh() + "有 " + daysApart.size()
                                + " 天对不上，最近 " + latest.day() + "：" + shown(latest.left(), money) + " 对 "
                                + shown(latest.right(), money) + "。",
                        check.left().title().en() + " and "
                                + check.right().title().en() + " differ on "
                                + daysApart.size() + (daysApart.size() == 1 ? " day" : " days") + ", last on "
                                + latest.day()
                                + ": " + shown(latest.left(), money) + " against " + shown(latest.right(), money)
                                + "."),
                differences,
                compared,
                now);
    }

    private static LocalDate first(Map<Cell, BigDecimal> figures) {
        return figures.keySet().stream()
                .map(Cell::day)
                .min(LocalDate::compareTo)
                .orElseThrow();
    }

    private static LocalDate last(Map<Cell, BigDecimal> figures) {
        return figures.keySet().stream()
                .map(Cell::day)
                .max(LocalDate::compareTo)
                .orElseThrow();
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    private boolean isMoney(Tenant tenant, Side side) {
        return switch (side) {
            case Side.OfFacts facts ->
                facts.column()
                        .flatMap(name -> facts.dataset().column(name))
                        .filter(column -> column.type() == ColumnType.FEN)
                        .isPresent();
            case Side.OfMetric metric ->
                dictionaries
                        .of(tenant.code())
                        .find(metric.metric())
                        .map(Metric::unit)
                        .filter(unit -> unit == cockpit.spi.Unit.MONEY)
                        .isPresent();
        };
    }

    private static String shown(BigDecimal figure, boolean money) {
        return money
                ? "¥" + String.format(Locale.ROOT, "%,.2f", figure.movePointLeft(2))
                : String.format(Locale.ROOT, "%,d", figure.longValue());
    }

    private Map<Cell, BigDecimal> figures(Tenant tenant, Side side, Set<By> by, DayRange range) {
        return switch (side) {
            case Side.OfFacts facts -> ofFacts(tenant, facts, by, range);
            case Side.OfMetric metric -> ofMetric(tenant, metric, by, range);
        };
    }

    private Map<Cell, BigDecimal> ofFacts(Tenant tenant, Side.OfFacts side, Set<By> by, DayRange range) {
        List<String> places = new ArrayList<>();
        if (by.contains(By.ORG_UNIT)) {
            places.add("coalesce(org_unit, '')");
        }
        if (by.contains(By.CHANNEL)) {
            places.add("coalesce(channel, '')");
        }
        List<@Nullable Object> parameters = new ArrayList<>(List.of(range.first(), range.last()));
        StringBuilder where = new StringBuilder("day BETWEEN ? AND ?");
        if (!side.connections().isEmpty()) {
            where.append(" AND connection IN (?")
                    .append(", ?".repeat(side.connections().size() - 1))
                    .append(')');
            parameters.addAll(side.connections());
        }
        for (Metric.Filter filter : side.filters()) {
            String column = "CAST(\"" + filter.column() + "\" AS VARCHAR)";
            String values = "(?" + ", ?".repeat(filter.values().size() - 1) + ")";
            where.append(
                    filter.operator() == Metric.Filter.Operator.IN
                            ? " AND " + column + " IN " + values
                            : " AND (" + column + " IS NULL OR " + column + " NOT IN " + values + ")");
            parameters.addAll(filter.values());
        }
        String place = places.isEmpty() ? "''" : "concat_ws(' · ', " + String.join(", ", places) + ")";
        String figure = side.column().map(column -> "sum(\"" + column + "\")").orElse("count(*)");
        Map<Cell, BigDecimal> figures = new HashMap<>();
        warehouse
                .query(
                        tenant.code(),
                        new Query(
                                "SELECT day, " + place + " AS place, " + figure + " FROM \"fact_"
                                        + side.dataset().code() + "\" WHERE " + where + " GROUP BY 1, 2",
                                parameters),
                        PATIENCE)
                .rows()
                .forEach(row -> {
                    if (row.get(0) instanceof LocalDate day && row.get(2) instanceof Number number) {
                        figures.put(new Cell(day, String.valueOf(row.get(1))), new BigDecimal(number.toString()));
                    }
                });
        return figures;
    }

    private Map<Cell, BigDecimal> ofMetric(Tenant tenant, Side.OfMetric side, Set<By> by, DayRange range) {
        List<Bound<Dimension>> dimensions = new ArrayList<>();
        if (by.contains(By.ORG_UNIT)) {
            dimensions.add(new Bound<>("place", Dimension.STORE));
        }
        if (by.contains(By.CHANNEL)) {
            dimensions.add(new Bound<>("place", Dimension.CHANNEL));
        }
        Rows rows = engine.query(
                viewer(tenant),
                new MetricQuery(
                        List.of(new Bound<>("figure", side.metric())),
                        dimensions,
                        Optional.of(new Bound<>("time", Grain.DAY)),
                        range,
                        Optional.empty(),
                        side.channels(),
                        Optional.empty(),
                        MetricQuery.Order.NATURAL,
                        100_000));
        Field time = rows.fields("time").getFirst();
        Field figure = rows.fields("figure").getFirst();
        Map<Cell, BigDecimal> figures = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            BigDecimal number = rows.number(row, figure);
            if (number != null && number.signum() != 0) {
                int at = row;
                String place = rows.fields("place").stream()
                        .map(field -> rows.member(at, field).code())
                        .collect(Collectors.joining(" · "));
                figures.put(new Cell(LocalDate.parse(rows.member(row, time).code()), place), number);
            }
        }
        return figures;
    }
}
