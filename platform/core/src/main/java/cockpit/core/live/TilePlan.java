package cockpit.core.live;

import cockpit.core.metric.Comparison;
import cockpit.core.metric.DayRange;
import cockpit.core.metric.Dictionary;
import cockpit.core.metric.Dimension;
import cockpit.core.metric.Grain;
import cockpit.core.metric.MetricQuery;
import cockpit.core.metric.MetricQuery.Bound;
import cockpit.core.metric.MetricQuery.Order;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import cockpit.spi.widget.Slot;
import cockpit.spi.widget.WidgetDescription;
import cockpit.spi.widget.WidgetDescription.Want;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The queries of a tile at a moment.
 *
 * @param query what is shown
 * @param comparison the same for the compared days
 * @param timeline the metrics by time
 * @param datasets that they read
 * @param ranges days that they read
 * @param toDate whether the range ends today, so that the comparison is cut off and moves with the clock
 * @param comparedWith in words
 */
record TilePlan(
        MetricQuery query,
        Optional<MetricQuery> comparison,
        Optional<MetricQuery> timeline,
        Set<Dataset> datasets,
        List<DayRange> ranges,
        boolean toDate,
        Text comparedWith) {

    private static final int MOST_ROWS = 10_000;

    /** The tile's bindings do not make a query; the sentence says what to bind. */
    static final class Unbound extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Text sentence;

        Unbound(Text sentence) {
            super(sentence.en());
            this.sentence = sentence;
        }

        Text sentence() {
            return sentence;
        }
    }

    /**
     * @param now in the tenant's zone
     * @throws Unbound if a slot has too few or too many bindings, or one that does not fit
     */
    static TilePlan of(TileRequest request, WidgetDescription widget, Dictionary dictionary, LocalDateTime now) {
        LocalDate today = now.toLocalDate();
        DayRange range = upTo(request.period().on(today), today);
        List<Bound<String>> metrics = new ArrayList<>();
        List<Bound<Dimension>> dimensions = new ArrayList<>();
        Optional<Bound<Grain>> time = Optional.empty();
        Set<Dimension> used = EnumSet.noneOf(Dimension.class);
        for (Slot slot : widget.slots()) {
            List<String> codes = request.bindings().getOrDefault(slot.name(), List.of());
            if (slot.kind() == Slot.Kind.TIME && codes.isEmpty() && slot.least() > 0) {
                // There is only one thing to bind, so nobody needs to be asked.
                codes = List.of("time");
            }
            checkNumber(slot, codes.size());
            for (String code : codes) {
                switch (slot.kind()) {
                    case METRIC -> metrics.add(new Bound<>(slot.name(), code));
                    case DIMENSION, ORG_UNIT -> dimensions.add(new Bound<>(slot.name(), dimension(slot, code, used)));
                    case TIME -> time = Optional.of(new Bound<>(slot.name(), grain(range)));
                }
            }
        }
        if (metrics.isEmpty()) {
            throw new Unbound(Text.of("请先为这个组件选择一个指标。", "Choose a metric for this tile first."));
        }
        Set<Dataset> datasets = EnumSet.noneOf(Dataset.class);
        for (Bound<String> metric : metrics) {
            if (dictionary.find(metric.to()).isEmpty()) {
                throw new Unbound(Text.of(
                        "指标字典里没有 " + metric.to() + "，请在属性面板里重新选择指标。",
                        "The dictionary has no metric " + metric.to() + "; choose another one in the properties."));
            }
            datasets.addAll(dictionary.datasetsOf(metric.to()));
        }
        // An advertising report knows days, not hours: half a day of it can be neither drawn nor compared.
        boolean knownByDayOnly = datasets.contains(Dataset.AD_REPORT) && grain(range) == Grain.HOUR;
        if (used.contains(Dimension.CAMPAIGN)) {
            // The names of campaigns come from there.
            datasets.add(Dataset.AD_REPORT);
        }
        MetricQuery query = new MetricQuery(
                metrics,
                dimensions,
                time,
                range,
                Optional.empty(),
                request.channels(),
                request.orgUnit(),
                time.isEmpty() && !dimensions.isEmpty() ? Order.LARGEST_FIRST : Order.NATURAL,
                MOST_ROWS);
        boolean compares = widget.wants().contains(Want.COMPARISON)
                && request.comparison() != Comparison.NONE
                && !(knownByDayOnly && range.last().equals(today));
        boolean toDate = compares && range.last().equals(today);
        Optional<MetricQuery> comparison = compares
                ? Optional.of(over(
                        query,
                        compared(range, request.comparison()),
                        toDate ? Optional.of(now.toLocalTime().truncatedTo(ChronoUnit.MINUTES)) : Optional.empty()))
                : Optional.empty();
        List<DayRange> ranges = new ArrayList<>(List.of(range));
        comparison.ifPresent(other -> ranges.add(other.range()));
        Optional<MetricQuery> timeline = widget.wants().contains(Want.TIMELINE) && !knownByDayOnly
                ? Optional.of(new MetricQuery(
                        metrics,
                        List.of(),
                        Optional.of(new Bound<>("timeline", grain(range))),
                        range,
                        Optional.empty(),
                        request.channels(),
                        request.orgUnit(),
                        Order.NATURAL,
                        MOST_ROWS))
                : Optional.empty();
        return new TilePlan(
                query,
                comparison,
                timeline,
                datasets,
                List.copyOf(ranges),
                toDate,
                compares ? words(range, request.comparison(), toDate) : Text.same("–"));
    }

    /** A day is shown by hours, up to 45 by days, up to 200 by weeks, more by months. */
    static Grain grain(DayRange range) {
        if (range.days() == 1) {
            return Grain.HOUR;
        }
        if (range.days() <= 45) {
            return Grain.DAY;
        }
        return range.days() <= 200 ? Grain.WEEK : Grain.MONTH;
    }

    private static DayRange upTo(DayRange range, LocalDate today) {
        return range.last().isAfter(today) && !range.first().isAfter(today)
                ? new DayRange(range.first(), today)
                : range;
    }

    private static DayRange compared(DayRange range, Comparison comparison) {
        return range.minusDays(comparison == Comparison.LAST_WEEK ? 7 : range.days());
    }

    private static MetricQuery over(MetricQuery query, DayRange range, Optional<LocalTime> cutOff) {
        return new MetricQuery(
                query.metrics(),
                query.dimensions(),
                query.time(),
                range,
                cutOff,
                query.channels(),
                query.orgUnit(),
                query.order(),
                query.limit());
    }

    private static Text words(DayRange range, Comparison comparison, boolean toDate) {
        long days = range.days();
        Text with;
        if (comparison == Comparison.LAST_WEEK) {
            with = days == 1 ? Text.of("上周同日", "the same day last week") : Text.of("上周同期", "a week earlier");
        } else if (days == 1) {
            with = toDate ? Text.of("昨日", "yesterday") : Text.of("前一日", "the day before");
        } else {
            with = Text.of("前 " + days + " 天", "the " + days + " days before");
        }
        if (!toDate) {
            return with;
        }
        // 同期 means up to the same moment already.
        String zh = with.zh().endsWith("同期") ? with.zh() : with.zh() + (days == 1 ? "同时段" : "同期");
        return Text.of(zh, with.en() + " up to this time");
    }

    private static void checkNumber(Slot slot, int found) {
        if (found < slot.least()) {
            throw new Unbound(Text.of(
                    "请在属性面板为“" + slot.title().zh() + "”选择" + (slot.least() == 1 ? "" : "至少 " + slot.least() + " 个")
                            + kind(slot).zh() + "。",
                    "In the properties, choose "
                            + (slot.least() == 1 ? "a " : "at least " + slot.least() + " of ")
                            + kind(slot).en() + " for “" + slot.title().en() + "”."));
        }
        if (found > slot.most()) {
            throw new Unbound(Text.of(
                    "“" + slot.title().zh() + "”最多可选 " + slot.most() + " 个，现在有 " + found + " 个，请去掉多余的。",
                    "“" + slot.title().en() + "” takes at most " + slot.most() + ", and " + found
                            + " are bound; remove some."));
        }
    }

    private static Text kind(Slot slot) {
        return switch (slot.kind()) {
            case METRIC -> Text.of("指标", "metric");
            case DIMENSION -> Text.of("维度", "dimension");
            case TIME -> Text.of("时间", "time");
            case ORG_UNIT -> Text.of("大区或门店", "region or store");
        };
    }

    private static Dimension dimension(Slot slot, String code, Set<Dimension> used) {
        Dimension dimension = Arrays.stream(Dimension.values())
                .filter(one -> one.code().equals(code))
                .filter(one -> slot.kind() != Slot.Kind.ORG_UNIT || one == Dimension.REGION || one == Dimension.STORE)
                .findFirst()
                .orElseThrow(() -> new Unbound(Text.of(
                        "“" + slot.title().zh() + "”不能绑定 " + code + "，请在属性面板里换一个"
                                + kind(slot).zh() + "。",
                        "“" + slot.title().en() + "” cannot be bound to " + code + "; choose another "
                                + kind(slot).en() + " in the properties.")));
        if (!used.add(dimension)) {
            throw new Unbound(Text.of(
                    "维度“" + dimension.title().zh() + "”绑定了两次，请去掉一个。",
                    "The dimension " + dimension.title().en() + " is bound twice; remove one."));
        }
        return dimension;
    }
}
