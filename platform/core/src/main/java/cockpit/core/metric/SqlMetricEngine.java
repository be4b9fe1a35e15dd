package cockpit.core.metric;

import cockpit.core.metric.Metric.Difference;
import cockpit.core.metric.Metric.Measure;
import cockpit.core.metric.Metric.Ratio;
import cockpit.core.metric.MetricQuery.Bound;
import cockpit.core.metric.MetricQuery.Order;
import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.core.warehouse.Answer;
import cockpit.core.warehouse.Warehouse;
import cockpit.spi.Text;
import cockpit.spi.data.Channel;
import cockpit.spi.data.Dataset;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Member;
import cockpit.spi.widget.Rows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries with one SQL statement each, from the dictionary's definitions, the filters and the viewer's row scope.
 *
 * <p>What a caller may rely on:
 *
 * <ul>
 *   <li><b>Parts, then formulas.</b> The statement brings sums and counts; ratios and differences are computed from them,
 *       row by row, exactly until the last division. A ratio is never averaged, and a total is not the sum of its ratios.
 *   <li><b>No fan-out.</b> Metrics of different datasets stand beside one another; see {@link SqlCompiler}.
 *   <li><b>0 and nothing.</b> A sum or count over no facts is 0 where the dataset has had facts in the row's org unit (its
 *       store or region if the query splits by one, else the whole scope), and null where it never had any: spend that is
 *       known by region is null for a store, not 0. A formula over null is null, except that a difference counts one
 *       missing side as 0.
 *   <li><b>Time.</b> Split by time, every bucket of the range up to now (or the cut-off) has its row, without facts too, for
 *       every member that occurs; later buckets have none. A fact without {@code at} counts at the beginning of its day; a
 *       fact whose clock lies outside of its business day counts in the day's nearest hour.
 *   <li><b>Row scope.</b> It is part of the statement. A filter narrows it and never widens it. Facts without an org unit
 *       are seen by those who see the whole tree.
 *   <li><b>Members.</b> They are called what the dictionary, the org tree or the vocabulary of channels says, a campaign what
 *       its reports say, and by their code where nothing does. Facts that name none have the member with the empty code, which
 *       comes last in natural order.
 * </ul>
 *
 * <p>Answers are cached by statement, parameters and the versions of the datasets read; equal queries in flight are one.
 */
public final class SqlMetricEngine implements MetricEngine {

    private static final long MOST_CACHED_VALUES = 4_000_000;
    private static final Duration CACHE_LIFE = Duration.ofMinutes(5);
    private static final int DEEPEST_FORMULA = 32;

    private final Warehouse warehouse;
    private final Dictionaries dictionaries;
    private final Tenants tenants;
    private final InstantSource clock;
    private final Duration timeout;
    private final SqlCompiler compiler = new SqlCompiler();
    private final AnswerCache cache = new AnswerCache(MOST_CACHED_VALUES, CACHE_LIFE);
    private final Presence presence;

    /** @param timeout how long the warehouse may take for one statement */
    public SqlMetricEngine(
            Warehouse warehouse, Dictionaries dictionaries, Tenants tenants, InstantSource clock, Duration timeout) {
        this.warehouse = warehouse;
        this.dictionaries = dictionaries;
        this.tenants = tenants;
        this.clock = clock;
        this.timeout = timeout;
        this.presence = new Presence(warehouse, compiler, timeout);
    }

    /** What one query is computed from. */
    private record Plan(
            Viewer viewer,
            Tenant tenant,
            Dictionary dictionary,
            MetricQuery query,
            List<Metric> metrics,
            List<String> parts,
            List<Measure> measures) {}

    /** Time and members of a row; time is empty where the query is not split by it. */
    private record Place(String time, List<String> members) {}

    private record Line(Place place, List<@Nullable BigDecimal> values) {}

    @Override
    public Rows query(Viewer viewer, MetricQuery query) {
        Tenant tenant = tenants.get(viewer.tenant());
        if (tenant.org().find(viewer.orgUnit()).isEmpty()) {
            throw new MetricRefused(Text.of(
                    "您所在的组织 " + viewer.orgUnit() + " 已不在组织架构中，请联系管理员重新分配。",
                    "Your org unit " + viewer.orgUnit()
                            + " is no longer in the org tree; ask an administrator to assign you anew."));
        }
        Plan plan = plan(viewer, tenant, query);
        List<Field> fields = fields(plan);
        Optional<RowScope> scope = RowScope.of(tenant.org(), viewer.orgUnit(), query.orgUnit());
        if (scope.isEmpty()) {
            return new Rows(fields, List.of());
        }
        Map<String, String> campaigns = new HashMap<>();
        List<Line> lines = lines(plan, ask(plan, scope.get()), scope.get(), campaigns);
        lines.sort(order(query.order()));
        return new Rows(
                fields,
                lines.stream()
                        .limit(query.limit())
                        .map(line -> row(plan, line, campaigns))
                        .toList());
    }

    @Override
    public List<Gap> gaps(Viewer viewer, MetricQuery query) {
        Tenant tenant = tenants.get(viewer.tenant());
        OrgTree org = tenant.org();
        Optional<RowScope> scope = org.find(viewer.orgUnit()).isEmpty()
                ? Optional.empty()
                : RowScope.of(org, viewer.orgUnit(), query.orgUnit());
        if (scope.isEmpty()) {
            return List.of();
        }
        Plan plan = plan(viewer, tenant, query);
        List<OrgUnit> asked = asked(query, org, scope.get());
        boolean split =
                asked.size() > 1 || !asked.getFirst().code().equals(scope.get().unit());
        List<Gap> gaps = new ArrayList<>();
        for (Metric metric : plan.metrics()) {
            missing(plan, metric, asked)
                    .ifPresent(dataset -> gaps.add(new Gap(
                            metric,
                            dataset,
                            higher(plan, dataset, asked).orElseThrow(),
                            asked.getFirst().level(),
                            split)));
        }
        return List.copyOf(gaps);
    }

    /** The units that the rows of a query may speak about, all of one level; at least one. */
    private static List<OrgUnit> asked(MetricQuery query, OrgTree org, RowScope scope) {
        Optional<OrgUnit.Level> level = indexOf(query, Dimension.STORE) >= 0
                ? Optional.of(OrgUnit.Level.STORE)
                : indexOf(query, Dimension.REGION) >= 0 ? Optional.of(OrgUnit.Level.REGION) : Optional.empty();
        List<OrgUnit> within = org.units().stream()
                .filter(unit -> level.filter(unit.level()::equals).isPresent() && org.within(unit.code(), scope.unit()))
                .toList();
        return within.isEmpty() ? List.of(org.find(scope.unit()).orElseThrow()) : within;
    }

    /** The dataset for whose sake a metric has no value at any of these units, if it is known above one of them. */
    private Optional<Dataset> missing(Plan plan, Metric metric, List<OrgUnit> asked) {
        return switch (metric.definition()) {
            case Measure measure ->
                Optional.of(measure.dataset())
                        .filter(dataset -> higher(plan, dataset, asked).isPresent());
            case Ratio ratio ->
                missing(plan, find(plan.dictionary(), ratio.numerator()), asked)
                        .or(() -> missing(plan, find(plan.dictionary(), ratio.denominator()), asked));
            case Difference difference ->
                missing(plan, find(plan.dictionary(), difference.minuend()), asked)
                        .filter(_ -> missing(plan, find(plan.dictionary(), difference.subtrahend()), asked)
                                .isPresent());
        };
    }

    /** The lowest level above these units at which a dataset is known; empty where it is known at one of them, or nowhere. */
    private Optional<OrgUnit.Level> higher(Plan plan, Dataset dataset, List<OrgUnit> asked) {
        String tenant = plan.tenant().code();
        OrgTree org = plan.tenant().org();
        if (asked.stream().anyMatch(unit -> presence.seen(tenant, dataset, org, unit.code()))) {
            return Optional.empty();
        }
        return asked.stream()
                .flatMap(unit -> presence.above(tenant, dataset, org, unit.code()).stream())
                .map(OrgUnit::level)
                .max(Comparator.naturalOrder());
    }

    private Plan plan(Viewer viewer, Tenant tenant, MetricQuery query) {
        Dictionary dictionary = dictionaries.of(tenant.code());
        List<Metric> metrics = new ArrayList<>();
        Map<String, Measure> measures = new LinkedHashMap<>();
        for (Bound<String> bound : query.metrics()) {
            Metric metric = find(dictionary, bound.to());
            metrics.add(metric);
            collect(dictionary, metric, measures, 0);
        }
        Set<Dimension> asked = EnumSet.noneOf(Dimension.class);
        for (Bound<Dimension> bound : query.dimensions()) {
            Dimension dimension = bound.to();
            if (!asked.add(dimension)) {
                throw new MetricRefused(Text.of(
                        "维度“" + dimension.title().zh() + "”用了两次，请去掉一个。",
                        "The dimension " + dimension.title().en() + " is used twice; remove one."));
            }
            for (Metric metric : metrics) {
                if (!dictionary.dimensionsOf(metric.code()).contains(dimension)) {
                    throw new MetricRefused(Text.of(
                            "指标“" + metric.title().zh() + "”不能按"
                                    + dimension.title().zh() + "拆分，请换一个维度。",
                            metric.title().en() + " cannot be split by "
                                    + dimension.title().en().toLowerCase(Locale.ROOT)
                                    + "; choose another dimension."));
                }
            }
        }
        if (query.time().filter(time -> time.to() == Grain.HOUR).isPresent()) {
            for (Metric metric : metrics) {
                if (dictionary.datasetsOf(metric.code()).contains(Dataset.AD_REPORT)) {
                    throw new MetricRefused(Text.of(
                            "指标“" + metric.title().zh() + "”按天记录，不能按小时看，请选择两天以上的时间范围。",
                            metric.title().en()
                                    + " is known by day and not by hour; choose a range of two days or more."));
                }
            }
        }
        return new Plan(
                viewer,
                tenant,
                dictionary,
                query,
                metrics,
                List.copyOf(measures.keySet()),
                List.copyOf(measures.values()));
    }

    private static Metric find(Dictionary dictionary, String code) {
        return dictionary
                .find(code)
                .orElseThrow(() -> new MetricRefused(Text.of(
                        "指标字典里没有 " + code + "，请在属性面板里重新选择指标。",
                        "The dictionary has no metric " + code + "; choose another one in the properties.")));
    }

    private static void collect(Dictionary dictionary, Metric metric, Map<String, Measure> measures, int depth) {
        if (depth > DEEPEST_FORMULA) {
            throw new MetricRefused(Text.of(
                    "指标“" + metric.title().zh() + "”的公式嵌套过深或成环，请检查指标字典。",
                    "The formula of " + metric.title().en() + " is nested too deep; mend it in the dictionary."));
        }
        switch (metric.definition()) {
            case Measure measure -> measures.put(metric.code(), measure);
            case Ratio ratio -> {
                collect(dictionary, find(dictionary, ratio.numerator()), measures, depth + 1);
                collect(dictionary, find(dictionary, ratio.denominator()), measures, depth + 1);
            }
            case Difference difference -> {
                collect(dictionary, find(dictionary, difference.minuend()), measures, depth + 1);
                collect(dictionary, find(dictionary, difference.subtrahend()), measures, depth + 1);
            }
        }
    }

    private List<Field> fields(Plan plan) {
        Locale locale = plan.viewer().locale();
        List<Field> fields = new ArrayList<>();
        plan.query()
                .time()
                .ifPresent(time -> fields.add(
                        Field.time(time.slot(), "time", Text.of("时间", "Time").in(locale))));
        plan.query()
                .dimensions()
                .forEach(bound -> fields.add(Field.dimension(
                        bound.slot(), bound.to().code(), bound.to().title().in(locale))));
        for (int index = 0; index < plan.metrics().size(); index++) {
            Metric metric = plan.metrics().get(index);
            fields.add(Field.metric(
                    plan.query().metrics().get(index).slot(),
                    metric.code(),
                    metric.title().in(locale),
                    metric.unit(),
                    metric.direction()));
        }
        return fields;
    }

    private Answer ask(Plan plan, RowScope scope) {
        SqlCompiler.Compiled compiled = compiler.compile(
                plan.query(), plan.measures(), scope, plan.tenant().zone());
        String tenant = plan.tenant().code();
        List<Long> versions = compiled.datasets().stream()
                .map(dataset -> warehouse.version(tenant, dataset))
                .toList();
        Answer answer = cache.get(
                new AnswerCache.Key(tenant, compiled.query(), plan.tenant().org(), versions),
                InstantSource.system().instant(),
                () -> warehouse.query(tenant, compiled.query(), timeout));
        if (answer.rows().size() > SqlCompiler.MOST_GROUPS) {
            throw new MetricRefused(Text.of(
                    "结果超过 " + SqlCompiler.MOST_GROUPS + " 行，请缩短时间范围或减少维度。",
                    "The result has more than " + SqlCompiler.MOST_GROUPS + " rows; choose fewer days or dimensions."));
        }
        return answer;
    }

    private List<Line> lines(Plan plan, Answer answer, RowScope scope, Map<String, String> campaigns) {
        MetricQuery query = plan.query();
        int times = query.time().isPresent() ? 1 : 0;
        int dimensions = query.dimensions().size();
        boolean labelled = query.dimensions().stream().anyMatch(bound -> bound.to() == Dimension.CAMPAIGN);
        int firstPart = times + dimensions + (labelled ? 1 : 0);
        Map<Place, List<@Nullable BigDecimal>> found = new LinkedHashMap<>();
        Set<List<String>> members = new LinkedHashSet<>();
        Set<String> buckets = new TreeSet<>();
        for (List<@Nullable Object> row : answer.rows()) {
            String time = times == 0
                    ? ""
                    : timeCode(row.getFirst(), query.time().get().to());
            List<String> codes = row.subList(times, times + dimensions).stream()
                    .map(value -> value == null ? "" : value.toString())
                    .toList();
            if (labelled && row.get(firstPart - 1) instanceof String label && !label.isBlank()) {
                campaigns.put(codes.get(indexOf(query, Dimension.CAMPAIGN)), label);
            }
            members.add(codes);
            buckets.add(time);
            found.put(
                    new Place(time, codes),
                    row.subList(firstPart, row.size()).stream()
                            .map(SqlMetricEngine::number)
                            .collect(Collectors.toCollection(ArrayList::new)));
        }
        if (dimensions == 0) {
            members.add(List.of());
        }
        buckets.addAll(query.time()
                .map(time -> buckets(query, time.to(), plan.tenant().zone()))
                .orElse(List.of("")));

        List<Line> lines = new ArrayList<>();
        List<@Nullable BigDecimal> nothing =
                new ArrayList<>(java.util.Collections.nCopies(plan.parts().size(), null));
        for (List<String> codes : members) {
            Optional<String> unit = unit(query, codes, scope, plan.tenant().org());
            Map<Dataset, Boolean> seen = new HashMap<>();
            for (String time : buckets) {
                Place place = new Place(time, codes);
                List<@Nullable BigDecimal> parts = new ArrayList<>(found.getOrDefault(place, nothing));
                for (int index = 0; index < parts.size(); index++) {
                    // A sum over no facts is null in SQL and a count 0: both say only that nothing was found.
                    if (unit.isPresent() && isNothing(parts.get(index))) {
                        boolean known = seen.computeIfAbsent(
                                plan.measures().get(index).dataset(),
                                dataset -> presence.seen(
                                        plan.tenant().code(),
                                        dataset,
                                        plan.tenant().org(),
                                        unit.get()));
                        parts.set(index, known ? BigDecimal.ZERO : null);
                    }
                }
                lines.add(new Line(
                        place,
                        plan.metrics().stream()
                                .map(metric -> value(plan, metric, parts))
                                .collect(Collectors.toCollection(ArrayList::new))));
            }
        }
        return lines;
    }

    private static boolean isNothing(@Nullable BigDecimal number) {
        return number == null || number.signum() == 0;
    }

    /**
     * The org unit that a row speaks about; empty for facts that lie below none. The row of a region says to one of its stores
     * what is known of that store.
     */
    private static Optional<String> unit(MetricQuery query, List<String> members, RowScope scope, OrgTree org) {
        boolean split = false;
        for (Dimension dimension : List.of(Dimension.STORE, Dimension.REGION)) {
            int index = indexOf(query, dimension);
            if (index >= 0) {
                split = true;
                String member = members.get(index);
                if (!member.isEmpty()) {
                    return Optional.of(org.within(scope.unit(), member) ? scope.unit() : member);
                }
            }
        }
        return split ? Optional.empty() : Optional.of(scope.unit());
    }

    private static int indexOf(MetricQuery query, Dimension dimension) {
        for (int index = 0; index < query.dimensions().size(); index++) {
            if (query.dimensions().get(index).to() == dimension) {
                return index;
            }
        }
        return -1;
    }

    private static @Nullable BigDecimal value(Plan plan, Metric metric, List<@Nullable BigDecimal> parts) {
        return switch (metric.definition()) {
            case Measure _ -> parts.get(plan.parts().indexOf(metric.code()));
            case Ratio ratio -> {
                BigDecimal of = value(plan, find(plan.dictionary(), ratio.numerator()), parts);
                BigDecimal per = value(plan, find(plan.dictionary(), ratio.denominator()), parts);
                yield of == null || per == null || per.signum() == 0 ? null : of.divide(per, MathContext.DECIMAL64);
            }
            case Difference difference -> {
                BigDecimal of = value(plan, find(plan.dictionary(), difference.minuend()), parts);
                BigDecimal less = value(plan, find(plan.dictionary(), difference.subtrahend()), parts);
                if (of == null && less == null) {
                    yield null;
                }
                yield (of == null ? BigDecimal.ZERO : of).subtract(less == null ? BigDecimal.ZERO : less);
            }
        };
    }

    private static @Nullable BigDecimal number(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case BigDecimal decimal -> decimal;
            case BigInteger integer -> new BigDecimal(integer);
            case Long number -> BigDecimal.valueOf(number);
            case Integer number -> BigDecimal.valueOf(number);
            case Double number -> BigDecimal.valueOf(number);
            default ->
                throw new IllegalStateException(
                        "The warehouse answered a " + value.getClass().getSimpleName() + " for a number.");
        };
    }

    private static String timeCode(@Nullable Object value, Grain grain) {
        return switch (value) {
            case LocalDateTime time
            when grain == Grain.HOUR -> time.truncatedTo(ChronoUnit.HOURS).toString();
            case LocalDateTime time -> time.toLocalDate().toString();
            case LocalDate day -> day.toString();
            case null, default ->
                throw new IllegalStateException("The warehouse answered " + value + " for a bucket of time.");
        };
    }

    /** The buckets of the range that have begun. */
    private List<String> buckets(MetricQuery query, Grain grain, ZoneId zone) {
        LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), zone);
        LocalDateTime end = query.range().last().atTime(query.cutOff().orElse(java.time.LocalTime.MAX));
        LocalDateTime last = end.isAfter(now) ? now : end;
        LocalDate first = query.range().first();
        LocalDateTime start =
                switch (grain) {
                    case HOUR, DAY -> first.atStartOfDay();
                    case WEEK ->
                        first.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                                .atStartOfDay();
                    case MONTH -> first.withDayOfMonth(1).atStartOfDay();
                };
        ChronoUnit step =
                switch (grain) {
                    case HOUR -> ChronoUnit.HOURS;
                    case DAY -> ChronoUnit.DAYS;
                    case WEEK -> ChronoUnit.WEEKS;
                    case MONTH -> ChronoUnit.MONTHS;
                };
        if (first.atStartOfDay().isAfter(now)) {
            return List.of();
        }
        return Stream.iterate(start, at -> !at.isAfter(last), at -> at.plus(1, step))
                .limit(SqlCompiler.MOST_GROUPS)
                .map(at -> timeCode(at, grain))
                .toList();
    }

    private static Comparator<Line> order(Order order) {
        Comparator<Line> natural = Comparator.comparing(
                        (Line line) -> line.place().time())
                .thenComparing(line -> line.place().members(), SqlMetricEngine::compareMembers);
        Comparator<Line> bySize =
                Comparator.comparing(line -> line.values().getFirst(), Comparator.nullsLast(Comparator.naturalOrder()));
        Comparator<Line> byFall =
                Comparator.comparing(line -> line.values().getFirst(), Comparator.nullsLast(Comparator.reverseOrder()));
        return switch (order) {
            case NATURAL -> natural;
            case LARGEST_FIRST -> byFall.thenComparing(natural);
            case SMALLEST_FIRST -> bySize.thenComparing(natural);
        };
    }

    private static int compareMembers(List<String> left, List<String> right) {
        for (int index = 0; index < left.size(); index++) {
            String one = left.get(index);
            String other = right.get(index);
            int result = one.isEmpty() || other.isEmpty()
                    ? Boolean.compare(one.isEmpty(), other.isEmpty())
                    : one.compareTo(other);
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    private static List<@Nullable Object> row(Plan plan, Line line, Map<String, String> campaigns) {
        List<@Nullable Object> row = new ArrayList<>();
        MetricQuery query = plan.query();
        if (query.time().isPresent()) {
            row.add(Member.of(line.place().time(), line.place().time()));
        }
        for (int index = 0; index < query.dimensions().size(); index++) {
            row.add(member(
                    plan,
                    query.dimensions().get(index).to(),
                    line.place().members().get(index),
                    campaigns));
        }
        row.addAll(line.values());
        return row;
    }

    private static Member member(Plan plan, Dimension dimension, String code, Map<String, String> campaigns) {
        Locale locale = plan.viewer().locale();
        if (code.isEmpty()) {
            return Member.of("", Text.of("未归属", "Unassigned").in(locale));
        }
        return switch (dimension) {
            case CHANNEL ->
                Member.of(
                        code,
                        Arrays.stream(Channel.values())
                                .filter(channel -> channel.name().equals(code))
                                .map(channel -> channel.title().in(locale))
                                .findFirst()
                                .orElse(code));
            case REGION, STORE -> unitMember(plan.tenant().org(), code, locale);
            case CAMPAIGN, CREATIVE, CATEGORY ->
                Member.of(
                        code,
                        plan.dictionary()
                                .title(dimension, code)
                                .map(title -> title.in(locale))
                                .orElseGet(() ->
                                        dimension == Dimension.CAMPAIGN ? campaigns.getOrDefault(code, code) : code));
        };
    }

    private static Member unitMember(OrgTree org, String code, Locale locale) {
        OrgUnit unit = org.find(code).orElse(null);
        if (unit == null) {
            return Member.of(code, code);
        }
        Map<String, String> attributes = new HashMap<>(unit.attributes());
        attributes.put("level", unit.level().name().toLowerCase(Locale.ROOT));
        org.path(code).stream()
                .filter(above -> above.level() == OrgUnit.Level.REGION)
                .findFirst()
                .ifPresent(region -> attributes.put("region", region.code()));
        return new Member(code, unit.name().in(locale), attributes);
    }
}
