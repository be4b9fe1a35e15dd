package cockpit.testkit.source;

import cockpit.spi.Secret;
import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Gateway;
import cockpit.spi.source.Json;
import cockpit.spi.source.Page;
import cockpit.spi.source.Reply;
import cockpit.spi.source.Request;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.TokenStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A host in miniature: reads a source over real HTTP from its cursors and keeps what it brings as the host stores it, by
 * key, newest version first, money in fen. It tries again where the host would, without its patience, and holds everything
 * in memory; phone numbers stay in clear. For a test of a plugin against a played channel; used by one thread.
 */
public final class SmallHost implements AutoCloseable {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int MOST_PAGES = 20_000;

    private final DataSource source;
    private final Settings settings;
    private final InstantSource time;
    private final int historyDays;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final InMemoryTokenStore tokens = new InMemoryTokenStore();
    private final Map<String, String> cursors = new HashMap<>();
    private final Map<String, Map<List<Object>, Map<String, Object>>> stored = new HashMap<>();
    private final List<SourceFault> faults = new ArrayList<>();
    private final List<String> setAside = new ArrayList<>();
    private Duration longestAnswer = Duration.ofSeconds(30);
    private int faultsInARow = 40;
    private @Nullable Feed feed;

    private SmallHost(DataSource source, Map<String, String> settings, InstantSource time, int historyDays) {
        this.source = source;
        this.settings = Settings.of(source.describe().settings(), settings);
        this.time = time;
        this.historyDays = historyDays;
    }

    /**
     * A host with one connection.
     *
     * @param settings values of the connection; addresses may be of this machine
     * @param time the world's time, which the source goes by
     * @param historyDays how far back the first read goes
     */
    public static SmallHost of(DataSource source, Map<String, String> settings, InstantSource time, int historyDays) {
        return new SmallHost(source, settings, time, historyDays);
    }

    /** Gives up an answer after some time; half a minute otherwise. */
    public SmallHost withLongestAnswer(Duration duration) {
        longestAnswer = duration;
        return this;
    }

    /** Gives up a stream after so many faults in a row; forty otherwise. */
    public SmallHost withFaultsInARow(int most) {
        faultsInARow = most;
        return this;
    }

    /** Asks the source whether the settings work. */
    public Text check() throws SourceFault, InterruptedException {
        return feed().check();
    }

    /**
     * Reads a stream from where it was left until its channel has nothing newer. What a channel, its answer or a limit is to
     * blame for is tried again at once.
     *
     * @throws SourceFault the first fault that an admin or an author must mend, or the last of too many in a row
     */
    public void read(String name) throws SourceFault, InterruptedException {
        Stream stream = source.describe().stream(name).orElseThrow();
        int failed = 0;
        for (int count = 0; count < MOST_PAGES; count++) {
            Page page;
            try {
                page = feed().read(name, cursors.get(name));
                failed = 0;
            } catch (SourceFault fault) {
                faults.add(fault);
                boolean passes =
                        switch (fault.fault()) {
                            case UPSTREAM, LIMIT, DATA -> true;
                            case SETTINGS, ACCESS, BUG -> false;
                        };
                failed++;
                if (!passes || failed >= faultsInARow) {
                    throw fault;
                }
                continue;
            }
            page.rows().forEach(row -> store(stream, row));
            String next = page.next();
            if (next != null) {
                cursors.put(name, next);
            }
            if (!page.more()) {
                return;
            }
        }
        throw new AssertionError("Stream " + name + " does not end.");
    }

    /** Forgets what is only in memory of the feed, as the end of the process would; cursors, tokens and rows stay. */
    public void restart() {
        close();
    }

    /** What a stream has brought, by dataset column; only rows that a predicate holds for. */
    public List<Map<String, Object>> rows(String stream, Predicate<Map<String, Object>> condition) {
        return stored.getOrDefault(stream, Map.of()).values().stream()
                .filter(condition)
                .toList();
    }

    /** The rows of some days, both included. */
    public List<Map<String, Object>> rows(String stream, LocalDate from, LocalDate to) {
        return rows(stream, row -> row.get("day") instanceof LocalDate day && !day.isBefore(from) && !day.isAfter(to));
    }

    /** The sum of a dataset column over the rows of some days. */
    public long sum(String stream, String column, LocalDate from, LocalDate to) {
        return rows(stream, from, to).stream()
                .mapToLong(row -> row.get(column) instanceof Long number ? number : 0)
                .sum();
    }

    /** The faults so far, those that were got over too. */
    public List<SourceFault> faults() {
        return List.copyOf(faults);
    }

    /** Why rows did not fit, without their values. */
    public List<String> setAside() {
        return List.copyOf(setAside);
    }

    @Override
    public void close() {
        if (feed != null) {
            feed.close();
            feed = null;
        }
    }

    private Feed feed() {
        Feed open = feed;
        if (open == null) {
            open = source.open(settings, new Context());
            feed = open;
        }
        return open;
    }

    private void store(Stream stream, Row row) {
        List<String> problems = RowCheck.problems(stream, row);
        if (!problems.isEmpty()) {
            setAside.addAll(problems);
            return;
        }
        Map<String, Object> byColumn = new HashMap<>();
        Map<String, Object> values = new LinkedHashMap<>(stream.constants());
        for (Column column : stream.columns()) {
            Object value = value(column, row.values().get(column.name()));
            if (value != null) {
                byColumn.put(column.name(), value);
                values.put(column.target(), value);
            }
        }
        if (!values.containsKey("day") && values.get("at") instanceof Instant at) {
            values.put("day", LocalDate.ofInstant(at, ZONE));
        }
        List<Object> key = stream.primaryKey().stream()
                .map(name -> byColumn.getOrDefault(name, ""))
                .toList();
        String version = stream.version().orElse("");
        values.put("version", number(byColumn.get(version)));
        stored.computeIfAbsent(stream.name(), _ -> new HashMap<>())
                .merge(
                        key,
                        values,
                        (old, late) -> number(old.get("version")) > number(late.get("version")) ? old : late);
    }

    private static long number(@Nullable Object version) {
        return switch (version) {
            case Long number -> number;
            case Instant instant -> instant.toEpochMilli();
            case null, default -> 0;
        };
    }

    private static @Nullable Object value(Column column, @Nullable Object given) {
        String text = given instanceof BigDecimal decimal
                ? decimal.toPlainString()
                : String.valueOf(given).strip();
        if (given == null || text.isEmpty()) {
            return null;
        }
        return switch (column.type()) {
            case TEXT, PHONE, HASHED, ENCRYPTED -> text;
            case DROPPED -> null;
            case COUNT, FEN -> Long.parseLong(text);
            case YUAN ->
                new BigDecimal(text.replaceAll("[,¥￥]", "")).movePointRight(2).longValueExact();
            case DECIMAL -> new BigDecimal(text);
            case BOOLEAN -> text.equals("true") || text.equals("1");
            case DATE ->
                text.matches("\\d{8}")
                        ? LocalDate.parse(text, java.time.format.DateTimeFormatter.BASIC_ISO_DATE)
                        : LocalDate.parse(text.substring(0, 10));
            case INSTANT -> instant(text);
        };
    }

    private static Instant instant(String text) {
        if (text.matches("\\d{10}")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        if (text.matches("\\d{13}")) {
            return Instant.ofEpochMilli(Long.parseLong(text));
        }
        return text.length() == 19 && text.charAt(10) == ' '
                ? LocalDateTime.parse(text.replace(' ', 'T')).atZone(ZONE).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }

    private final class Context implements SourceContext {

        private final Set<String> hosts = new HashSet<>();

        Context() {
            source.describe().settings().stream()
                    .filter(setting -> setting.kind() == Setting.Kind.URL)
                    .filter(setting -> settings.find(setting).isPresent())
                    .forEach(setting -> hosts.add(settings.url(setting).getAuthority()));
        }

        @Override
        public Gateway gateway() {
            return this::send;
        }

        private Reply send(Request request) throws SourceFault, InterruptedException {
            if (!hosts.contains(request.uri().getAuthority())) {
                throw new SourceFault(
                        Fault.SETTINGS, Text.of("主机不在连接的设置中。", "The host is not in the connection's settings."));
            }
            HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri())
                    .timeout(longestAnswer)
                    .method(
                            request.method(),
                            request.body().length == 0
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofByteArray(request.body()));
            request.headers().forEach(builder::setHeader);
            try {
                return new Answer(http.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray()));
            } catch (IOException e) {
                throw new SourceFault(
                        Fault.UPSTREAM,
                        Text.of(
                                "连接中断（" + e.getClass().getSimpleName() + "）。",
                                "The connection broke (" + e.getClass().getSimpleName() + ")."));
            }
        }

        @Override
        public TokenStore tokens() {
            return tokens;
        }

        @Override
        public Instant now() {
            return time.instant();
        }

        @Override
        public ZoneId zone() {
            return ZONE;
        }

        @Override
        public int historyDays() {
            return historyDays;
        }

        @Override
        public Json json(byte[] body) throws SourceFault {
            return JsonReading.parse(body);
        }
    }

    private record Answer(HttpResponse<byte[]> response) implements Reply {

        @Override
        public int status() {
            return response.statusCode();
        }

        @Override
        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        @Override
        public byte[] body() {
            return response.body();
        }

        @Override
        public Json json() throws SourceFault {
            return JsonReading.parse(response.body());
        }
    }

    /** Prints without tokens. */
    @Override
    public String toString() {
        return "SmallHost[" + source.describe().id() + "]";
    }

    /** The tokens that the source has stored, for a look at what it must never show. */
    public List<Secret> everSaved() {
        return tokens.everSaved();
    }
}
