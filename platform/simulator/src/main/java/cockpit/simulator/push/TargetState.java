package cockpit.simulator.push;

import cockpit.simulator.http.Json;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How far a target has been served; survives a restart in the state file. Guarded by its own monitor. */
final class TargetState {
    private URI hook;
    private URI files;
    private final long cut;
    private final int days;
    private final Set<String> done = new LinkedHashSet<>();
    private long watermark;
    private long journalSent;
    private long eventsSent;
    private long filesRejected;
    private long eventsRejected;

    TargetState(URI hook, URI files, long cut, int days, long journalSent) {
        this.hook = hook;
        this.files = files;
        this.cut = cut;
        this.days = days;
        this.watermark = cut;
        this.journalSent = journalSent;
    }

    static TargetState restore(JsonNode saved) {
        TargetState state = new TargetState(
                URI.create(Objects.requireNonNull(Json.text(saved, "hook"))),
                URI.create(Objects.requireNonNull(Json.text(saved, "files"))),
                saved.path("cut").asLong(),
                saved.path("days").asInt(),
                saved.path("journalSent").asLong());
        for (JsonNode name : saved.path("done")) {
            state.done.add(name.asString());
        }
        state.watermark = saved.path("watermark").asLong();
        state.eventsSent = saved.path("eventsSent").asLong();
        state.filesRejected = saved.path("filesRejected").asLong();
        state.eventsRejected = saved.path("eventsRejected").asLong();
        return state;
    }

    synchronized ObjectNode save() {
        ArrayNode names = Json.array();
        done.forEach(names::add);
        ObjectNode saved = Json.object()
                .put("hook", hook.toString())
                .put("files", files.toString())
                .put("cut", cut)
                .put("days", days)
                .put("watermark", watermark)
                .put("journalSent", journalSent)
                .put("eventsSent", eventsSent)
                .put("filesRejected", filesRejected)
                .put("eventsRejected", eventsRejected);
        saved.set("done", names);
        return saved;
    }

    synchronized URI hook() {
        return hook;
    }

    synchronized URI files() {
        return files;
    }

    synchronized void address(URI newHook, URI newFiles) {
        hook = newHook;
        files = newFiles;
    }

    /** The instant that divides history, sent as files, from what is sent as messages. */
    long cut() {
        return cut;
    }

    int days() {
        return days;
    }

    synchronized boolean done(String name) {
        return done.contains(name);
    }

    synchronized void fileDone(String name, boolean accepted) {
        done.add(name);
        filesRejected += accepted ? 0 : 1;
    }

    synchronized int filesDone() {
        return done.size();
    }

    synchronized long watermark() {
        return watermark;
    }

    synchronized void watermark(long instant) {
        watermark = Math.max(watermark, instant);
    }

    synchronized long journalSent() {
        return journalSent;
    }

    synchronized void journalSent(long sequence) {
        journalSent = sequence;
    }

    synchronized void sent(int events, boolean accepted) {
        if (accepted) {
            eventsSent += events;
        } else {
            eventsRejected += events;
        }
    }

    synchronized long eventsSent() {
        return eventsSent;
    }

    synchronized long eventsRejected() {
        return eventsRejected;
    }

    synchronized long filesRejected() {
        return filesRejected;
    }
}
