package cockpit.core.metric;

import cockpit.core.metric.Metric.Filter;
import cockpit.core.metric.Metric.Measure;
import cockpit.core.warehouse.Query;
import cockpit.spi.data.ColumnType;
import cockpit.spi.data.Dataset;
import cockpit.spi.data.DatasetColumn;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Writes the one SQL statement of a query.
 *
 * <p>Each dataset is aggregated by itself, over the asked days, within the row scope, and grouped by the asked dimensions;
 * then the datasets are put under one another (UNION ALL) and grouped once more by those dimensions. Facts of different
 * datasets never meet in a join, so an order is never multiplied by the ad reports of its channel, and each part is what it
 * would be if it were asked for alone. A measure's filters stand inside its aggregate, so that measures of one dataset share
 * one scan.
 *
 * <p>Every value, the row scope's too, is a bind parameter. Identifiers come from {@link Dataset}, {@link Dimension} and the
 * fixed columns of {@code org_unit}.
 *
 * <p>Columns of the answer: {@code t} if it is split by time, then {@code d0, d1, …} in the order of the dimensions, a
 * {@code label} if one of them is CAMPAIGN, and {@code p0, p1, …} in the order of the measures.
 */
final class SqlCompiler {

    /** More groups than this are never fetched; one more is, so that the excess is noticed. */
    static final int MOST_GROUPS = 100_000;

    private static final DataType<LocalDateTime> TIMESTAMP = SQLDataType.LOCALDATETIME;

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private final DSLContext dsl = DSL.using(SQLDialect.DUCKDB);

    /**
     * @param datasets what the statement reads, for the cache key
     */
    record Compiled(Query query, Set<Dataset> datasets) {}

    /** Units that have facts of a dataset. */
    Query unitsSeen(Dataset dataset) {
        Field<String> unit = DSL.field(DSL.name("org_unit"), SQLDataType.VARCHAR);
        return query(dsl.selectDistinct(DSL.coalesce(unit, DSL.inline("")).as("unit"))
                .from(DatasetTable.table(dataset)));
    }

    Compiled compile(MetricQuery query, List<Measure> measures, RowScope scope, ZoneId zone) {
        Map<Dataset, List<Integer>> byDataset = new LinkedHashMap<>();
        for (int index = 0; index < measures.size(); index++) {
            byDataset
                    .computeIfAbsent(measures.get(index).dataset(), _ -> new ArrayList<>())
                    .add(index);
        }
        List<Dimension> dimensions =
                query.dimensions().stream().map(MetricQuery.Bound::to).toList();
        List<String> groups = new ArrayList<>();
        query.time().ifPresent(_ -> groups.add("t"));
        for (int index = 0; index < dimensions.size(); index++) {
            groups.add("d" + index);
        }
        Select<?> union = null;
        for (Map.Entry<Dataset, List<Integer>> entry : byDataset.entrySet()) {
            Select<?> branch =
                    branch(query, entry.getKey(), entry.getValue(), measures, dimensions, groups, scope, zone);
            union = union == null ? branch : unionAll(union, branch);
        }
        if (union == null) {
            throw new IllegalArgumentException("A query has at least one measure.");
        }
        Set<Dataset> read = new LinkedHashSet<>(byDataset.keySet());
        Table<?> parts = union.asTable("u");
        List<SelectField<?>> columns = new ArrayList<>();
        List<Field<?>> groupFields = groups.stream()
                .<Field<?>>map(name -> DSL.field(DSL.name("u", name)))
                .toList();
        columns.addAll(groupFields);
        int campaign = dimensions.indexOf(Dimension.CAMPAIGN);
        Table<?> from = parts;
        if (campaign >= 0) {
            read.add(Dataset.AD_REPORT);
            columns.add(DSL.max(DSL.field(DSL.name("n", "name"), SQLDataType.VARCHAR))
                    .as("label"));
            from = parts.leftJoin(campaignNames(scope).asTable("n"))
                    .on(DSL.field(DSL.name("n", "id"), SQLDataType.VARCHAR)
                            .eq(DSL.field(DSL.name("u", "d" + campaign), SQLDataType.VARCHAR)));
        }
        for (int index = 0; index < measures.size(); index++) {
            String name = "p" + index;
            DataType<?> type = partType(measures.get(index));
            columns.add(DSL.sum(DSL.field(DSL.name("u", name), SQLDataType.NUMERIC))
                    .cast(type)
                    .as(name));
        }
        SelectJoinStep<?> select = dsl.select(columns).from(from);
        Select<?> whole = groups.isEmpty()
                ? select
                : select.groupBy(groupFields).orderBy(groupFields).limit(DSL.val(MOST_GROUPS + 1));
        return new Compiled(query(whole), read);
    }

    private Select<?> branch(
            MetricQuery query,
            Dataset dataset,
            List<Integer> own,
            List<Measure> measures,
            List<Dimension> dimensions,
            List<String> groups,
            RowScope scope,
            ZoneId zone) {
        Set<String> columns = new LinkedHashSet<>();
        for (int index : own) {
            Measure measure = measures.get(index);
            measure.column().ifPresent(columns::add);
            measure.filters().forEach(filter -> columns.add(filter.column()));
        }
        List<SelectField<?>> inner = new ArrayList<>();
        query.time().ifPresent(time -> inner.add(bucket(time.to(), query, zone).as("t")));
        for (int index = 0; index < dimensions.size(); index++) {
            inner.add(member(dimensions.get(index)).as("d" + index));
        }
        columns.forEach(name -> inner.add(
                DatasetTable.field("f", DatasetTable.column(dataset, name)).as("c_" + name)));
        if (inner.isEmpty()) {
            inner.add(DSL.inline(1).as("one"));
        }
        Table<?> from = DatasetTable.table(dataset).as("f");
        if (dimensions.contains(Dimension.STORE) || dimensions.contains(Dimension.REGION)) {
            from = from.leftJoin(DSL.table(DSL.name("org_unit")).as("o"))
                    .on(text("o", "code").eq(text("f", "org_unit")));
        }
        Table<?> facts = dsl.select(inner)
                .from(from)
                .where(conditions(query, scope, zone))
                .asTable("r");

        List<SelectField<?>> outer = new ArrayList<>();
        List<Field<?>> groupFields = groups.stream()
                .<Field<?>>map(name -> DSL.field(DSL.name("r", name)))
                .toList();
        outer.addAll(groupFields);
        for (int index = 0; index < measures.size(); index++) {
            DataType<?> type = partType(measures.get(index));
            Field<?> part = own.contains(index)
                    ? aggregate(measures.get(index)).cast(type)
                    : DSL.inline((Object) null).cast(type);
            outer.add(part.as("p" + index));
        }
        SelectJoinStep<?> select = dsl.select(outer).from(facts);
        return groups.isEmpty() ? select : select.groupBy(groupFields);
    }

    private static List<Condition> conditions(MetricQuery query, RowScope scope, ZoneId zone) {
        List<Condition> all = new ArrayList<>();
        Field<java.time.LocalDate> day = DSL.field(DSL.name("f", "day"), SQLDataType.LOCALDATE);
        all.add(day.between(
                DSL.val(query.range().first()), DSL.val(query.range().last())));
        query.cutOff().ifPresent(time -> {
            Field<java.time.OffsetDateTime> at = DSL.field(DSL.name("f", "at"), SQLDataType.TIMESTAMPWITHTIMEZONE);
            java.time.OffsetDateTime end =
                    query.range().last().atTime(time).atZone(zone).toOffsetDateTime();
            all.add(day.lt(DSL.val(query.range().last())).or(at.isNull()).or(at.le(DSL.val(end))));
        });
        if (!query.channels().isEmpty()) {
            all.add(text("f", "channel")
                    .in(query.channels().stream().sorted().map(DSL::val).toList()));
        }
        scopeCondition(scope).ifPresent(all::add);
        return all;
    }

    private static Optional<Condition> scopeCondition(RowScope scope) {
        if (scope.whole()) {
            return Optional.empty();
        }
        return Optional.of(text("f", "org_unit")
                .in(DSL.select(text("s", "code"))
                        .from(DSL.table(DSL.name("org_unit")).as("s"))
                        .where(DSL.field(DSL.name("s", "first"), SQLDataType.INTEGER)
                                .between(
                                        DSL.val(scope.range().first()),
                                        DSL.val(scope.range().last())))));
    }

    private Select<?> campaignNames(RowScope scope) {
        Condition named = text("f", "campaign_id").isNotNull();
        return dsl.select(
                        text("f", "campaign_id").as("id"),
                        DSL.max(text("f", "campaign_name")).as("name"))
                .from(DatasetTable.table(Dataset.AD_REPORT).as("f"))
                .where(scopeCondition(scope).map(named::and).orElse(named))
                .groupBy(text("f", "campaign_id"));
    }

    /** Hours go by the clock and are kept inside the range, since a till's day may end after midnight; the rest by day. */
    private static Field<?> bucket(Grain grain, MetricQuery query, ZoneId zone) {
        Field<java.time.LocalDate> day = DSL.field(DSL.name("f", "day"), SQLDataType.LOCALDATE);
        return switch (grain) {
            case DAY -> day;
            case WEEK -> truncated("week", day).cast(SQLDataType.LOCALDATE);
            case MONTH -> truncated("month", day).cast(SQLDataType.LOCALDATE);
            case HOUR -> {
                Field<LocalDateTime> local = DSL.function(
                        DSL.name("timezone"),
                        TIMESTAMP,
                        DSL.val(zone.getId()),
                        DSL.field(DSL.name("f", "at"), SQLDataType.TIMESTAMPWITHTIMEZONE));
                Field<LocalDateTime> hour = truncated("hour", DSL.coalesce(local, day.cast(TIMESTAMP)));
                LocalDateTime first = query.range().first().atStartOfDay();
                LocalDateTime last = query.range().last().atTime(23, 0);
                yield DSL.greatest(DSL.least(hour, DSL.val(last, TIMESTAMP)), DSL.val(first, TIMESTAMP));
            }
        };
    }

    private static Field<LocalDateTime> truncated(String grain, Field<?> field) {
        return DSL.function(DSL.name("date_trunc"), TIMESTAMP, DSL.inline(grain), field);
    }

    private static Field<String> member(Dimension dimension) {
        Field<String> none = DSL.inline("");
        return switch (dimension) {
            case CHANNEL -> DSL.coalesce(text("f", "channel"), none);
            case REGION -> DSL.coalesce(text("o", "region"), none);
            case STORE ->
                DSL.when(text("o", "level").eq(DSL.inline("STORE")), text("o", "code"))
                        .otherwise(none);
            case CAMPAIGN -> DSL.coalesce(text("f", "campaign_id"), none);
            case CREATIVE -> DSL.coalesce(text("f", "creative_id"), none);
            case CATEGORY -> DSL.coalesce(text("f", "category"), none);
        };
    }

    private static Field<?> aggregate(Measure measure) {
        List<Condition> conditions = measure.filters().stream()
                .map(filter -> condition(measure.dataset(), filter))
                .toList();
        return switch (measure.aggregation()) {
            case COUNT -> DSL.count(DSL.when(DSL.and(conditions), DSL.inline(1)));
            case COUNT_DISTINCT -> DSL.countDistinct(filtered(column(measure), conditions));
            case SUM -> DSL.sum(filtered(column(measure), conditions).coerce(SQLDataType.NUMERIC));
        };
    }

    private static Field<?> column(Measure measure) {
        return DSL.field(DSL.name("r", "c_" + measure.column().orElseThrow()));
    }

    private static Field<?> filtered(Field<?> column, List<Condition> conditions) {
        return conditions.isEmpty() ? column : DSL.when(DSL.and(conditions), column);
    }

    private static Condition condition(Dataset dataset, Filter filter) {
        DatasetColumn column = DatasetTable.column(dataset, filter.column());
        DatasetColumn projected = new DatasetColumn("c_" + column.name(), column.type(), column.title());
        Field<Object> field = DatasetTable.field("r", projected).coerce(SQLDataType.OTHER);
        List<Field<Object>> values = filter.values().stream()
                .map(written -> parameter(column.type(), written))
                .toList();
        return switch (filter.operator()) {
            case IN -> field.in(values);
            case NOT_IN -> field.isNull().or(field.notIn(values));
            case GREATER -> field.gt(values.getFirst());
            case PRESENT ->
                column.type() == ColumnType.TEXT
                        ? field.isNotNull().and(field.ne(DSL.inline((Object) "")))
                        : field.isNotNull();
            case ABSENT ->
                column.type() == ColumnType.TEXT
                        ? field.isNull().or(field.eq(DSL.inline((Object) "")))
                        : field.isNull();
        };
    }

    private static Field<Object> parameter(ColumnType type, String written) {
        Object value = DatasetTable.value(type, written)
                .orElseThrow(() -> new IllegalArgumentException("A filter's value does not fit its column."));
        return DSL.val(value).coerce(SQLDataType.OTHER);
    }

    private static DataType<?> partType(Measure measure) {
        boolean decimal = measure.aggregation() == Metric.Aggregation.SUM
                && DatasetTable.column(measure.dataset(), measure.column().orElseThrow())
                                .type()
                        == ColumnType.DECIMAL;
        return decimal ? SQLDataType.DECIMAL(38, 4) : SQLDataType.BIGINT;
    }

    private static Field<String> text(String alias, String name) {
        return DSL.field(DSL.name(alias, name), SQLDataType.VARCHAR);
    }

    // jOOQ types both sides by their row type, which is only known when the statement is built.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Select<?> unionAll(Select<?> above, Select<?> below) {
        return ((Select) above).unionAll((Select) below);
    }

    private static Query query(Select<?> select) {
        return new Query(select.getSQL(), select.getBindValues());
    }
}
