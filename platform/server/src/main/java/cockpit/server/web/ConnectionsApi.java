package cockpit.server.web;

import cockpit.core.ingest.ConnectionRefused;
import cockpit.core.ingest.ConnectionRun;
import cockpit.core.ingest.ConnectionStatus;
import cockpit.core.ingest.Connections;
import cockpit.core.ingest.Mapping;
import cockpit.core.ingest.NewField;
import cockpit.core.ingest.NoSuchConnection;
import cockpit.core.ingest.QuarantineReason;
import cockpit.core.ingest.QuarantinedRow;
import cockpit.core.ingest.Replayed;
import cockpit.core.tenant.AccessDenied;
import cockpit.core.tenant.ApiTokens.Bearer;
import cockpit.core.tenant.Viewer;
import cockpit.spi.Text;
import cockpit.spi.source.Stream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * A tenant's connections for programs. The tenant is the token's and nothing in a request chooses another. What it answers is
 * described in {@code openapi.yaml}.
 */
@RestController
@RequestMapping("/api/v1/connections")
class ConnectionsApi {

    private static final int MOST = 500;

    private final Connections connections;

    ConnectionsApi(Connections connections) {
        this.connections = connections;
    }

    private static Viewer viewer(Authentication caller) {
        if (caller.getPrincipal() instanceof Bearer bearer) {
            return bearer.viewer();
        }
        throw new AccessDenied("No token was stated.");
    }

    private static int limited(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("The limit is between 1 and " + MOST + ".");
        }
        return limit;
    }

    // ---- looking ----

    @GetMapping
    Map<String, Object> all(Authentication caller) {
        return Map.of(
                "connections",
                connections.all(viewer(caller)).stream()
                        .map(ConnectionsApi::connection)
                        .toList());
    }

    @GetMapping("/{connection}")
    Map<String, Object> one(Authentication caller, @PathVariable String connection) {
        return connection(connections.get(viewer(caller), connection));
    }

    @GetMapping("/{connection}/runs")
    Map<String, Object> runs(
            Authentication caller, @PathVariable String connection, @RequestParam(defaultValue = "50") int limit) {
        return Map.of(
                "runs",
                connections.runs(viewer(caller), connection, limited(limit)).stream()
                        .map(ConnectionsApi::run)
                        .toList());
    }

    @GetMapping("/{connection}/quarantine")
    Map<String, Object> quarantine(
            Authentication caller, @PathVariable String connection, @RequestParam(defaultValue = "50") int limit) {
        Viewer viewer = viewer(caller);
        return Map.of(
                "count",
                connections.get(viewer, connection).quarantined(),
                "reasons",
                connections.reasons(viewer, connection).stream()
                        .map(ConnectionsApi::reason)
                        .toList(),
                "rows",
                connections.quarantine(viewer, connection, limited(limit)).stream()
                        .map(ConnectionsApi::row)
                        .toList());
    }

    @GetMapping("/{connection}/fields")
    Map<String, Object> fields(Authentication caller, @PathVariable String connection) {
        return Map.of(
                "fields",
                connections.newFields(viewer(caller), connection).stream()
                        .map(ConnectionsApi::field)
                        .toList());
    }

    @GetMapping("/{connection}/mapping")
    Map<String, Object> mapping(Authentication caller, @PathVariable String connection) {
        return mapping(connections.mapping(viewer(caller), connection));
    }

    // ---- acting ----

    @PostMapping("/{connection}/check")
    Map<String, Object> check(Authentication caller, @PathVariable String connection) {
        return connection(connections.check(viewer(caller), connection));
    }

    @PostMapping("/{connection}/run")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void run(Authentication caller, @PathVariable String connection, @RequestParam Optional<String> stream) {
        connections.runNow(viewer(caller), connection, stream);
    }

    @PostMapping("/{connection}/pause")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void pause(Authentication caller, @PathVariable String connection, @RequestParam Optional<String> stream) {
        connections.pause(viewer(caller), connection, stream);
    }

    @PostMapping("/{connection}/resume")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resume(Authentication caller, @PathVariable String connection, @RequestParam Optional<String> stream) {
        connections.resume(viewer(caller), connection, stream);
    }

    @PostMapping("/{connection}/reset")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void reset(Authentication caller, @PathVariable String connection, @RequestParam Optional<String> stream) {
        connections.reset(viewer(caller), connection, stream);
    }

    @PostMapping("/{connection}/quarantine/replay")
    Map<String, Object> replay(
            Authentication caller, @PathVariable String connection, @RequestParam Optional<String> stream) {
        Replayed replayed = connections.replay(viewer(caller), connection, stream);
        return Map.of("fitted", replayed.fitted(), "unfit", replayed.unfit());
    }

    @DeleteMapping("/{connection}/quarantine/{row}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void discard(Authentication caller, @PathVariable String connection, @PathVariable long row) {
        if (!connections.discard(viewer(caller), connection, row)) {
            throw new IllegalStateException("There is no row " + row + " in this quarantine.");
        }
    }

    /** A mapping as it is put. */
    record MappingBody(@Nullable Integer version, @Nullable List<RuleBody> rules) {}

    /** A rule: one of {@code rename}, {@code replace} with {@code with}, and {@code default}. */
    record RuleBody(
            @Nullable String stream,
            @Nullable String column,
            @Nullable String rename,
            @Nullable String replace,
            @Nullable String with,

            @com.fasterxml.jackson.annotation.JsonProperty("default") @Nullable
            String fallback) {

        Mapping.Rule rule() {
            String of = stream == null ? "" : stream;
            String to = column == null ? "" : column;
            if (rename != null && replace == null && fallback == null) {
                return new Mapping.Rename(of, rename, to);
            }
            if (replace != null && with != null && rename == null && fallback == null) {
                return new Mapping.Replace(of, to, replace, with);
            }
            if (fallback != null && rename == null && replace == null) {
                return new Mapping.Default(of, to, fallback);
            }
            throw new IllegalArgumentException("A rule has one of rename, replace and with, or default.");
        }
    }

    @PutMapping("/{connection}/mapping")
    Map<String, Object> map(Authentication caller, @PathVariable String connection, @RequestBody MappingBody body) {
        if (body.version() == null || body.rules() == null) {
            throw new IllegalArgumentException("A mapping has the version that was edited, and rules.");
        }
        return mapping(connections.saveMapping(
                viewer(caller),
                connection,
                body.version(),
                body.rules().stream().map(RuleBody::rule).toList()));
    }

    // ---- how it is written ----

    private static Map<String, Object> text(Text text) {
        return Map.of("zh", text.zh(), "en", text.en());
    }

    private static Map<String, Object> connection(ConnectionStatus connection) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", connection.id());
        shown.put("title", text(connection.title()));
        shown.put("source", connection.source());
        shown.put("origin", connection.origin());
        shown.put("state", connection.state());
        connection.sentence().ifPresent(sentence -> shown.put("sentence", text(sentence)));
        connection.fault().ifPresent(fault -> shown.put("fault", fault));
        connection.openUntil().ifPresent(until -> shown.put("notAskedUntil", until.toString()));
        connection.quota().ifPresent(quota -> {
            Map<String, Object> left = new LinkedHashMap<>();
            left.put("available", quota.available());
            left.put("perSecond", quota.perSecond());
            quota.pausedFor().ifPresent(pause -> left.put("pausedSeconds", pause.toSeconds()));
            quota.channelSays().ifPresent(says -> left.put("channelSays", says));
            shown.put("quota", left);
        });
        shown.put("refusedPushes", connection.refusedPushes());
        shown.put("quarantined", connection.quarantined());
        shown.put(
                "streams",
                connection.streams().stream().map(ConnectionsApi::stream).toList());
        return shown;
    }

    private static Map<String, Object> stream(ConnectionStatus.StreamStatus stream) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", stream.name());
        shown.put("title", text(stream.title()));
        shown.put(
                "reading",
                switch (stream.reading()) {
                    case Stream.Reading.Incremental _ -> "INCREMENTAL";
                    case Stream.Reading.Windowed _ -> "WINDOWED";
                    case Stream.Reading.Full _ -> "FULL";
                });
        if (stream.reading() instanceof Stream.Reading.Windowed(Duration back)) {
            shown.put("lookBackSeconds", back.toSeconds());
        }
        stream.every().ifPresent(every -> shown.put("everySeconds", every.toSeconds()));
        shown.put("rows", stream.rows());
        shown.put("running", stream.running());
        stream.lastSuccess().ifPresent(at -> shown.put("lastSuccess", at.toString()));
        stream.nextRun().ifPresent(at -> shown.put("nextRun", at.toString()));
        stream.pause()
                .ifPresent(pause -> shown.put(
                        "paused", Map.of("by", pause.by(), "at", pause.at().toString())));
        stream.progress().ifPresent(share -> shown.put("progress", share));
        stream.history().ifPresent(history -> {
            Map<String, Object> left = new LinkedHashMap<>();
            left.put("daysLeft", history.daysLeft());
            left.put("rowsPerSecond", Math.round(history.rowsPerSecond()));
            history.left().ifPresent(time -> left.put("secondsLeft", time.toSeconds()));
            shown.put("history", left);
        });
        shown.put("quarantined", stream.quarantined());
        stream.problem().ifPresent(problem -> shown.put("problem", text(problem)));
        stream.fault().ifPresent(fault -> shown.put("fault", fault));
        return shown;
    }

    private static Map<String, Object> run(ConnectionRun run) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("stream", run.stream());
        shown.put("startedAt", run.startedAt().toString());
        shown.put("tookMillis", run.took().toMillis());
        shown.put("pages", run.pages());
        shown.put("rows", run.rows());
        shown.put("changed", run.changed());
        shown.put("setAside", run.setAside());
        shown.put("outcome", run.outcome());
        run.fault().ifPresent(fault -> shown.put("fault", fault));
        run.sentence().ifPresent(sentence -> shown.put("sentence", text(sentence)));
        return shown;
    }

    private static Map<String, Object> reason(QuarantineReason reason) {
        return Map.of(
                "stream",
                reason.stream(),
                "column",
                reason.column(),
                "value",
                reason.value(),
                "reason",
                text(reason.example()),
                "count",
                reason.count());
    }

    private static Map<String, Object> row(QuarantinedRow row) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", row.id());
        shown.put("at", row.at().toString());
        shown.put("stream", row.stream());
        shown.put("origin", row.origin());
        shown.put("reason", text(row.reason()));
        shown.put("record", row.raw());
        shown.put("times", row.times());
        shown.put("replayable", row.replayable());
        return shown;
    }

    private static Map<String, Object> field(NewField field) {
        return Map.of(
                "stream",
                field.stream(),
                "name",
                field.name(),
                "example",
                field.example(),
                "firstAt",
                field.firstAt().toString());
    }

    private static Map<String, Object> mapping(Mapping mapping) {
        return Map.of(
                "version",
                mapping.version(),
                "rules",
                mapping.rules().stream().map(ConnectionsApi::rule).toList());
    }

    private static Map<String, Object> rule(Mapping.Rule rule) {
        return switch (rule) {
            case Mapping.Rename rename ->
                Map.of("stream", rename.stream(), "column", rename.column(), "rename", rename.field());
            case Mapping.Replace replace ->
                Map.of(
                        "stream",
                        replace.stream(),
                        "column",
                        replace.column(),
                        "replace",
                        replace.value(),
                        "with",
                        replace.with());
            case Mapping.Default fallback ->
                Map.of("stream", fallback.stream(), "column", fallback.column(), "default", fallback.value());
        };
    }

    // ---- problems ----

    @ExceptionHandler
    ProblemDetail missing(NoSuchConnection problem) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, said(problem));
    }

    @ExceptionHandler
    ProblemDetail gone(IllegalStateException problem) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, said(problem));
    }

    @ExceptionHandler
    ProblemDetail refused(ConnectionRefused problem) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_ENTITY, said(problem));
        detail.setProperty(
                "problems",
                problem.sentences().stream().map(ConnectionsApi::text).toList());
        return detail;
    }

    @ExceptionHandler
    ProblemDetail denied(AccessDenied problem) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, "You may not do this.");
    }

    @ExceptionHandler
    ProblemDetail wrong(IllegalArgumentException problem) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, said(problem));
    }

    @ExceptionHandler
    ProblemDetail mistyped(MethodArgumentTypeMismatchException problem) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST, "The parameter " + problem.getName() + " has the wrong type.");
    }

    @ExceptionHandler
    ProblemDetail unreadable(org.springframework.http.converter.HttpMessageNotReadableException problem) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "The body is no JSON of the described form.");
    }

    private static String said(RuntimeException problem) {
        return String.valueOf(problem.getMessage());
    }
}
