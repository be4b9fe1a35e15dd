package cockpit.server.view;

import cockpit.core.metric.Dictionary;
import cockpit.core.metric.Metric;
import cockpit.core.metric.Metric.Definition;
import cockpit.core.metric.Metric.Difference;
import cockpit.core.metric.Metric.Filter;
import cockpit.core.metric.Metric.Measure;
import cockpit.core.metric.Metric.Ratio;
import cockpit.spi.Direction;
import cockpit.spi.Text;
import cockpit.spi.Unit;
import cockpit.spi.data.Dataset;

/** The words of the metric dictionary. */
final class MetricWords {

    static final Text TITLE = Text.of("指标词典", "Metrics");
    static final Text LEAD = Text.of(
            "每个指标只有一个口径：算什么、谁负责、偏离了怎么办。",
            "One definition a metric: what is counted, who answers for it, and what to do when it is off.");
    static final Text SEARCH = Text.of("搜索名称、口径、负责人", "Search title, definition, owner");
    static final Text EMPTY = Text.of("词典还是空的", "The dictionary is empty");
    static final Text EMPTY_SENTENCE =
            Text.of("在租户配置的 metrics 里定义指标后会出现在这里。", "Define metrics in the tenant's configuration; they appear here.");
    static final Phrase NOTHING_FOUND = Phrase.of("没有与“{0}”匹配的指标", "No metric matches \"{0}\"");
    static final Text DEFINITION = Text.of("口径", "Definition");
    static final Text FORMULA = Text.of("计算方式", "Formula");
    static final Text UNIT = Text.of("单位", "Unit");
    static final Text DIRECTION = Text.of("方向", "Direction");
    static final Text OWNER = Text.of("负责人", "Owner");
    static final Text PLAYBOOK = Text.of("行动指令", "Playbook");
    static final Text DIMENSIONS = Text.of("可拆维度", "Dimensions");
    static final Text USED = Text.of("用在", "Used in");
    static final Text NOT_USED = Text.of("还没有驾驶舱使用", "No cockpit yet");
    static final Text CODE = Text.of("编码", "Code");
    static final Text TIME = Text.of("时间", "Time");

    private static final Phrase SUM = Phrase.of("{0}的{1}之和", "Sum of {1} over {0}");
    private static final Phrase COUNT = Phrase.of("{0}的条数", "Number of {0}");
    private static final Phrase COUNT_DISTINCT = Phrase.of("{0}的{1}去重数", "Distinct {1} of {0}");
    private static final Phrase WHERE = Phrase.of("{0}，其中{1}", "{0}, where {1}");
    private static final Phrase AND = Phrase.of("{0}且{1}", "{0} and {1}");
    private static final Phrase IN = Phrase.of("{0}为 {1}", "{0} is {1}");
    private static final Phrase NOT_IN = Phrase.of("{0}不为 {1}", "{0} is not {1}");
    private static final Phrase GREATER = Phrase.of("{0}大于 {1}", "{0} is more than {1}");
    private static final Phrase PRESENT = Phrase.of("{0}不为空", "{0} is present");
    private static final Phrase ABSENT = Phrase.of("{0}为空", "{0} is empty");
    private static final Phrase RATIO = Phrase.of("{0} ÷ {1}", "{0} ÷ {1}");
    private static final Phrase DIFFERENCE = Phrase.of("{0} − {1}", "{0} − {1}");

    private MetricWords() {}

    static Text of(Unit unit) {
        return switch (unit) {
            case COUNT -> Text.of("数量", "Count");
            case MONEY -> Text.of("金额（元）", "Money (CNY)");
            case RATIO -> Text.of("比率（%）", "Rate (%)");
            case FACTOR -> Text.of("倍数", "Factor");
            case DURATION -> Text.of("时长", "Duration");
        };
    }

    static Text of(Direction direction) {
        return switch (direction) {
            case UP_IS_GOOD -> Text.of("越高越好", "Higher is better");
            case DOWN_IS_GOOD -> Text.of("越低越好", "Lower is better");
            case NEUTRAL -> Text.of("不分好坏", "Neutral");
        };
    }

    /** How a metric is computed, in words: {@code 消耗 ÷ 线索数}. */
    static Text formula(Definition definition, Dictionary dictionary) {
        return switch (definition) {
            case Ratio(String numerator, String denominator) ->
                RATIO.with(title(numerator, dictionary), title(denominator, dictionary));
            case Difference(String minuend, String subtrahend) ->
                DIFFERENCE.with(title(minuend, dictionary), title(subtrahend, dictionary));
            case Measure measure -> measure(measure);
        };
    }

    private static Text title(String code, Dictionary dictionary) {
        return dictionary.find(code).map(Metric::title).orElseGet(() -> Text.same(code));
    }

    private static Text measure(Measure measure) {
        Text dataset = measure.dataset().title();
        Text column =
                measure.column().map(name -> column(measure.dataset(), name)).orElse(dataset);
        Text what =
                switch (measure.aggregation()) {
                    case SUM -> SUM.with(dataset, column);
                    case COUNT -> COUNT.with(dataset);
                    case COUNT_DISTINCT -> COUNT_DISTINCT.with(dataset, column);
                };
        return measure.filters().stream()
                .map(filter -> condition(measure.dataset(), filter))
                .reduce((one, other) -> AND.with(one, other))
                .map(conditions -> WHERE.with(what, conditions))
                .orElse(what);
    }

    private static Text condition(Dataset dataset, Filter filter) {
        Text column = column(dataset, filter.column());
        Text values = filter.values().isEmpty()
                ? Text.same("–")
                : Text.of(String.join("、", filter.values()), String.join(", ", filter.values()));
        return switch (filter.operator()) {
            case IN -> IN.with(column, values);
            case NOT_IN -> NOT_IN.with(column, values);
            case GREATER -> GREATER.with(column, values);
            case PRESENT -> PRESENT.with(column);
            case ABSENT -> ABSENT.with(column);
        };
    }

    private static Text column(Dataset dataset, String name) {
        return dataset.column(name).map(cockpit.spi.data.DatasetColumn::title).orElseGet(() -> Text.same(name));
    }
}
