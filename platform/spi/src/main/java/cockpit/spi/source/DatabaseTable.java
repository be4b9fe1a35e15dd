package cockpit.spi.source;

import cockpit.spi.Text;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is a table of a database: reads it page by page, in the order of its cursor column and key. Rows of the
 * same time are told apart by the key, so that a page may end in the middle of them.
 *
 * <p>With a cursor column each run goes on where the last one ended, a little earlier even: a transaction that was
 * committed late shows rows that are older than those already read. Without one the table is read from its beginning each
 * time, which a stream must {@linkplain Stream#readInFull() declare}, and only then is it noticed what has gone.
 *
 * @param table where the rows are
 * @param columns which columns to read, as the stream names them; one that the table lacks is left out if it is not
 *     required
 * @param key columns that tell two rows apart
 * @param cursor column that grows with each change of a row: a time or a number; empty where all is read each time
 * @param zone in which the table's times are that do not say
 * @param overlap how far a run goes back in a cursor that is a time
 * @param overlapNumbers how far a run goes back in a cursor that is a number
 */
public record DatabaseTable(
        TableName table,
        List<Wanted> columns,
        List<String> key,
        Optional<String> cursor,
        ZoneId zone,
        Duration overlap,
        long overlapNumbers) {

    /** A column to read. */
    public record Wanted(String name, boolean required) {}

    public DatabaseTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** The columns and key of a stream. */
    public static DatabaseTable of(
            TableName table,
            Stream stream,
            Optional<String> cursor,
            ZoneId zone,
            Duration overlap,
            long overlapNumbers) {
        return new DatabaseTable(
                table,
                stream.columns().stream()
                        .map(column -> new Wanted(column.name(), column.required()))
                        .toList(),
                stream.primaryKey(),
                cursor,
                zone,
                overlap,
                overlapNumbers);
    }

    /**
     * Whether the table can be read as it is declared.
     *
     * @return one sentence for the admin
     */
    public Text check(Database database) throws SourceFault, InterruptedException {
        Map<String, TableColumn> present = present(database);
        List<String> names = names(present);
        List<String> left = columns.stream()
                .map(Wanted::name)
                .filter(name -> find(present, name).isEmpty())
                .toList();
        database.read(new TableRead(table, names, order(present), List.of(), 1, zone));
        return left.isEmpty()
                ? Text.of("表 " + table + " 可读。", "The table " + table + " can be read.")
                : Text.of(
                        "表 " + table + " 可读；没有可选列 " + String.join("、", left) + "。",
                        "The table " + table + " can be read; it lacks the optional columns " + String.join(", ", left)
                                + ".");
    }

    /** Reads the next page; for {@link Feed#read}. */
    public Page read(Database database, @Nullable String from) throws SourceFault, InterruptedException {
        Map<String, TableColumn> present = present(database);
        List<String> order = order(present);
        Position position = from == null ? new Position(false, List.of()) : Position.read(from);
        List<String> after = position.values().size() > order.size() ? List.of() : position.values();
        if (position.ended() && cursor.isPresent() && !after.isEmpty()) {
            after = List.of(earlier(find(present, cursor.get()).orElseThrow(), after.getFirst()));
        }
        TablePage page = database.read(new TableRead(table, names(present), order, after, TableRead.MOST_ROWS, zone));
        if (!page.more() && cursor.isEmpty()) {
            return Page.last(named(page.rows()), new Position(true, List.of()).write());
        }
        List<String> reached = page.rows().isEmpty() && position.ended() ? position.values() : page.position();
        String next = new Position(!page.more(), reached).write();
        return page.more() ? Page.continued(named(page.rows()), next) : Page.last(named(page.rows()), next);
    }

    private Map<String, TableColumn> present(Database database) throws SourceFault, InterruptedException {
        Map<String, TableColumn> present = new LinkedHashMap<>();
        for (TableColumn column : database.columns(table)) {
            present.put(column.name(), column);
        }
        List<String> wanted = new ArrayList<>(key);
        cursor.ifPresent(wanted::add);
        columns.stream().filter(Wanted::required).map(Wanted::name).forEach(wanted::add);
        List<String> missing = wanted.stream()
                .distinct()
                .filter(name -> find(present, name).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "表 " + table + " 没有列 " + String.join("、", missing) + "；有 " + some(present, "、") + "。",
                            "The table " + table + " has no column " + String.join(", ", missing) + "; it has "
                                    + some(present, ", ") + "."));
        }
        List<String> unreadable = columns.stream()
                .map(column -> find(present, column.name()))
                .flatMap(Optional::stream)
                .filter(column -> column.kind() == TableColumn.Kind.OTHER)
                .map(TableColumn::name)
                .toList();
        if (!unreadable.isEmpty()) {
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "表 " + table + " 的列 " + String.join("、", unreadable) + " 不是文本、数字、真假或时间，不能读取。",
                            "The table " + table + ": " + String.join(", ", unreadable)
                                    + " hold neither text, numbers, booleans nor times and cannot be read."));
        }
        if (cursor.isPresent()) {
            TableColumn.Kind kind = find(present, cursor.get()).orElseThrow().kind();
            if (kind == TableColumn.Kind.TEXT || kind == TableColumn.Kind.BOOLEAN || kind == TableColumn.Kind.OTHER) {
                throw new SourceFault(
                        Fault.SETTINGS,
                        Text.of(
                                "游标列 " + cursor.get() + " 应为时间或数字。",
                                "The cursor column " + cursor.get() + " must be a time or a number."));
            }
        }
        return present;
    }

    private static String some(Map<String, TableColumn> present, String separator) {
        return present.keySet().stream().limit(30).collect(Collectors.joining(separator))
                + (present.size() > 30 ? " …" : "");
    }

    /** Exactly so spelled, or, where only one other is, spelled so in upper and lower case. */
    private static Optional<TableColumn> find(Map<String, TableColumn> present, String name) {
        TableColumn exact = present.get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        List<TableColumn> alike = present.values().stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .toList();
        return alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
    }

    private List<String> names(Map<String, TableColumn> present) {
        return columns.stream()
                .map(column -> find(present, column.name()))
                .flatMap(Optional::stream)
                .map(TableColumn::name)
                .distinct()
                .toList();
    }

    private List<String> order(Map<String, TableColumn> present) {
        List<String> order = new ArrayList<>();
        cursor.flatMap(name -> find(present, name)).map(TableColumn::name).ifPresent(order::add);
        for (String name : key) {
            String spelled = find(present, name).orElseThrow().name();
            if (!order.contains(spelled)) {
                order.add(spelled);
            }
        }
        return order;
    }

    /** Rows by the names that the stream has for its columns. */
    private List<Row> named(List<Row> rows) {
        Map<String, List<String>> wanted = columns.stream()
                .map(Wanted::name)
                .collect(Collectors.groupingBy(name -> name.toLowerCase(Locale.ROOT)));
        List<Row> named = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            row.values()
                    .forEach((name, value) -> wanted.getOrDefault(name.toLowerCase(Locale.ROOT), List.of(name)).stream()
                            .filter(asked -> asked.equals(name) || !row.values().containsKey(asked))
                            .forEach(asked -> values.put(asked, value)));
            named.add(new Row(values, row.origin()));
        }
        return named;
    }

    private String earlier(TableColumn column, String value) throws SourceFault {
        try {
            return switch (column.kind()) {
                case NUMBER ->
                    new BigDecimal(value)
                            .subtract(BigDecimal.valueOf(overlapNumbers))
                            .toPlainString();
                case DATE -> LocalDate.parse(value).minusDays(1).toString();
                case LOCAL_TIME -> LocalDateTime.parse(value).minus(overlap).toString();
                case INSTANT -> OffsetDateTime.parse(value).minus(overlap).toString();
                case TEXT, BOOLEAN, OTHER -> value;
            };
        } catch (NumberFormatException | DateTimeException _) {
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "游标列 " + column.name() + " 的类型变了，请在连接页重置这个数据流。",
                            "The cursor column " + column.name()
                                    + " has another type than before; reset the stream on the connections page."));
        }
    }

    /**
     * Where a run stands, as a stream's cursor keeps it.
     *
     * @param ended whether the run came to the end of the table there
     * @param values of the order's columns
     */
    private record Position(boolean ended, List<String> values) {

        private String write() {
            return values.stream()
                    .map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&", ended ? "end:" : "at:", ""));
        }

        private static Position read(String cursor) throws SourceFault {
            int colon = cursor.indexOf(':');
            String kind = colon < 0 ? "" : cursor.substring(0, colon);
            if (!kind.equals("end") && !kind.equals("at")) {
                throw new SourceFault(Fault.BUG, Text.of("数据表的游标无法识别。", "The cursor of a table cannot be read."));
            }
            String values = cursor.substring(colon + 1);
            return new Position(
                    kind.equals("end"),
                    values.isEmpty()
                            ? List.of()
                            : Arrays.stream(values.split("&", -1))
                                    .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                                    .toList());
        }
    }
}
