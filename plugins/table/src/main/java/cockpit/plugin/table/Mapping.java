package cockpit.plugin.table;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.data.Channel;
import cockpit.spi.data.Column;
import cockpit.spi.data.ColumnType;
import cockpit.spi.data.Dataset;
import cockpit.spi.data.DatasetColumn;
import cockpit.spi.source.DatabaseSettings;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an admin said that a table's rows mean.
 *
 * @param stream the table as a stream of its dataset
 * @param values what to read for a value, by source column; {@code *} for every other
 * @param zone of times that do not say; empty for the tenant's
 */
record Mapping(Stream stream, Map<String, Map<String, String>> values, Optional<ZoneId> zone) {

    private static final Duration ON = Duration.ofMinutes(5);
    private static final Duration IN_FULL = Duration.ofHours(1);
    private static final String NOT_STORED = "-";
    private static final Pattern ARROW = Pattern.compile("\\s*(?:->|→)\\s*");
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})" + "(?:[ T](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?)?");

    Mapping {
        values = Map.copyOf(values);
    }

    /**
     * Reads the form.
     *
     * @throws SourceFault SETTINGS with everything that is wrong
     */
    static Mapping of(Settings settings) throws SourceFault {
        return new Reader(settings).read();
    }

    // ---- rows ----

    /** A row's values as the dataset has them. */
    Row meant(Row row, ZoneId ofTenant) {
        Map<String, @Nullable Object> meant = new LinkedHashMap<>(row.values());
        for (Column column : stream.columns()) {
            Object value = meant.get(column.name());
            Map<String, String> known = values.get(column.name());
            if (known != null) {
                String text = value == null ? "" : String.valueOf(value).strip();
                String other = known.getOrDefault(text, known.get("*"));
                if (other != null) {
                    value = other;
                }
            }
            if (value instanceof String text
                    && (column.type() == ColumnType.INSTANT || column.type() == ColumnType.DATE)) {
                value = time(text.strip(), column.type(), zone.orElse(ofTenant));
            }
            meant.put(column.name(), value);
        }
        return new Row(meant, row.origin());
    }

    /** A time as people and spreadsheets write it, with its offset; what is none stays, and the host says so. */
    private static String time(String text, ColumnType type, ZoneId zone) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            return text;
        }
        try {
            LocalDate date = LocalDate.of(number(parts, 1), number(parts, 2), number(parts, 3));
            if (type == ColumnType.DATE) {
                return date.toString();
            }
            String fraction = parts.group(7) == null ? "" : parts.group(7);
            LocalDateTime time = date.atTime(
                    number(parts, 4),
                    number(parts, 5),
                    number(parts, 6),
                    fraction.isEmpty() ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)));
            return time.atZone(zone).toOffsetDateTime().toString();
        } catch (DateTimeException _) {
            return text;
        }
    }

    private static int number(Matcher parts, int group) {
        String text = parts.group(group);
        return text == null ? 0 : Integer.parseInt(text);
    }

    // ---- the form ----

    /** Collects what is wrong, so that it is mended in one pass. */
    private static final class Reader {

        private final Settings settings;
        private final List<Text> wrong = new ArrayList<>();

        private Reader(Settings settings) {
            this.settings = settings;
        }

        private Mapping read() throws SourceFault {
            Dataset dataset = Arrays.stream(Dataset.values())
                    .filter(one -> one.code().equals(settings.text(TableSettings.DATASET)))
                    .findFirst()
                    .orElseThrow();
            boolean database = DatabaseSettings.given(settings);
            if (database && settings.find(TableSettings.TABLE).isEmpty()) {
                wrong(TableSettings.TABLE, "从数据库读取时必填", "it is required where a database is read");
            }
            if (!database && settings.find(TableSettings.CURSOR).isPresent()) {
                wrong(TableSettings.CURSOR, "只用于数据库", "it is for databases only");
            }
            Optional<ZoneId> zone = zone();
            atLeast(TableSettings.OVERLAP_MINUTES);
            atLeast(TableSettings.OVERLAP_NUMBERS);
            List<Column> columns = columns(dataset);
            List<String> key = key(columns);
            Map<String, String> constants = constants(dataset, columns);
            Map<String, Map<String, String>> values = values(columns);
            columns = completed(columns, key);
            if (columns.stream().noneMatch(column -> isTime(column) && column.required())) {
                wrong(
                        TableSettings.COLUMNS,
                        "须有一列填充 at 或 day，否则不知属于哪一天",
                        "one must fill at or day, or the rows belong to no day");
            }
            if (!wrong.isEmpty()) {
                throw new SourceFault(
                        Fault.SETTINGS,
                        Text.of(
                                wrong.stream().map(Text::zh).collect(Collectors.joining()),
                                wrong.stream().map(Text::en).collect(Collectors.joining(" "))));
            }
            return new Mapping(stream(dataset, database, columns, key, constants), values, zone);
        }

        private Stream stream(
                Dataset dataset,
                boolean database,
                List<Column> columns,
                List<String> key,
                Map<String, String> constants) {
            Text title = Text.of(
                    "数据表：" + dataset.title().zh(), "Table: " + dataset.title().en());
            Stream stream = Stream.named(dataset.code(), title, dataset)
                    .columns(columns.toArray(Column[]::new))
                    .key(key.toArray(String[]::new));
            for (Map.Entry<String, String> constant : constants.entrySet()) {
                stream = stream.always(constant.getKey(), constant.getValue());
            }
            if (!database) {
                return stream.asDropped();
            }
            Optional<String> cursor = settings.find(TableSettings.CURSOR);
            if (cursor.isEmpty()) {
                return stream.pulledEvery(IN_FULL).readInFull();
            }
            boolean comparable = stream.column(cursor.get())
                    .filter(column -> column.type() == ColumnType.INSTANT || column.type() == ColumnType.COUNT)
                    .isPresent();
            return (comparable ? stream.newestBy(cursor.get()) : stream).pulledEvery(ON);
        }

        private List<Column> columns(Dataset dataset) {
            List<Column> columns = new ArrayList<>();
            Set<String> names = new HashSet<>();
            Set<String> targets = new HashSet<>();
            for (String line : settings.list(TableSettings.COLUMNS)) {
                String[] sides = ARROW.split(line, -1);
                String[] words = sides.length == 2 ? sides[1].strip().split("\\s+") : new String[0];
                if (sides.length != 2 || sides[0].isBlank() || words.length == 0 || words[0].isEmpty()) {
                    wrong(
                            TableSettings.COLUMNS,
                            "“" + line + "”应写成“来源列 -> 数据集列 类型”",
                            "\"" + line + "\" must be source column -> dataset column type");
                    continue;
                }
                String name = sides[0].strip();
                String target = words[0];
                if (!names.add(name)) {
                    wrong(
                            TableSettings.COLUMNS,
                            "来源列 " + name + " 出现两次",
                            "the source column " + name + " stands twice");
                    continue;
                }
                if (!target.equals(NOT_STORED) && !targets.add(target)) {
                    wrong(TableSettings.COLUMNS, "有两列填充 " + target, "two columns fill " + target);
                    continue;
                }
                column(dataset, name, target, List.of(words).subList(1, words.length))
                        .ifPresent(columns::add);
            }
            return columns;
        }

        private Optional<Column> column(Dataset dataset, String name, String target, List<String> words) {
            boolean required = words.contains("required");
            List<String> types =
                    words.stream().filter(word -> !word.equals("required")).toList();
            Optional<DatasetColumn> known = dataset.column(target);
            if (known.isEmpty() && !target.equals(NOT_STORED)) {
                wrong(
                        TableSettings.COLUMNS,
                        "数据集 " + dataset.code() + " 没有列 " + target + "；有 " + names(dataset, "、"),
                        "the dataset " + dataset.code() + " has no column " + target + "; it has "
                                + names(dataset, ", "));
                return Optional.empty();
            }
            Set<ColumnType> possible =
                    known.map(column -> filling(column.type())).orElse(Set.of(ColumnType.TEXT));
            if (types.size() > 1) {
                wrong(TableSettings.COLUMNS, "列 " + name + " 只能有一个类型", "the column " + name + " has one type only");
                return Optional.empty();
            }
            ColumnType type;
            if (types.isEmpty()) {
                if (possible.contains(ColumnType.YUAN)) {
                    wrong(
                            TableSettings.COLUMNS,
                            "列 " + name + " 是金额，请写明 fen（分）或 yuan（元）",
                            "the column " + name + " is money: say fen or yuan");
                    return Optional.empty();
                }
                type = known.map(DatasetColumn::type).orElse(ColumnType.TEXT);
            } else {
                Optional<ColumnType> said = Arrays.stream(ColumnType.values())
                        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(types.getFirst()))
                        .findFirst();
                if (said.isEmpty() || !possible.contains(said.get())) {
                    wrong(
                            TableSettings.COLUMNS,
                            "列 " + name + " 的类型 " + types.getFirst() + " 不能填充 " + target,
                            "the column " + name + ": the type " + types.getFirst() + " cannot fill " + target);
                    return Optional.empty();
                }
                type = said.get();
            }
            List<String> allowed = target.equals("channel")
                    ? Arrays.stream(Channel.values()).map(Enum::name).toList()
                    : List.of();
            return Optional.of(new Column(name, type, target, required, allowed));
        }

        private static String names(Dataset dataset, String separator) {
            return dataset.columns().stream().map(DatasetColumn::name).collect(Collectors.joining(separator));
        }

        /** Types that fill a dataset's column. */
        private static Set<ColumnType> filling(ColumnType target) {
            return switch (target) {
                case TEXT -> Set.of(ColumnType.TEXT);
                case COUNT -> Set.of(ColumnType.COUNT);
                case FEN, YUAN -> Set.of(ColumnType.FEN, ColumnType.YUAN);
                case DECIMAL -> Set.of(ColumnType.DECIMAL, ColumnType.COUNT);
                case BOOLEAN -> Set.of(ColumnType.BOOLEAN);
                case DATE -> Set.of(ColumnType.DATE, ColumnType.INSTANT);
                case INSTANT -> Set.of(ColumnType.INSTANT);
                case PHONE -> Set.of(ColumnType.PHONE, ColumnType.TEXT);
            };
        }

        private List<String> key(List<Column> columns) {
            List<String> key =
                    settings.list(TableSettings.KEY).stream().distinct().toList();
            key.stream()
                    .filter(name ->
                            columns.stream().noneMatch(column -> column.name().equals(name)))
                    .forEach(name -> wrong(
                            TableSettings.KEY,
                            name + " 不在列映射里，可写“" + name + " -> -”",
                            name + " is not among the columns; add " + name + " -> -"));
            return key;
        }

        /** Keys are required, and so is the time that says which day a row belongs to. */
        private static List<Column> completed(List<Column> columns, List<String> key) {
            boolean timeSaid = columns.stream().anyMatch(column -> isTime(column) && column.required());
            boolean hasDay = columns.stream().anyMatch(column -> column.target().equals("day"));
            return columns.stream()
                    .map(column -> key.contains(column.name())
                                    || (!timeSaid && column.target().equals(hasDay ? "day" : "at"))
                            ? column.asRequired()
                            : column)
                    .toList();
        }

        private static boolean isTime(Column column) {
            return column.target().equals("at") || column.target().equals("day");
        }

        private Map<String, String> constants(Dataset dataset, List<Column> columns) {
            Map<String, String> constants = new LinkedHashMap<>();
            for (String line : settings.list(TableSettings.CONSTANTS)) {
                int equals = line.indexOf('=');
                String target = equals < 0 ? "" : line.substring(0, equals).strip();
                String value = equals < 0 ? "" : line.substring(equals + 1).strip();
                Optional<DatasetColumn> known = dataset.column(target);
                if (known.isEmpty() || known.get().type() != ColumnType.TEXT || value.isEmpty()) {
                    wrong(
                            TableSettings.CONSTANTS,
                            "“" + line + "”应写成“文本列 = 值”，列须属于 " + dataset.code(),
                            "\"" + line + "\" must be column = value, a text column of " + dataset.code());
                } else if (columns.stream().anyMatch(column -> column.target().equals(target))) {
                    wrong(TableSettings.CONSTANTS, target + " 已由一列填充", target + " is filled by a column already");
                } else if (target.equals("channel") && !isChannel(value)) {
                    wrong(TableSettings.CONSTANTS, "没有渠道 " + value, "there is no channel " + value);
                } else {
                    constants.put(target, value);
                }
            }
            if (columns.stream().noneMatch(column -> column.target().equals("channel"))) {
                constants.putIfAbsent("channel", settings.text(TableSettings.CHANNEL));
            }
            return constants;
        }

        private static boolean isChannel(String value) {
            return Arrays.stream(Channel.values())
                    .anyMatch(channel -> channel.name().equals(value));
        }

        private Map<String, Map<String, String>> values(List<Column> columns) {
            Map<String, Map<String, String>> values = new HashMap<>();
            for (String line : settings.list(TableSettings.VALUES)) {
                int colon = line.indexOf(':');
                int equals = line.lastIndexOf('=');
                if (colon < 1 || equals < colon + 1) {
                    wrong(
                            TableSettings.VALUES,
                            "“" + line + "”应写成“来源列: 原值 = 新值”",
                            "\"" + line + "\" must be source column: value = other value");
                    continue;
                }
                String name = line.substring(0, colon).strip();
                if (columns.stream().noneMatch(column -> column.name().equals(name))) {
                    wrong(TableSettings.VALUES, name + " 不在列映射里", name + " is not among the columns");
                    continue;
                }
                values.computeIfAbsent(name, _ -> new HashMap<>())
                        .put(
                                line.substring(colon + 1, equals).strip(),
                                line.substring(equals + 1).strip());
            }
            return values;
        }

        private Optional<ZoneId> zone() {
            Optional<String> text = settings.find(TableSettings.ZONE);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(ZoneId.of(text.get()));
            } catch (DateTimeException _) {
                wrong(TableSettings.ZONE, "没有时区 " + text.get(), "there is no zone " + text.get());
                return Optional.empty();
            }
        }

        private void atLeast(Setting setting) {
            long value = settings.integer(setting);
            if (value < 0 || value > 1_000_000_000) {
                wrong(setting, "应在 0 与 1000000000 之间", "it must be between 0 and 1000000000");
            }
        }

        private void wrong(Setting setting, String zh, String en) {
            wrong.add(Text.of("设置 " + setting.key() + "：" + zh + "。", "Setting " + setting.key() + ": " + en + "."));
        }
    }
}
