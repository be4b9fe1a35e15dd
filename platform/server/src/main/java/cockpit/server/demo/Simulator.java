package cockpit.server.demo;

import cockpit.core.tenant.StartProblem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** The control interface of the channel simulator. */
final class Simulator {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DemoCredentials credentials;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ObjectMapper json = new ObjectMapper();

    /** How the simulator's time stands. */
    record Clock(Instant realNow, Instant worldNow, double speed, boolean frozen) {

        Instant at(Instant now) {
            return frozen
                    ? worldNow
                    : worldNow.plusMillis(
                            Math.round(Duration.between(realNow, now).toMillis() * speed));
        }
    }

    /** History that the pushing channels have sent, in files, and events that wait. */
    record Pushed(long sent, long total, long waiting) {}

    Simulator(DemoCredentials credentials) {
        this.credentials = credentials;
    }

    /** @throws IOException if it does not answer */
    Clock clock() throws IOException {
        JsonNode clock = call("GET", "clock", "");
        return new Clock(
                Instant.ofEpochMilli(clock.path("realMillis").asLong()),
                Instant.ofEpochMilli(clock.path("worldMillis").asLong()),
                clock.path("speed").asDouble(1),
                clock.path("frozen").asBoolean(false));
    }

    /** Tells the tills and the clinic system where to push. */
    void targets(String server, String tenant) throws IOException {
        ObjectNode targets = json.createObjectNode();
        for (String connection : new String[] {"pos", "crm"}) {
            String hook = server + "/hooks/" + tenant + "/" + connection;
            targets.putObject(connection).put("hook", hook).put("files", hook + "/files");
        }
        call("POST", "targets", targets.toString());
    }

    Pushed pushed() throws IOException {
        long sent = 0;
        long total = 0;
        long waiting = 0;
        for (JsonNode target : call("GET", "status", "").path("targets")) {
            sent += target.path("history").path("filesSent").asLong(0);
            total += target.path("history").path("filesTotal").asLong(0);
            waiting += target.path("queue").asLong(0);
        }
        return new Pushed(sent, total, waiting);
    }

    private JsonNode call(String method, String path, String body) throws IOException {
        URI address = credentials.simulator().resolve("/control/" + path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + credentials.controlToken().reveal())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() != 200) {
                throw new IOException("The simulator answered " + response.statusCode() + " to " + path + ": "
                        + response.body().lines().findFirst().orElse(""));
            }
            return json.readTree(response.body());
        } catch (JacksonException e) {
            throw new IOException("The simulator's answer to " + path + " is no JSON.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while asking the simulator.", e);
        }
    }

    /** For the start: without its simulator there is no demo. */
    StartProblem unreachable(IOException cause) {
        return new StartProblem(
                "The simulator at " + credentials.simulator() + " does not answer (" + cause.getMessage()
                        + "); start it first, as ./cockpit demo does.",
                cause);
    }
}
