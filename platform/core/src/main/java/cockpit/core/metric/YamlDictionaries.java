package cockpit.core.metric;

import cockpit.core.metric.Metric.Aggregation;
import cockpit.core.metric.Metric.Definition;
import cockpit.core.metric.Metric.Difference;
import cockpit.core.metric.Metric.Filter;
import cockpit.core.metric.Metric.Measure;
import cockpit.core.metric.Metric.Ratio;
import cockpit.core.tenant.Tenant;
import cockpit.core.yaml.YamlNode;
import cockpit.core.yaml.YamlProblem;
import cockpit.spi.Direction;
import cockpit.spi.Text;
import cockpit.spi.Unit;
import cockpit.spi.data.Dataset;
import cockpit.spi.data.DatasetColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Dictionaries from the YAML files below {@code metrics/} of a tenant's folder. A file has {@code metrics}, or
 * {@code dimensions} with what their members are called, or both.
 *
 * <p>A mistake costs as little as possible. A metric that is wrong keeps the definition that it had when it was last right;
 * one that never was right is left out, and so are the formulas that name it. A member's title is kept the same way. A file
 * that is no YAML keeps all that it had. Every mistake comes back as a problem with file and line.
 */
public final class YamlDictionaries implements Dictionaries {

    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** Dimensions whose members nothing else names. */
    private static final Set<Dimension> NAMED_HERE =
            EnumSet.of(Dimension.CAMPAIGN, Dimension.CREATIVE, Dimension.CATEGORY);

    /** What a tenant has now, which file each metric came from, and what members are called. */
    private record State(Dictionary dictionary, Map<String, String> files, Map<MetricMap.Member, MemberTitle> titles) {}

    /** A title and the file that it stands in. */
    private record MemberTitle(Text text, String file) {}

    /** A definition and the place that its problems name; null for one that is kept from before. */
    private record Candidate(
            Metric metric, String file, @Nullable YamlNode node) {}

    @Override
    public Dictionary of(String tenant) {
        State state = states.get(tenant);
        return state == null ? MetricMap.EMPTY : state.dictionary();
    }

    /**
     * Reads a tenant's files anew and replaces its dictionary. Harmless when repeated.
     *
     * @param folder the tenant's folder, which has {@code metrics/} in it
     * @return what is wrong, in the order of the files; empty if all is well
     */
    public synchronized List<YamlProblem> load(Tenant tenant, Path folder) {
        State before = states.get(tenant.code());
        List<YamlProblem> problems = new ArrayList<>();
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        Map<MetricMap.Member, MemberTitle> titles = new LinkedHashMap<>();
        for (Path file : files(folder.resolve("metrics"), problems)) {
            readFile(file, before, candidates, titles, problems);
        }
        checkFormulas(candidates, before, problems);
        Map<String, String> files = new HashMap<>();
        candidates.forEach((code, candidate) -> files.put(code, candidate.file()));
        states.put(
                tenant.code(),
                new State(
                        new MetricMap(
                                candidates.values().stream()
                                        .map(Candidate::metric)
                                        .toList(),
                                titles.entrySet().stream()
                                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                                                .text()))),
                        files,
                        Map.copyOf(titles)));
        listeners.forEach(listener -> listener.accept(tenant.code()));
        return List.copyOf(problems);
    }

    /** Calls back with the tenant's code after its dictionary was replaced. */
    public AutoCloseable onChange(Consumer<String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private static List<Path> files(Path folder, List<YamlProblem> problems) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.add(new YamlProblem(
                    folder.getFileName().toString(), 0, "the folder cannot be read (" + e.getMessage() + ")."));
            return List.of();
        }
    }

    private static void readFile(
            Path path,
            @Nullable State before,
            Map<String, Candidate> candidates,
            Map<MetricMap.Member, MemberTitle> titles,
            List<YamlProblem> problems) {
        String file = path.getFileName().toString();
        List<YamlNode> items;
        try {
            YamlNode root = YamlNode.read(path).only("metrics", "dimensions");
            Optional<YamlNode> dimensions = root.find("dimensions");
            items = dimensions.isPresent() && root.find("metrics").isEmpty()
                    ? List.of()
                    : root.get("metrics").items();
            if (dimensions.isPresent()) {
                readDimensions(dimensions.get(), file, before, titles, problems);
            }
        } catch (YamlProblem problem) {
            problems.add(problem);
            if (before != null) {
                before.dictionary().all().stream()
                        .filter(metric -> file.equals(before.files().get(metric.code())))
                        .forEach(metric -> candidates.putIfAbsent(metric.code(), new Candidate(metric, file, null)));
                keepTitles(before, file, titles, _ -> true);
            }
            return;
        }
        for (YamlNode item : items) {
            String code = null;
            try {
                code = item.get("code").text();
                Candidate earlier = candidates.get(code);
                if (earlier != null && earlier.node() != null) {
                    throw item.get("code")
                            .problem("is taken: metric " + code + " stands in " + earlier.file()
                                    + " already. Rename one of them.");
                }
                candidates.put(code, new Candidate(metric(item, code), file, item));
            } catch (YamlProblem problem) {
                problems.add(problem);
                if (code != null && before != null && !candidates.containsKey(code)) {
                    String known = code;
                    before.dictionary()
                            .find(known)
                            .ifPresent(metric -> candidates.put(known, new Candidate(metric, file, null)));
                }
            }
        }
    }

    private static void readDimensions(
            YamlNode node,
            String file,
            @Nullable State before,
            Map<MetricMap.Member, MemberTitle> titles,
            List<YamlProblem> problems) {
        Map<String, YamlNode> dimensions;
        try {
            dimensions = node.fields();
        } catch (YamlProblem problem) {
            problems.add(problem);
            keepTitles(before, file, titles, _ -> true);
            return;
        }
        dimensions.forEach((code, members) -> {
            try {
                Dimension dimension = dimension(code, members);
                try {
                    readMembers(dimension, members, file, before, titles, problems);
                } catch (YamlProblem problem) {
                    problems.add(problem);
                    keepTitles(before, file, titles, member -> member.dimension() == dimension);
                }
            } catch (YamlProblem problem) {
                problems.add(problem);
            }
        });
    }

    private static Dimension dimension(String code, YamlNode node) {
        Dimension dimension = Stream.of(Dimension.values())
                .filter(one -> one.code().equals(code))
                .findFirst()
                .orElseThrow(() -> node.problem("is no dimension; members of "
                        + String.join(
                                ", ", NAMED_HERE.stream().map(Dimension::code).toList())
                        + " can be given titles."));
        return switch (dimension) {
            case REGION, STORE -> throw node.problem("cannot stand here: org units have their names in org.yaml.");
            case CHANNEL -> throw node.problem("cannot stand here: channels have fixed names.");
            case CAMPAIGN, CREATIVE, CATEGORY -> dimension;
        };
    }

    private static void readMembers(
            Dimension dimension,
            YamlNode members,
            String file,
            @Nullable State before,
            Map<MetricMap.Member, MemberTitle> titles,
            List<YamlProblem> problems) {
        members.fields().forEach((code, title) -> {
            MetricMap.Member member = new MetricMap.Member(dimension, code);
            try {
                MemberTitle earlier = titles.get(member);
                if (earlier != null) {
                    throw title.problem(
                            "is taken: it has a title in " + earlier.file() + " already. Remove one of them.");
                }
                titles.put(member, new MemberTitle(title.bilingual(), file));
            } catch (YamlProblem problem) {
                problems.add(problem);
                keepTitles(before, file, titles, member::equals);
            }
        });
    }

    /** What a file said of members when it was last right. */
    private static void keepTitles(
            @Nullable State before,
            String file,
            Map<MetricMap.Member, MemberTitle> titles,
            Predicate<MetricMap.Member> which) {
        if (before != null) {
            before.titles().forEach((member, title) -> {
                if (title.file().equals(file) && which.test(member)) {
                    titles.putIfAbsent(member, title);
                }
            });
        }
    }

    private static Metric metric(YamlNode node, String code) {
        node.only(
                "code",
                "title",
                "description",
                "unit",
                "direction",
                "owner",
                "playbook",
                "measure",
                "ratio",
                "difference");
        if (!code.matches("[a-z][a-z0-9]*(_[a-z0-9]+)*")) {
            throw node.get("code").problem("must be lower-case words with underscores, found `" + code + "`.");
        }
        Unit unit = node.get("unit").oneOf(Unit.class);
        return new Metric(
                code,
                node.get("title").bilingual(),
                node.get("description").bilingual(),
                unit,
                direction(node.get("direction")),
                node.get("owner").bilingual(),
                node.get("playbook").bilingual(),
                definition(node, unit));
    }

    private static Direction direction(YamlNode node) {
        return switch (node.text()) {
            case "up" -> Direction.UP_IS_GOOD;
            case "down" -> Direction.DOWN_IS_GOOD;
            case "neutral" -> Direction.NEUTRAL;
            default -> throw node.problem("must be one of up, down, neutral; found `" + node.text() + "`.");
        };
    }

    private static Definition definition(YamlNode node, Unit unit) {
        List<String> ways = Stream.of("measure", "ratio", "difference")
                .filter(way -> node.find(way).isPresent())
                .toList();
        if (ways.size() != 1) {
            throw node.problem("needs exactly one of measure, ratio, difference; found "
                    + (ways.isEmpty() ? "none" : String.join(" and ", ways)) + ".");
        }
        YamlNode body = node.get(ways.getFirst());
        return switch (ways.getFirst()) {
            case "measure" -> measure(body, unit, node.get("unit"));
            case "ratio" -> {
                body.only("of", "per");
                yield new Ratio(body.get("of").text(), body.get("per").text());
            }
            default -> {
                body.only("of", "less");
                yield new Difference(body.get("of").text(), body.get("less").text());
            }
        };
    }

    private static Measure measure(YamlNode node, Unit unit, YamlNode unitNode) {
        node.only("dataset", "sum", "count", "distinct", "where");
        Dataset dataset = node.get("dataset").oneOf(Dataset.class);
        List<String> ways = Stream.of("sum", "count", "distinct")
                .filter(way -> node.find(way).isPresent())
                .toList();
        if (ways.size() != 1) {
            throw node.problem("needs exactly one of sum, count, distinct; found "
                    + (ways.isEmpty() ? "none" : String.join(" and ", ways)) + ".");
        }
        List<Filter> filters = new ArrayList<>();
        node.find("where").ifPresent(where -> where.items().forEach(item -> filters.add(filter(item, dataset))));
        YamlNode what = node.get(ways.getFirst());
        Unit expected = Unit.COUNT;
        Measure measure =
                switch (ways.getFirst()) {
                    case "count" -> {
                        if (!what.text().equals("all")) {
                            throw what.problem("must be `all`; to count values of a column use `distinct`.");
                        }
                        yield new Measure(dataset, Aggregation.COUNT, Optional.empty(), filters);
                    }
                    case "distinct" -> {
                        DatasetColumn column = column(what, dataset);
                        yield new Measure(dataset, Aggregation.COUNT_DISTINCT, Optional.of(column.name()), filters);
                    }
                    default -> {
                        DatasetColumn column = column(what, dataset);
                        if (!DatasetTable.isNumber(column.type())) {
                            throw what.problem("cannot be summed: column " + column.name() + " of dataset "
                                    + dataset.code() + " is no number.");
                        }
                        expected = switch (column.type()) {
                            case FEN, YUAN -> Unit.MONEY;
                            case COUNT -> Unit.COUNT;
                            default -> unit;
                        };
                        yield new Measure(dataset, Aggregation.SUM, Optional.of(column.name()), filters);
                    }
                };
        if (unit != expected) {
            throw unitNode.problem("must be " + word(expected) + " for this measure, found `" + word(unit) + "`.");
        }
        return measure;
    }

    private static Filter filter(YamlNode node, Dataset dataset) {
        node.only("column", "in", "not-in", "greater", "present");
        DatasetColumn column = column(node.get("column"), dataset);
        List<String> ways = Stream.of("in", "not-in", "greater", "present")
                .filter(way -> node.find(way).isPresent())
                .toList();
        if (ways.size() != 1) {
            throw node.problem("needs exactly one of in, not-in, greater, present; found "
                    + (ways.isEmpty() ? "none" : String.join(" and ", ways)) + ".");
        }
        YamlNode what = node.get(ways.getFirst());
        List<String> values = ways.getFirst().equals("present") ? List.of() : what.texts();
        Filter.Operator operator =
                switch (ways.getFirst()) {
                    case "in" -> Filter.Operator.IN;
                    case "not-in" -> Filter.Operator.NOT_IN;
                    case "greater" -> {
                        if (!DatasetTable.isNumber(column.type()) || values.size() != 1) {
                            throw what.problem("compares a column of numbers with one number.");
                        }
                        yield Filter.Operator.GREATER;
                    }
                    default -> what.bool() ? Filter.Operator.PRESENT : Filter.Operator.ABSENT;
                };
        if (values.isEmpty() && operator != Filter.Operator.PRESENT && operator != Filter.Operator.ABSENT) {
            throw what.problem("must name at least one value.");
        }
        for (String value : values) {
            if (DatasetTable.value(column.type(), value).isEmpty()) {
                throw what.problem("`" + value + "` is no value of column " + column.name() + " of dataset "
                        + dataset.code() + ".");
            }
        }
        return new Filter(column.name(), operator, values);
    }

    private static DatasetColumn column(YamlNode node, Dataset dataset) {
        return dataset.column(node.text())
                .orElseThrow(() -> node.problem("dataset " + dataset.code() + " has no column `" + node.text()
                        + "`; it has "
                        + String.join(
                                ", ",
                                dataset.columns().stream()
                                        .map(DatasetColumn::name)
                                        .toList())
                        + "."));
    }

    /** Takes out, or back to what they were, formulas that name what is not there, contain themselves or mix units. */
    private static void checkFormulas(
            Map<String, Candidate> candidates, @Nullable State before, List<YamlProblem> problems) {
        Set<String> reverted = new HashSet<>();
        boolean again = true;
        while (again) {
            again = false;
            for (Candidate candidate : List.copyOf(candidates.values())) {
                String wrong = wrongFormula(candidate.metric(), candidates);
                if (wrong == null) {
                    continue;
                }
                again = true;
                String code = candidate.metric().code();
                if (candidate.node() != null) {
                    problems.add(place(candidate.node()).problem(wrong));
                }
                candidates.remove(code);
                Metric kept =
                        before == null ? null : before.dictionary().find(code).orElse(null);
                if (kept != null && !kept.equals(candidate.metric()) && reverted.add(code)) {
                    candidates.put(code, new Candidate(kept, candidate.file(), null));
                }
            }
        }
    }

    private static YamlNode place(YamlNode node) {
        return node.find("ratio").or(() -> node.find("difference")).orElse(node);
    }

    private static @Nullable String wrongFormula(Metric metric, Map<String, Candidate> candidates) {
        List<String> parts = parts(metric);
        for (String part : parts) {
            if (!candidates.containsKey(part)) {
                return "names metric `" + part + "`, which is not in this dictionary.";
            }
        }
        if (contains(metric.code(), parts, candidates, new HashSet<>())) {
            return "goes in a circle: metric " + metric.code() + " is part of itself.";
        }
        if (parts.isEmpty()) {
            return null;
        }
        Unit first = candidates.get(parts.get(0)).metric().unit();
        Unit second = candidates.get(parts.get(1)).metric().unit();
        List<Unit> fitting = fitting(metric.definition(), first, second);
        if (fitting.contains(metric.unit())) {
            return null;
        }
        String given = word(first) + (metric.definition() instanceof Ratio ? " per " : " less ") + word(second);
        return fitting.isEmpty()
                ? "makes no sense: `" + parts.get(0) + "` and `" + parts.get(1) + "` give " + given + "."
                : "gives " + given + ", so the unit must be "
                        + String.join(
                                " or ",
                                fitting.stream().map(YamlDictionaries::word).toList())
                        + ", found `" + word(metric.unit()) + "`.";
    }

    private static List<Unit> fitting(Definition definition, Unit first, Unit second) {
        boolean shares = List.of(first, second).stream().anyMatch(unit -> unit == Unit.RATIO || unit == Unit.FACTOR);
        return switch (definition) {
            case Measure _ -> List.of();
            case Difference _ -> first == second ? List.of(first) : List.of();
            case Ratio _ when shares -> List.of();
            case Ratio _ when first == second -> List.of(Unit.RATIO, Unit.FACTOR);
            case Ratio _ when second == Unit.COUNT -> List.of(first);
            case Ratio _ -> List.of(Unit.FACTOR);
        };
    }

    private static boolean contains(
            String wanted, List<String> parts, Map<String, Candidate> candidates, Set<String> visited) {
        for (String part : parts) {
            if (part.equals(wanted)) {
                return true;
            }
            Candidate candidate = candidates.get(part);
            if (candidate != null
                    && visited.add(part)
                    && contains(wanted, parts(candidate.metric()), candidates, visited)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> parts(Metric metric) {
        return switch (metric.definition()) {
            case Measure _ -> List.of();
            case Ratio ratio -> List.of(ratio.numerator(), ratio.denominator());
            case Difference difference -> List.of(difference.minuend(), difference.subtrahend());
        };
    }

    private static String word(Unit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }
}
