package cockpit.core.trust;

import cockpit.core.metric.Metric.Filter;
import cockpit.core.trust.Check.Agreement;
import cockpit.core.trust.Check.By;
import cockpit.core.trust.Check.ByTime;
import cockpit.core.trust.Check.NoHoles;
import cockpit.core.trust.Check.Side;
import cockpit.core.trust.Check.Tolerance;
import cockpit.core.trust.Check.Within;
import cockpit.core.yaml.YamlNode;
import cockpit.core.yaml.YamlProblem;
import cockpit.spi.Text;
import cockpit.spi.data.Channel;
import cockpit.spi.data.ColumnType;
import cockpit.spi.data.Dataset;
import cockpit.spi.data.DatasetColumn;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checks of a tenant: {@code reconciliation.yaml} in its folder.
 *
 * <pre>{@code
 * promises:
 *   - {connection: ocean, stream: ad_report, day: yesterday, by: "08:00"}
 *   - {connection: pos, stream: order, within: 5m}
 * complete:
 *   - {connection: ocean, stream: ad_report, days: 35}
 * rules:
 *   - code: tmall_erp
 *     title: {zh: 天猫与 ERP, en: Tmall and ERP}
 *     left: {title: {zh: 天猫, en: Tmall}, dataset: order, sum: paid_fen, connections: [tmall]}
 *     right: {title: {zh: ERP, en: ERP}, dataset: order, sum: paid_fen, connections: [erp], where: [{column: channel, in: [TMALL]}]}
 *     by: [org_unit]
 *     tolerance: {absolute: 100, relative: 0.5%}
 * }</pre>
 */
final class ChecksFile {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,4})([smhd])");
    private static final Pattern SHARE = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,4})?)%");
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,15}(\\.\\d{1,4})?");
    private static final int MOST_DAYS = 400;

    private ChecksFile() {}

    /** @throws YamlProblem for the first mistake */
    static List<Check> read(Path folder) {
        Path file = folder.resolve("reconciliation.yaml");
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        YamlNode root = YamlNode.read(file).only("promises", "complete", "rules");
        List<Check> checks = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        root.find("promises").ifPresent(list -> list.items().forEach(node -> add(checks, codes, node, promise(node))));
        root.find("complete").ifPresent(list -> list.items().forEach(node -> add(checks, codes, node, complete(node))));
        root.find("rules").ifPresent(list -> list.items().forEach(node -> add(checks, codes, node, agreement(node))));
        return List.copyOf(checks);
    }

    private static void add(List<Check> checks, Set<String> codes, YamlNode node, Check check) {
        if (!codes.add(check.code())) {
            throw node.problem("stands twice: there is a check " + check.code() + " already.");
        }
        checks.add(check);
    }

    private static Check promise(YamlNode node) {
        node.only("connection", "stream", "day", "by", "within");
        String connection = node.get("connection").text();
        String stream = node.get("stream").text();
        if (node.find("within").isPresent()) {
            if (node.find("by").isPresent() || node.find("day").isPresent()) {
                throw node.problem("has either `within`, or `day` and `by`.");
            }
            return new Within(
                    "within." + connection + "." + stream,
                    Text.of(connection + " / " + stream + " 及时", connection + " / " + stream + " in time"),
                    connection,
                    stream,
                    span(node.get("within")));
        }
        int daysBack =
                switch (node.get("day").text()) {
                    case "today" -> 0;
                    case "yesterday" -> 1;
                    default -> throw node.get("day").problem("must be today or yesterday.");
                };
        return new ByTime(
                "by." + connection + "." + stream,
                Text.of(connection + " / " + stream + " 按时", connection + " / " + stream + " on time"),
                connection,
                stream,
                daysBack,
                time(node.get("by")));
    }

    private static Check complete(YamlNode node) {
        node.only("connection", "stream", "days");
        String connection = node.get("connection").text();
        String stream = node.get("stream").text();
        return new NoHoles(
                "complete." + connection + "." + stream,
                Text.of(connection + " / " + stream + " 无缺日", connection + " / " + stream + " without gaps"),
                connection,
                stream,
                days(node, "days", 35));
    }

    private static Check agreement(YamlNode node) {
        node.only("code", "title", "left", "right", "by", "tolerance", "days", "settled");
        YamlNode code = node.get("code");
        if (!code.text().matches("[a-z][a-z0-9]*(_[a-z0-9]+)*")) {
            throw code.problem("must be lower-case words with underscores, found `" + code.text() + "`.");
        }
        Set<By> by = EnumSet.noneOf(By.class);
        node.find("by").ifPresent(list -> list.items().forEach(item -> {
            if (!item.text().equals("day")) {
                by.add(item.oneOf(By.class));
            }
        }));
        int settled = node.find("settled").map(one -> one.integer()).orElse(1);
        if (settled < 0 || settled > 60) {
            throw node.get("settled").problem("must be from 0 to 60.");
        }
        return new Agreement(
                code.text(),
                node.get("title").bilingual(),
                side(node.get("left")),
                side(node.get("right")),
                by,
                node.find("tolerance")
                        .map(ChecksFile::tolerance)
                        .orElse(new Tolerance(BigDecimal.ZERO, BigDecimal.ZERO)),
                days(node, "days", 14),
                settled);
    }

    private static Side side(YamlNode node) {
        node.only("title", "metric", "channels", "dataset", "sum", "count", "connections", "where");
        Text title = node.get("title").bilingual();
        if (node.find("metric").isPresent()) {
            node.only("title", "metric", "channels");
            Set<String> channels = new HashSet<>();
            node.find("channels").ifPresent(list -> list.items()
                    .forEach(item -> channels.add(item.oneOf(Channel.class).name())));
            return new Side.OfMetric(title, node.get("metric").text(), channels);
        }
        Dataset dataset = node.get("dataset").oneOf(Dataset.class);
        if (node.find("sum").isPresent() == node.find("count").isPresent()) {
            throw node.problem("needs exactly one of metric, sum, count.");
        }
        java.util.Optional<String> column = node.find("sum").map(sum -> {
            DatasetColumn found = column(sum, dataset);
            if (found.type() != ColumnType.FEN
                    && found.type() != ColumnType.COUNT
                    && found.type() != ColumnType.DECIMAL) {
                throw sum.problem("cannot be summed: column " + found.name() + " is no number.");
            }
            return found.name();
        });
        node.find("count").ifPresent(count -> {
            if (!count.text().equals("all")) {
                throw count.problem("must be `all`.");
            }
        });
        Set<String> connections = new HashSet<>();
        node.find("connections").ifPresent(list -> connections.addAll(list.texts()));
        List<Filter> filters = new ArrayList<>();
        node.find("where").ifPresent(where -> where.items().forEach(item -> filters.add(filter(item, dataset))));
        return new Side.OfFacts(title, dataset, column, connections, filters);
    }

    private static Filter filter(YamlNode node, Dataset dataset) {
        node.only("column", "in", "not-in");
        DatasetColumn column = column(node.get("column"), dataset);
        if (column.type() != ColumnType.TEXT && column.type() != ColumnType.BOOLEAN) {
            throw node.get("column").problem("must be a column of texts or booleans.");
        }
        if (node.find("in").isPresent() == node.find("not-in").isPresent()) {
            throw node.problem("needs exactly one of in, not-in.");
        }
        boolean in = node.find("in").isPresent();
        List<String> values = node.get(in ? "in" : "not-in").texts();
        if (values.isEmpty()) {
            throw node.problem("must name at least one value.");
        }
        return new Filter(column.name(), in ? Filter.Operator.IN : Filter.Operator.NOT_IN, values);
    }

    private static DatasetColumn column(YamlNode node, Dataset dataset) {
        return dataset.column(node.text())
                .orElseThrow(() -> node.problem("dataset " + dataset.code() + " has no column `" + node.text() + "`."));
    }

    private static Tolerance tolerance(YamlNode node) {
        node.only("absolute", "relative");
        BigDecimal absolute = node.find("absolute")
                .map(one -> {
                    if (!AMOUNT.matcher(one.text()).matches()) {
                        throw one.problem("must be a number in the unit that is stored, fen for money.");
                    }
                    return new BigDecimal(one.text());
                })
                .orElse(BigDecimal.ZERO);
        BigDecimal relative = node.find("relative")
                .map(one -> {
                    Matcher share = SHARE.matcher(one.text());
                    if (!share.matches()) {
                        throw one.problem("must be a share such as 0.5%, found `" + one.text() + "`.");
                    }
                    return new BigDecimal(share.group(1)).movePointLeft(2);
                })
                .orElse(BigDecimal.ZERO);
        return new Tolerance(absolute, relative);
    }

    private static int days(YamlNode node, String key, int otherwise) {
        int days = node.find(key).map(one -> one.integer()).orElse(otherwise);
        if (days < 1 || days > MOST_DAYS) {
            throw node.get(key).problem("must be from 1 to " + MOST_DAYS + ".");
        }
        return days;
    }

    private static LocalTime time(YamlNode node) {
        try {
            return LocalTime.parse(node.text());
        } catch (DateTimeException _) {
            throw node.problem("must be a time such as 08:00, found `" + node.text() + "`.");
        }
    }

    private static Duration span(YamlNode node) {
        Matcher span = SPAN.matcher(node.text());
        if (!span.matches()) {
            throw node.problem("must be a span such as 30s, 5m or 2h, found `" + node.text() + "`.");
        }
        long number = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
