package cockpit.core.ingest;

import cockpit.core.identity.PersonNames;
import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Vault;
import cockpit.core.warehouse.Fact;
import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.data.Channel;
import cockpit.spi.data.Column;
import cockpit.spi.data.ColumnType;
import cockpit.spi.data.DatasetColumn;
import cockpit.spi.source.Row;
import cockpit.spi.source.Stream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a stream's rows into facts, exactly as {@link ColumnType} says. Immutable. */
final class RowReader {

    private static final DateTimeFormatter PLAIN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern YUAN =
            Pattern.compile("([+-]?)[¥￥]?([+-]?)(\\d{1,15}|\\d{1,3}(?:,\\d{3}){1,4})((?:\\.\\d{1,2})?)");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_SEALED = 200;

    /** What names are encrypted for; see {@code cockpit.core.identity}. */
    private static final String PERSON = PersonNames.PURPOSE;

    private static final Set<String> CHANNELS =
            Arrays.stream(Channel.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private final Stream stream;
    private final String tenant;
    private final ZoneId zone;
    private final OrgTree org;
    private final Map<String, String> orgUnits;
    private final Vault vault;
    private final Map<String, DatasetColumn> targets = new HashMap<>();
    private final Set<String> columnNames;
    private final Mapping.OfStream mapping;

    RowReader(Stream stream, Tenant tenant, Map<String, String> orgUnits, Vault vault) {
        this(stream, tenant, orgUnits, vault, Mapping.NONE);
    }

    RowReader(Stream stream, Tenant tenant, Map<String, String> orgUnits, Vault vault, Mapping mapping) {
        this.stream = stream;
        this.tenant = tenant.code();
        this.zone = tenant.zone();
        this.org = tenant.org();
        this.orgUnits = orgUnits;
        this.vault = vault;
        this.columnNames = stream.columns().stream().map(Column::name).collect(Collectors.toUnmodifiableSet());
        this.mapping = mapping.of(stream.name());
        stream.dataset().columns().forEach(column -> targets.put(column.name(), column));
    }

    Stream stream() {
        return stream;
    }

    /** A fact, or why the row is set aside. */
    sealed interface Read {}

    record Good(Fact fact) implements Read {}

    /**
     * @param key the row's key where it could be read, or empty
     * @param version the row's version where it could be read, or 0
     * @param column whose value does not fit; empty if it is not one column's
     * @param value that does not fit, where a rule could replace it; empty where it is missing, or may tell a person
     */
    record Bad(Text reason, String key, long version, String column, String value) implements Read {}

    /** Why a value does not fit. It carries no stack: bad rows may come by the thousand. */
    private static final class Misfit extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Text reason;
        private final String column;
        private final String value;

        private Misfit(String zh, String en) {
            this("", "", zh, en);
        }

        private Misfit(String column, String value, String zh, String en) {
            super(en, null, false, false);
            this.reason = Text.of(zh, en);
            this.column = column;
            this.value = value;
        }
    }

    /** Reads a row as the channel delivered it; the mapping is applied here. */
    Read read(Row delivered) {
        String key = "";
        Row row = mapping.apply(delivered);
        Map<String, @Nullable Object> byColumn = new HashMap<>();
        try {
            key = key(row, byColumn);
            Map<String, @Nullable Object> values = new HashMap<>();
            for (Column column : stream.columns()) {
                Object value = value(column, row, byColumn);
                DatasetColumn target = targets.get(column.target());
                if (target != null) {
                    values.put(target.name(), stored(target.type(), value));
                }
            }
            values.putAll(stream.constants());
            completeTime(values);
            checkUnit(values);
            checkChannel(values);
            return new Good(new Fact(key, version(byColumn), values));
        } catch (Misfit e) {
            return new Bad(e.reason, key, versionOfBad(row, byColumn), e.column, e.value);
        }
    }

    private long versionOfBad(Row row, Map<String, @Nullable Object> byColumn) {
        try {
            Optional<Column> column = stream.version().flatMap(stream::column);
            if (column.isPresent()) {
                value(column.get(), row, byColumn);
            }
            return version(byColumn);
        } catch (Misfit _) {
            return 0;
        }
    }

    /** A value that a rule may name: short, and nothing that tells a person. */
    private static String nameable(Column column, String text) {
        boolean personal = column.type() == ColumnType.PHONE
                || isPersonal(column.type())
                || PersonalData.isPersonal(column.name());
        return personal
                        || text.length() > 100
                        || !PersonalData.withoutNumbers(text).equals(text)
                ? ""
                : text;
    }

    private String columnOf(String target) {
        return stream.columns().stream()
                .filter(column -> column.target().equals(target))
                .map(Column::name)
                .findFirst()
                .orElse("");
    }

    private @Nullable Object value(Column column, Row row, Map<String, @Nullable Object> byColumn) throws Misfit {
        if (!byColumn.containsKey(column.name())) {
            byColumn.put(column.name(), convert(column, row.values().get(column.name())));
        }
        return byColumn.get(column.name());
    }

    /** The stream's name and the values of its primary key: two streams may fill one dataset. */
    private String key(Row row, Map<String, @Nullable Object> byColumn) throws Misfit {
        List<String> parts = new ArrayList<>();
        for (String name : stream.primaryKey()) {
            Column column = stream.column(name)
                    .orElseThrow(
                            () -> new Misfit("主键列 " + name + " 未声明。", "The key column " + name + " is not declared."));
            Object value = value(column, row, byColumn);
            parts.add(String.valueOf(value).replace("\\", "\\\\").replace("|", "\\|"));
        }
        return stream.name() + ":" + String.join("|", parts);
    }

    private long version(Map<String, @Nullable Object> byColumn) {
        return switch (stream.version().map(byColumn::get).orElse(null)) {
            case Long number -> number;
            case Instant instant -> instant.toEpochMilli();
            case null, default -> 0;
        };
    }

    private @Nullable Object stored(ColumnType type, @Nullable Object value) throws Misfit {
        return switch (type) {
            case DATE -> value instanceof Instant instant ? LocalDate.ofInstant(instant, zone) : value;
            case DECIMAL ->
                switch (value) {
                    case Long number -> BigDecimal.valueOf(number);
                    case BigDecimal decimal -> decimal.setScale(4, RoundingMode.HALF_EVEN);
                    case null, default -> value;
                };
            case PHONE -> {
                if (value instanceof String text && !HASH.matcher(text).matches()) {
                    throw new Misfit(
                            "手机号列只接受明文手机号（PHONE）或 64 位十六进制摘要。",
                            "A phone's column takes a number in clear (PHONE) or a hash of 64 hexadecimal digits.");
                }
                yield value;
            }
            case DROPPED -> null;
            case TEXT, COUNT, FEN, YUAN, BOOLEAN, INSTANT, HASHED, ENCRYPTED -> value;
        };
    }

    private void completeTime(Map<String, @Nullable Object> values) throws Misfit {
        Object at = values.get("at");
        Object day = values.get("day");
        if (day == null && at instanceof Instant instant) {
            values.put("day", LocalDate.ofInstant(instant, zone));
        } else if (at == null && day instanceof LocalDate date) {
            values.put("at", date.atStartOfDay(zone).toInstant());
        } else if (at == null && day == null) {
            throw new Misfit("既没有发生时间，也没有业务日。", "It has neither a time nor a business day.");
        }
    }

    private void checkUnit(Map<String, @Nullable Object> values) throws Misfit {
        String external = values.get("org_unit") instanceof String text ? text : "";
        String unit = orgUnits.getOrDefault(external, external);
        if (!unit.isEmpty() && org.find(unit).isEmpty()) {
            throw new Misfit(
                    columnOf("org_unit"),
                    external,
                    "门店 " + unit + " 不在组织树；请在 org.yaml 中加入它，或在连接的 org-units 中为它指定组织。",
                    "The store " + unit + " is not in the org tree: add it to org.yaml, or map it in the connection's"
                            + " org-units.");
        }
        values.put("org_unit", unit);
    }

    private void checkChannel(Map<String, @Nullable Object> values) throws Misfit {
        if (values.get("channel") instanceof String channel && !CHANNELS.contains(channel)) {
            throw new Misfit(
                    columnOf("channel"),
                    channel,
                    "渠道 " + shown(channel) + " 不在词表中。",
                    "The channel " + shown(channel) + " is not in the vocabulary.");
        }
    }

    private @Nullable Object convert(Column column, @Nullable Object given) throws Misfit {
        if (column.type() == ColumnType.DROPPED) {
            return null;
        }
        if (given instanceof Double || given instanceof Float) {
            throw new Misfit(
                    "列 " + column.name() + " 的值是浮点数，不精确；插件应交出文本或 BigDecimal。",
                    "Column " + column.name() + " is a float, which is inexact; the plugin must hand over text or"
                            + " BigDecimal.");
        }
        String text =
                switch (given) {
                    case null -> "";
                    case String string -> string.strip();
                    case BigDecimal decimal -> decimal.toPlainString();
                    case Long _, Integer _, Short _, Byte _, BigInteger _, Boolean _ -> given.toString();
                    default ->
                        throw new Misfit(
                                "列 " + column.name() + " 应为文本、数字或真假，现为嵌套的值。",
                                "Column " + column.name()
                                        + " must be a text, number or boolean; found a nested value.");
                };
        if (text.isEmpty()) {
            if (column.required()) {
                throw new Misfit(
                        column.name(),
                        "",
                        "列 " + column.name() + " 缺少必填值。",
                        "Column " + column.name() + ": a required value is missing.");
            }
            return null;
        }
        if (!column.allowed().isEmpty() && !column.allowed().contains(text)) {
            throw new Misfit(
                    column.name(),
                    nameable(column, text),
                    "列 " + column.name() + " 应为 " + String.join("、", column.allowed()) + " 之一，现为“" + shown(text) + "”。",
                    "Column " + column.name() + " must be one of " + String.join(", ", column.allowed()) + ", found \""
                            + shown(text) + "\".");
        }
        Object value = parse(column.type(), text);
        if (value == null && column.type() != ColumnType.PHONE) {
            String seen = isPersonal(column.type()) ? "…" : shown(text);
            throw new Misfit(
                    column.name(),
                    nameable(column, text),
                    "列 " + column.name() + " 应为" + expected(column.type()).zh() + "，现为“" + seen + "”。",
                    "Column " + column.name() + " must be "
                            + expected(column.type()).en() + ", found \"" + seen + "\".");
        }
        if (value == null && column.required()) {
            throw new Misfit(
                    column.name(),
                    "",
                    "列 " + column.name() + " 不是可识别的手机号，且为必填。",
                    "Column " + column.name() + " is required and no phone number.");
        }
        return value;
    }

    /** Null for what does not fit. */
    private @Nullable Object parse(ColumnType type, String text) {
        return switch (type) {
            case TEXT -> text.length() <= LONGEST_TEXT ? text : null;
            case COUNT, FEN -> whole(text);
            case YUAN -> fen(text);
            case DECIMAL -> decimal(text);
            case BOOLEAN -> truth(text);
            case DATE -> date(text);
            case INSTANT -> instant(text);
            case PHONE ->
                PersonalData.phone(text)
                        .map(phone -> vault.phoneHash(tenant, phone))
                        .orElse(null);
            case HASHED -> text.length() <= LONGEST_TEXT ? vault.keyedHash(tenant, "id", text) : null;
            case ENCRYPTED -> text.length() <= LONGEST_SEALED ? vault.seal(tenant, PERSON, Secret.of(text)) : null;
            case DROPPED -> null;
        };
    }

    private static @Nullable Long whole(String text) {
        if (!text.matches("[+-]?\\d{1,25}")) {
            return null;
        }
        BigInteger number = new BigInteger(text);
        return number.bitLength() < Long.SIZE ? number.longValueExact() : null;
    }

    private static @Nullable Long fen(String text) {
        var matcher = YUAN.matcher(text);
        if (!matcher.matches()
                || (!matcher.group(1).isEmpty() && !matcher.group(2).isEmpty())) {
            return null;
        }
        BigDecimal yuan = new BigDecimal(
                matcher.group(1) + matcher.group(2) + matcher.group(3).replace(",", "") + matcher.group(4));
        return yuan.movePointRight(2).longValueExact();
    }

    private static @Nullable BigDecimal decimal(String text) {
        if (!text.matches("[+-]?\\d{1,18}(\\.\\d{1,30})?([eE][+-]?\\d{1,2})?")) {
            return null;
        }
        BigDecimal number = new BigDecimal(text);
        return number.precision() - number.scale() <= 14 ? number : null;
    }

    private static @Nullable Boolean truth(String text) {
        return switch (text) {
            case "true", "TRUE", "True", "1" -> Boolean.TRUE;
            case "false", "FALSE", "False", "0" -> Boolean.FALSE;
            default -> null;
        };
    }

    private @Nullable LocalDate date(String text) {
        try {
            if (text.matches("\\d{8}")) {
                return LocalDate.parse(text, COMPACT);
            }
            if (text.length() == 10) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException _) {
            return null;
        }
        Instant instant = text.matches("\\d+") ? null : instant(text);
        return instant == null ? null : LocalDate.ofInstant(instant, zone);
    }

    private @Nullable Instant instant(String text) {
        try {
            Instant instant;
            if (text.matches("\\d{10}")) {
                instant = Instant.ofEpochSecond(Long.parseLong(text));
            } else if (text.matches("\\d{13}")) {
                instant = Instant.ofEpochMilli(Long.parseLong(text));
            } else if (text.length() == 19 && text.charAt(10) == ' ') {
                instant = LocalDateTime.parse(text, PLAIN).atZone(zone).toInstant();
            } else if (text.matches("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+")) {
                instant = LocalDateTime.parse(text).atZone(zone).toInstant();
            } else {
                instant = OffsetDateTime.parse(text).toInstant();
            }
            return instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? null : instant;
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static Text expected(ColumnType type) {
        return switch (type) {
            case TEXT -> Text.of("不超过 " + LONGEST_TEXT + " 字的文本", "a text of at most " + LONGEST_TEXT + " characters");
            case COUNT -> Text.of("整数", "a whole number");
            case FEN -> Text.of("整数（分）", "a whole number of fen");
            case YUAN -> Text.of("金额（元，最多两位小数）", "an amount in yuan with at most two decimals");
            case DECIMAL -> Text.of("小数", "a decimal number");
            case BOOLEAN -> Text.of(" true、false、1 或 0", "true, false, 1 or 0");
            case DATE -> Text.of("日期 yyyy-MM-dd", "a date yyyy-MM-dd");
            case INSTANT ->
                Text.of(
                        "时间（带时区的 ISO 格式、时间戳或 yyyy-MM-dd HH:mm:ss）",
                        "a time (ISO with offset, epoch, or yyyy-MM-dd HH:mm:ss)");
            case PHONE -> Text.of("手机号", "a phone number");
            case HASHED, ENCRYPTED, DROPPED -> Text.of("较短的文本", "a shorter text");
        };
    }

    private static String shown(String text) {
        String plain = PersonalData.withoutNumbers(text);
        return plain.length() <= 40 ? plain : plain.substring(0, 40) + "…";
    }

    /** Fields of a row that no column names. */
    List<String> unknown(Row row) {
        List<String> unknown = List.of();
        for (String name : row.values().keySet()) {
            if (!columnNames.contains(name) && !mapping.renames(name)) {
                unknown = unknown.isEmpty() ? new ArrayList<>() : unknown;
                unknown.add(name);
            }
        }
        return unknown;
    }

    /**
     * A row for people to look at: phones and names masked, and fields that nobody declared reduced to their presence, since
     * they may hold anything.
     */
    Map<String, @Nullable Object> masked(Row row) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        row.values().forEach((name, value) -> {
            Optional<Column> column = stream.column(name);
            shown.put(name, column.isEmpty() ? "…" : masked(column.get(), value));
        });
        return shown;
    }

    /** Values of these types are never shown, not even to say what is wrong with one. */
    private static boolean isPersonal(ColumnType type) {
        return type == ColumnType.HASHED || type == ColumnType.ENCRYPTED || type == ColumnType.DROPPED;
    }

    /** What a row says of its person, by dataset column, a phone as its keyed hash; of a bad row as far as it can be read. */
    Map<String, @Nullable Object> keys(Row row) {
        Map<String, @Nullable Object> keys = new HashMap<>(stream.constants());
        for (Column column : stream.columns()) {
            boolean text = column.type() == ColumnType.TEXT || column.type() == ColumnType.PHONE;
            Object given = row.values().get(column.name());
            if (text && (given instanceof String || given instanceof Number)) {
                keys.put(column.target(), parse(column.type(), given.toString().strip()));
            }
        }
        return keys;
    }

    private static @Nullable Object masked(Column column, @Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            return value;
        }
        boolean nested = !(value instanceof String) && !(value instanceof Number);
        if (nested) {
            return "…";
        }
        String text = String.valueOf(value);
        if (isPersonal(column.type())) {
            return "…";
        }
        if (column.type() == ColumnType.PHONE) {
            String masked = PersonalData.withoutNumbers(text);
            return masked.equals(text) ? PersonalData.masked(text) : masked;
        }
        boolean stored = column.target().endsWith("_name") || column.type() != ColumnType.TEXT;
        return !stored && PersonalData.isPersonal(column.name())
                ? PersonalData.masked(text)
                : value instanceof String ? PersonalData.withoutNumbers(text) : value;
    }
}
