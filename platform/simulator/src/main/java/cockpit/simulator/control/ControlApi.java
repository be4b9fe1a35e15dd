package cockpit.simulator.control;

import cockpit.simulator.channel.PlayedChannel;
import cockpit.simulator.clock.WorldClock;
import cockpit.simulator.fault.Faults;
import cockpit.simulator.fault.Faults.Kind;
import cockpit.simulator.fault.Faults.Target;
import cockpit.simulator.http.Json;
import cockpit.simulator.http.Reply;
import cockpit.simulator.http.Request;
import cockpit.simulator.http.Web;
import cockpit.simulator.ledger.Journal;
import cockpit.simulator.ledger.Ledger;
import cockpit.simulator.ledger.Truth;
import cockpit.simulator.oceanengine.Tokens;
import cockpit.simulator.push.CsvFiles;
import cockpit.simulator.push.Delivery;
import cockpit.simulator.push.RowShape;
import cockpit.simulator.world.AdPlatform;
import cockpit.simulator.world.Anomalies;
import cockpit.simulator.world.Row;
import cockpit.simulator.world.Stream;
import cockpit.simulator.world.Times;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The control API: every call needs {@code Authorization: Bearer} with the control token. */
public final class ControlApi {
    private static final String ROOT = "/control/";
    private static final int LONGEST_SPAN = 400;

    private final byte[] token;
    private final WorldClock clock;
    private final Truth truth;
    private final Ledger ledger;
    private final CsvFiles csv;
    private final Map<Target, Delivery> deliveries;
    private final Faults faults;
    private final Tokens tokens;
    private final Map<Target, PlayedChannel> channels;
    private final int days;
    private final Runnable save;

    /**
     * Over a running simulator.
     *
     * @param days days of history that a new target gets
     * @param save keeps progress; called after every change
     */
    public ControlApi(
            String token,
            WorldClock clock,
            Truth truth,
            Map<Target, Delivery> deliveries,
            Faults faults,
            Tokens tokens,
            List<PlayedChannel> channels,
            int days,
            Runnable save) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
        this.truth = truth;
        Set<AdPlatform> platforms = EnumSet.of(AdPlatform.OCEANENGINE);
        channels.forEach(channel -> channel.platform().ifPresent(platforms::add));
        this.ledger = new Ledger(truth, platforms);
        this.csv = new CsvFiles(truth);
        this.deliveries = deliveries;
        this.faults = faults;
        this.tokens = tokens;
        this.channels =
                channels.stream().collect(Collectors.toUnmodifiableMap(PlayedChannel::target, Function.identity()));
        this.days = days;
        this.save = save;
    }

    /** Serves {@code /control}. */
    public void serve(Web web) {
        web.serve(ROOT, this::answer, request -> null);
    }

    private Reply answer(Request request) {
        String given = request.headers().get("Authorization");
        byte[] expected = ("Bearer " + new String(token, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        if (given == null || !MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
            return Reply.fail(
                    401, "The control token is missing or wrong: send Authorization: Bearer <control.token>.");
        }
        Reply reply = route(request);
        if (request.method().equals("POST") && reply.status() == 200) {
            save.run();
        }
        return reply;
    }

    private Reply route(Request request) {
        String call = request.method() + " " + request.path().substring(ROOT.length());
        for (PlayedChannel channel : channels.values()) {
            String word = channel.target().word();
            if (call.equals("GET ledger/" + word)) {
                return Reply.ok(ledger(channel, request));
            }
            if (call.equals("POST " + word + "/grant")) {
                return Reply.ok(channel.grant());
            }
        }
        return switch (call) {
            case "GET status" -> Reply.ok(status());
            case "GET clock" -> Reply.ok(clock());
            case "POST clock" -> Reply.ok(clock(body(request)));
            case "POST targets" -> Reply.ok(targets(body(request)));
            case "POST drop" -> drop(body(request));
            case "POST order" -> Reply.ok(ring(Journal.Kind.ORDER, body(request)));
            case "POST refund" -> Reply.ok(ring(Journal.Kind.REFUND, body(request)));
            case "POST redemption" -> Reply.ok(ring(Journal.Kind.REDEMPTION, body(request)));
            case "POST visit" -> Reply.ok(ring(Journal.Kind.VISIT, body(request)));
            case "GET ledger" -> Reply.ok(ledger(request));
            case "GET ledger/rows" -> Reply.ok(rows(request));
            case "POST faults" -> Reply.ok(faults(body(request)));
            case "POST faults/none" -> {
                faults.forget();
                yield Reply.ok(Json.object());
            }
            case "POST ocean/grant" -> Reply.ok(tokens.grant());
            default -> Reply.fail(404, "There is no control call " + call + ".");
        };
    }

    private static JsonNode body(Request request) {
        return request.body().empty()
                ? Json.object()
                : Json.parse(request.body().bytes());
    }

    private ObjectNode status() {
        ObjectNode status = clock();
        ObjectNode targets = Json.object();
        deliveries.forEach((target, delivery) -> {
            ArrayNode streams = Json.array();
            (target == Target.POS ? Stream.POS : Stream.CRM).forEach(stream -> streams.add(stream.word()));
            ObjectNode about = delivery.status();
            about.set("streams", streams);
            targets.set(target.word(), about);
        });
        ArrayNode planted = Json.array();
        for (Anomalies.Planted trouble : truth.world().planted(Times.dayOf(clock.seconds()))) {
            planted.add(Json.object()
                    .put("kind", trouble.kind())
                    .put("subject", trouble.subject())
                    .put("from", Times.date(trouble.first()).toString())
                    .put("to", Times.date(trouble.last()).toString()));
        }
        ObjectNode callbacks = Json.object();
        channels.forEach((target, channel) -> {
            if (channel.callsBack()) {
                callbacks.set(target.word(), channel.status());
            }
        });
        if (!callbacks.isEmpty()) {
            status.set("callbacks", callbacks);
        }
        status.put("stores", truth.world().stores().all().size());
        status.set("targets", targets);
        ArrayNode played = Json.array();
        channels.keySet().stream().sorted().forEach(target -> played.add(target.word()));
        status.set("channels", played);
        status.set("planted", planted);
        return status;
    }

    private ObjectNode clock() {
        WorldClock.Reading reading = clock.read();
        return Json.object()
                .put("realNow", Times.iso(reading.realNow().getEpochSecond()))
                .put("worldNow", Times.iso(reading.worldNow().getEpochSecond()))
                .put("realMillis", reading.realNow().toEpochMilli())
                .put("worldMillis", reading.worldNow().toEpochMilli())
                .put("speed", reading.speed())
                .put("frozen", reading.frozen());
    }

    private ObjectNode clock(JsonNode body) {
        if (body.has("speed")) {
            clock.speed(body.path("speed").asDouble(0));
        }
        if (body.has("advanceSeconds")) {
            if (!body.path("advanceSeconds").isIntegralNumber()) {
                throw new IllegalArgumentException("advanceSeconds must be a whole number");
            }
            clock.advance(Duration.ofSeconds(body.path("advanceSeconds").asLong()));
        }
        if (body.has("frozen")) {
            if (!body.path("frozen").isBoolean()) {
                throw new IllegalArgumentException("frozen must be true or false");
            }
            clock.freeze(body.path("frozen").asBoolean());
        }
        return clock();
    }

    private ObjectNode targets(JsonNode body) {
        ObjectNode answer = Json.object();
        List<Runnable> changes = new ArrayList<>();
        deliveries.forEach((target, delivery) -> {
            JsonNode wanted = body.get(target.word());
            if (wanted != null) {
                URI hook = address(wanted, target, "hook");
                URI files = address(wanted, target, "files");
                boolean again = wanted.path("again").asBoolean(false);
                changes.add(() -> delivery.address(hook, files, days, again));
            }
        });
        channels.forEach((target, channel) -> {
            JsonNode wanted = body.get(target.word());
            if (wanted != null && channel.callsBack()) {
                URI hook = address(wanted, target, "hook");
                changes.add(() -> channel.callBack(hook));
            }
        });
        if (changes.isEmpty()) {
            throw new IllegalArgumentException(
                    "name at least one target: {\"pos\":{\"hook\":…,\"files\":…},\"crm\":{…}}");
        }
        changes.forEach(Runnable::run);
        return answer.put("set", changes.size());
    }

    private static URI address(JsonNode wanted, Target target, String field) {
        String text = Json.text(wanted, field);
        if (text == null) {
            throw new IllegalArgumentException(target.word() + "." + field + " is missing");
        }
        URI uri = URI.create(text);
        String scheme = uri.getScheme();
        if (uri.getHost() == null || scheme == null || !List.of("http", "https").contains(scheme)) {
            throw new IllegalArgumentException(target.word() + "." + field + " must be an http or https address");
        }
        return uri;
    }

    private Reply drop(JsonNode body) {
        String folder = Json.text(body, "folder");
        if (folder == null) {
            throw new IllegalArgumentException("folder is missing");
        }
        int day = day(Json.text(body, "day"), "day");
        List<Stream> streams = new ArrayList<>();
        body.path("streams").forEach(word -> streams.add(stream(word.asString())));
        if (streams.isEmpty()) {
            streams.addAll(Stream.POS);
            streams.addAll(Stream.CRM);
        }
        try {
            List<String> names = csv.drop(
                    Path.of(folder),
                    streams,
                    day,
                    clock.seconds(),
                    body.path("gb18030").asBoolean(false),
                    body.path("broken").asBoolean(false));
            ArrayNode files = Json.array();
            names.forEach(files::add);
            ObjectNode answer = Json.object();
            answer.set("files", files);
            return Reply.ok(answer);
        } catch (IOException | InvalidPathException failure) {
            return Reply.fail(400, "The folder cannot be written: " + failure.getMessage());
        }
    }

    private ObjectNode ring(Journal.Kind kind, JsonNode body) {
        Journal.Entry entry = truth.journal().ring(kind, clock.seconds(), body);
        deliveries.values().forEach(Delivery::wake);
        ObjectNode answer = RowShape.data(entry.rows().getFirst());
        answer.put("event_id", RowShape.eventId(entry.rows().getFirst()));
        return answer.put("instant", Times.iso(entry.at()));
    }

    /** The days that a ledger is asked for, as of an instant. */
    private record Span(int from, int to, long now) {
        ObjectNode answer() {
            return Json.object()
                    .put("from", Times.date(from).toString())
                    .put("to", Times.date(to).toString())
                    .put("asOf", Times.iso(now));
        }
    }

    private Span span(Request request) {
        int from = day(request.parameter("from"), "from");
        int to = day(request.parameter("to"), "to");
        if (to < from || to - from >= LONGEST_SPAN) {
            throw new IllegalArgumentException("from and to must span 1 to " + LONGEST_SPAN + " days");
        }
        return new Span(from, to, upTo(request.parameter("upTo")));
    }

    private ObjectNode ledger(Request request) {
        Span span = span(request);
        List<Ledger.Dimension> by = dimensions(request.parameter("by"));
        ArrayNode rows = Json.array();
        ledger.sums(span.from(), span.to(), by, span.now()).forEach((key, sums) -> {
            ObjectNode row = Json.object();
            for (int index = 0; index < by.size(); index++) {
                row.put(by.get(index).name().toLowerCase(Locale.ROOT), key.get(index));
            }
            for (Ledger.Figure figure : Ledger.Figure.values()) {
                if (!(by.contains(Ledger.Dimension.STORE) && figure.ofAccounts())) {
                    row.put(figure.word(), sums.get(figure));
                }
            }
            rows.add(row);
        });
        ObjectNode answer = span.answer();
        answer.set("rows", rows);
        return answer;
    }

    private ObjectNode ledger(PlayedChannel channel, Request request) {
        Span span = span(request);
        ObjectNode answer = span.answer();
        answer.set("datasets", channel.ledger(span.from(), span.to(), span.now()));
        return answer;
    }

    private ObjectNode rows(Request request) {
        String dataset = request.parameter("dataset");
        Stream stream = stream(dataset == null ? "" : dataset);
        int day = day(request.parameter("day"), "day");
        long now = upTo(request.parameter("upTo"));
        ArrayNode rows = Json.array();
        for (Row row : truth.rows(stream, day, now)) {
            rows.add(RowShape.data(row));
        }
        ObjectNode answer = Json.object()
                .put("dataset", stream.word())
                .put("day", Times.date(day).toString())
                .put("asOf", Times.iso(now));
        answer.set("rows", rows);
        return answer;
    }

    private ObjectNode faults(JsonNode body) {
        Target target = target(Json.text(body, "target"));
        String word = Json.text(body, "kind");
        Kind kind = Kind.of(word == null ? "" : word);
        ObjectNode answer = Json.object().put("target", target.word()).put("kind", kind.word());
        PlayedChannel channel = channels.get(target);
        if (!target.sender() && target != Target.OCEAN && channel == null) {
            throw new IllegalArgumentException(
                    target.word() + " is not played: the credentials file holds no secrets of it");
        }
        if (!target.sender() && kind == Kind.REVOKE_TOKEN) {
            if (channel == null) {
                tokens.revoke();
            } else {
                channel.revokeTokens();
            }
            return answer;
        }
        if (!target.sender() && kind == Kind.EXPIRE_TOKEN) {
            if (channel == null) {
                tokens.expire();
            } else {
                channel.expireTokens();
            }
            return answer;
        }
        if (body.has("seconds")) {
            int seconds = count(body, "seconds");
            faults.during(target, kind, Duration.ofSeconds(seconds));
            return answer.put("seconds", seconds);
        }
        int count = body.has("count") ? count(body, "count") : 1;
        if (kind == Kind.DOWN && target.sender()) {
            throw new IllegalArgumentException("a sender is down for some time: give seconds");
        }
        faults.next(target, kind, count);
        return answer.put("count", count);
    }

    private static int count(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > 1_000_000) {
            throw new IllegalArgumentException(field + " must be a whole number from 1 to 1000000");
        }
        return value.asInt();
    }

    private static Target target(@Nullable String word) {
        for (Target target : Target.values()) {
            if (target.word().equals(word)) {
                return target;
            }
        }
        throw new IllegalArgumentException("target must be one of "
                + Arrays.stream(Target.values()).map(Target::word).toList());
    }

    private static Stream stream(String word) {
        for (Stream stream : Stream.values()) {
            if (stream.word().equals(word)) {
                return stream;
            }
        }
        throw new IllegalArgumentException("dataset must be one of "
                + Arrays.stream(Stream.values()).map(Stream::word).toList());
    }

    private static List<Ledger.Dimension> dimensions(@Nullable String by) {
        List<Ledger.Dimension> dimensions = new ArrayList<>();
        if (by == null || by.equals("total")) {
            return dimensions;
        }
        for (String word : List.of(by.split(",", -1))) {
            try {
                dimensions.add(Ledger.Dimension.valueOf(word.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                throw new IllegalArgumentException("by must be total, or some of day,region,store,channel", unknown);
            }
        }
        return dimensions;
    }

    private long upTo(@Nullable String text) {
        long now = clock.seconds();
        if (text == null) {
            return now;
        }
        try {
            // a plus sign that was not encoded arrives as a space
            return Math.min(now, OffsetDateTime.parse(text.replace(' ', '+')).toEpochSecond());
        } catch (DateTimeException noTime) {
            throw new IllegalArgumentException("upTo must look like 2026-11-11T09:00:00+08:00", noTime);
        }
    }

    private static int day(@Nullable String text, String name) {
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing: a date like 2026-11-11");
        }
        try {
            return Times.day(LocalDate.parse(text));
        } catch (DateTimeException noDate) {
            throw new IllegalArgumentException(name + " must be a date like 2026-11-11", noDate);
        }
    }
}
