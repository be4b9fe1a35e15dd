package cockpit.core.ingest;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.ColumnType;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an admin mended what a channel delivers, before the host reads it by the stream's columns. Rules are applied in the order
 * rename, replace, default, whatever the order in which they stand.
 *
 * @param version 0 where nothing was ever mended
 */
public record Mapping(int version, List<Rule> rules) {

    /** Nothing is mended. */
    public static final Mapping NONE = new Mapping(0, List.of());

    private static final int MOST_RULES = 500;
    private static final int LONGEST = 200;

    public Mapping {
        rules = List.copyOf(rules);
    }

    /** One mended thing. */
    public sealed interface Rule {

        /** Name of the stream. */
        String stream();

        /** Name of the column that gets the value. */
        String column();

        /** What it does, for people. */
        Text sentence();
    }

    /** The channel calls a column otherwise: its value is taken from another field where it has none of its own. */
    public record Rename(String stream, String field, String column) implements Rule {
        @Override
        public Text sentence() {
            return Text.of(
                    "字段 " + field + " 作为列 " + column + " 读取。", "Field " + field + " is read as column " + column + ".");
        }
    }

    /** One value is read as another, such as an enumeration value that the channel has added. */
    public record Replace(String stream, String column, String value, String with) implements Rule {
        @Override
        public Text sentence() {
            return Text.of(
                    "列 " + column + " 的“" + value + "”读作“" + with + "”。",
                    "Column " + column + ": \"" + value + "\" is read as \"" + with + "\".");
        }
    }

    /** A value for rows that have none. */
    public record Default(String stream, String column, String value) implements Rule {
        @Override
        public Text sentence() {
            return Text.of(
                    "列 " + column + " 没有值时取“" + value + "”。",
                    "Column " + column + " is \"" + value + "\" where there is no value.");
        }
    }

    /** The part of one stream, made for many rows. */
    static final class OfStream {

        private final Map<String, String> columnByField = new LinkedHashMap<>();
        private final Map<String, Map<String, String>> replacements = new HashMap<>();
        private final Map<String, String> defaults = new LinkedHashMap<>();

        private OfStream() {}

        boolean renames(String field) {
            return columnByField.containsKey(field);
        }

        Row apply(Row row) {
            if (columnByField.isEmpty() && replacements.isEmpty() && defaults.isEmpty()) {
                return row;
            }
            Map<String, @Nullable Object> values = new LinkedHashMap<>(row.values());
            columnByField.forEach((field, column) -> {
                if (isMissing(values.get(column)) && values.containsKey(field)) {
                    values.put(column, values.remove(field));
                }
            });
            replacements.forEach((column, byValue) -> {
                Object value = values.get(column);
                String with =
                        value == null ? null : byValue.get(String.valueOf(value).strip());
                if (with != null) {
                    values.put(column, with);
                }
            });
            defaults.forEach((column, value) -> {
                if (isMissing(values.get(column))) {
                    values.put(column, value);
                }
            });
            return new Row(values, row.origin());
        }

        private static boolean isMissing(@Nullable Object value) {
            return value == null || (value instanceof String text && text.isBlank());
        }
    }

    OfStream of(String stream) {
        OfStream part = new OfStream();
        for (Rule rule : rules) {
            if (rule.stream().equals(stream)) {
                switch (rule) {
                    case Rename rename -> part.columnByField.put(rename.field(), rename.column());
                    case Replace replace ->
                        part.replacements
                                .computeIfAbsent(replace.column(), _ -> new HashMap<>())
                                .put(replace.value(), replace.with());
                    case Default fallback -> part.defaults.put(fallback.column(), fallback.value());
                }
            }
        }
        return part;
    }

    /** What is wrong with rules for a source; empty if they can be saved. */
    static List<Text> problems(SourceDescription source, List<Rule> rules) {
        List<Text> problems = new ArrayList<>();
        if (rules.size() > MOST_RULES) {
            problems.add(Text.of("最多 " + MOST_RULES + " 条映射规则。", "There are at most " + MOST_RULES + " rules."));
        }
        for (Rule rule : rules) {
            problem(source, rule).ifPresent(problems::add);
        }
        return List.copyOf(problems);
    }

    private static Optional<Text> problem(SourceDescription source, Rule rule) {
        Optional<Stream> stream = source.stream(rule.stream());
        if (stream.isEmpty()) {
            return Optional.of(Text.of("没有数据流 " + rule.stream() + "。", "There is no stream " + rule.stream() + "."));
        }
        Optional<Column> column = stream.get().column(rule.column());
        if (column.isEmpty()) {
            return Optional.of(Text.of(
                    "数据流 " + rule.stream() + " 没有列 " + rule.column() + "。",
                    "Stream " + rule.stream() + " has no column " + rule.column() + "."));
        }
        return switch (rule) {
            case Rename rename ->
                rename.field().isBlank() || rename.field().length() > LONGEST
                        ? Optional.of(Text.of("请填写字段名。", "Enter the field's name."))
                        : stream.get().column(rename.field()).isPresent()
                                ? Optional.of(Text.of(
                                        "字段 " + rename.field() + " 本身就是一列，不能改名。",
                                        "Field " + rename.field() + " is a column itself and cannot be renamed."))
                                : Optional.empty();
            case Replace replace ->
                replace.value().isBlank() || replace.value().length() > LONGEST
                        ? Optional.of(Text.of("请填写要替换的值。", "Enter the value to replace."))
                        : value(column.get(), replace.with());
            case Default fallback -> value(column.get(), fallback.value());
        };
    }

    /** Rules are no secret, so they must not hold what tells a person; and the new value must do. */
    private static Optional<Text> value(Column column, String value) {
        String name = column.name();
        if (column.type() == ColumnType.PHONE || PersonalData.isPersonal(name)) {
            return Optional.of(Text.of(
                    "列 " + name + " 含个人信息，不能写进映射规则。",
                    "Column " + name + " holds personal data, which must not stand in a rule."));
        }
        if (value.isBlank() || value.length() > LONGEST) {
            return Optional.of(Text.of("请为列 " + name + " 填写一个值。", "Enter a value for column " + name + "."));
        }
        return column.allowed().isEmpty() || column.allowed().contains(value)
                ? Optional.empty()
                : Optional.of(Text.of(
                        "列 " + name + " 只接受 " + String.join("、", column.allowed()) + "。",
                        "Column " + name + " takes only " + String.join(", ", column.allowed()) + "."));
    }

    String toJson() {
        return JsonText.write(rules.stream().map(Mapping::written).toList());
    }

    private static Map<String, String> written(Rule rule) {
        return switch (rule) {
            case Rename rename ->
                Map.of("rename", rename.field(), "stream", rename.stream(), "column", rename.column());
            case Replace replace ->
                Map.of(
                        "replace",
                        replace.value(),
                        "with",
                        replace.with(),
                        "stream",
                        replace.stream(),
                        "column",
                        replace.column());
            case Default fallback ->
                Map.of("default", fallback.value(), "stream", fallback.stream(), "column", fallback.column());
        };
    }

    /** @throws IllegalStateException if the text was not made by {@link #toJson} */
    static Mapping fromJson(int version, String json) {
        try {
            List<Rule> rules = new ArrayList<>();
            for (Json one : JsonText.read(json.getBytes(StandardCharsets.UTF_8)).elements()) {
                rules.add(rule(one));
            }
            return new Mapping(version, rules);
        } catch (SourceFault e) {
            throw new IllegalStateException("The mapping cannot be read.", e);
        }
    }

    private static Rule rule(Json one) {
        String stream = text(one, "stream");
        String column = text(one, "column");
        if (!one.at("rename").isMissing()) {
            return new Rename(stream, text(one, "rename"), column);
        }
        return one.at("replace").isMissing()
                ? new Default(stream, column, text(one, "default"))
                : new Replace(stream, column, text(one, "replace"), text(one, "with"));
    }

    private static String text(Json one, String name) {
        return Objects.requireNonNull(one.at(name).text().orElse(""));
    }
}
