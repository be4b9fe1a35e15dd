package cockpit.simulator.push;

import cockpit.simulator.clock.WorldClock;
import cockpit.simulator.fault.Faults;
import cockpit.simulator.http.Json;
import cockpit.simulator.ledger.Journal;
import cockpit.simulator.ledger.Truth;
import cockpit.simulator.world.Row;
import cockpit.simulator.world.Stream;
import cockpit.simulator.world.Times;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One system that pushes, the till or the clinic system, towards one host.
 *
 * <p>What was before the target was first set goes as CSV files, the newest day first. What comes afterwards goes as
 * signed messages, in order: one by one, or in batches when it is late. Nothing is queued: what is still to be sent
 * follows from the world and the watermark, so a host may be away for as long as it likes.
 */
public final class Delivery implements AutoCloseable {
    private static final int UPLOADS_AT_ONCE = 2;
    private static final int SINGLY = 8;
    private static final int BATCH = 500;
    private static final int BATCH_BYTES = 900_000;
    private static final int LOOK_AHEAD = 2000;

    private final Faults.Target target;
    private final List<Stream> streams;
    private final Truth truth;
    private final CsvFiles csv;
    private final WorldClock clock;
    private final Courier courier;
    private final Semaphore news = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private volatile @Nullable TargetState state;

    private record File(Stream stream, int day, String name, boolean oldest) {}

    /** Idle until {@link #address} is called. */
    public Delivery(
            Faults.Target target,
            List<Stream> streams,
            Truth truth,
            WorldClock clock,
            StandardWebhooks signer,
            Faults faults,
            HttpClient http) {
        this.target = target;
        this.streams = streams;
        this.truth = truth;
        this.csv = new CsvFiles(truth);
        this.clock = clock;
        this.courier = new Courier(http, signer, faults, target, clock::now);
    }

    /** Whose delivery it is. */
    public Faults.Target target() {
        return target;
    }

    /**
     * Says where to send to. The first time, and with {@code again}, the history is sent too; later calls only change
     * the addresses.
     */
    public synchronized void address(URI hook, URI files, int days, boolean again) {
        TargetState known = state;
        if (known != null && !again) {
            known.address(hook, files);
            return;
        }
        stop();
        long now = clock.seconds();
        start(new TargetState(hook, files, now, days, truth.journal().last()));
    }

    /** Goes on where a former run stopped. */
    public synchronized void restore(JsonNode saved) {
        start(TargetState.restore(saved));
    }

    /** For the state file; nothing before the first address. */
    public @Nullable ObjectNode save() {
        TargetState current = state;
        return current == null ? null : current.save();
    }

    /** Something was rung up. */
    public void wake() {
        news.release();
    }

    /** How far it is. */
    public ObjectNode status() {
        TargetState current = state;
        ObjectNode status = Json.object();
        if (current == null) {
            return status.put("set", false);
        }
        long now = clock.seconds();
        int waiting = truth.between(streams, current.watermark(), now, 10_000).size();
        ObjectNode history = Json.object()
                .put("filesSent", current.filesDone())
                .put("filesTotal", (current.days() + 1) * streams.size())
                .put("filesRejected", current.filesRejected());
        String problem = courier.problem();
        status.put("set", true)
                .put("hook", current.hook().toString())
                .put("files", current.files().toString())
                .put("eventsSent", current.eventsSent())
                .put("eventsRejected", current.eventsRejected())
                .put("queue", waiting + pendingEntries(current))
                .put("deliveredUpTo", Times.iso(current.watermark()));
        if (problem != null) {
            status.put("problem", problem);
        }
        status.set("history", history);
        return status;
    }

    @Override
    public synchronized void close() {
        stop();
    }

    private void stop() {
        threads.forEach(Thread::interrupt);
        threads.clear();
    }

    private void start(TargetState begun) {
        state = begun;
        Queue<File> files = new ConcurrentLinkedQueue<>(unsent(begun));
        for (int number = 1; number <= UPLOADS_AT_ONCE; number++) {
            threads.add(Thread.ofVirtual()
                    .name(target.word() + "-history-" + number)
                    .start(() -> upload(begun, files)));
        }
        threads.add(Thread.ofVirtual().name(target.word() + "-live").start(() -> live(begun)));
    }

    private List<File> unsent(TargetState current) {
        List<File> files = new ArrayList<>();
        int today = Times.dayOf(current.cut());
        for (int day = today; day >= today - current.days(); day--) {
            for (Stream stream : streams) {
                String name = CsvFiles.name(stream, day, 1);
                if (!current.done(name)) {
                    files.add(new File(stream, day, name, day == today - current.days()));
                }
            }
        }
        return files;
    }

    private void upload(TargetState current, Queue<File> files) {
        try {
            for (File file = files.poll(); file != null; file = files.poll()) {
                File sent = file;
                List<Row> rows = csv.rows(sent.stream(), sent.day(), current.cut(), sent.oldest());
                byte[] bytes = CsvFiles.utf8(sent.stream(), rows);
                String id = sent.name() + ":" + digest(bytes);
                boolean accepted = courier.deliver(
                        () -> below(current.files(), sent.name()), id, "text/csv; charset=utf-8", bytes, true);
                current.fileDone(sent.name(), accepted);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static URI below(URI folder, String name) {
        String base = folder.toString();
        return URI.create(base.endsWith("/") ? base + name : base + "/" + name);
    }

    private void live(TargetState current) {
        try {
            while (true) {
                sendEntries(current);
                long now = clock.seconds();
                List<Row> rows = truth.between(streams, current.watermark(), now, LOOK_AHEAD);
                if (rows.isEmpty()) {
                    current.watermark(now);
                    if (news.tryAcquire(200, TimeUnit.MILLISECONDS)) {
                        news.drainPermits();
                    }
                } else {
                    send(current, rows);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendEntries(TargetState current) throws InterruptedException {
        for (Journal.Entry entry : truth.journal().after(current.journalSent())) {
            for (Row row : entry.rows()) {
                if (streams.contains(row.stream())) {
                    sendOne(current, row);
                }
            }
            current.journalSent(entry.sequence());
        }
    }

    private int pendingEntries(TargetState current) {
        int pending = 0;
        for (Journal.Entry entry : truth.journal().after(current.journalSent())) {
            for (Row row : entry.rows()) {
                pending += streams.contains(row.stream()) ? 1 : 0;
            }
        }
        return pending;
    }

    /** The rows' last second is complete, so the watermark may pass it. */
    private void send(TargetState current, List<Row> rows) throws InterruptedException {
        if (rows.size() <= SINGLY) {
            for (Row row : rows) {
                sendOne(current, row);
                current.watermark(row.visibleAt() - 1);
            }
        } else {
            sendBatches(current, rows);
        }
        current.watermark(rows.getLast().visibleAt());
    }

    private void sendOne(TargetState current, Row row) throws InterruptedException {
        byte[] body = Json.bytes(message(row));
        boolean accepted = courier.deliver(current::hook, RowShape.eventId(row), "application/json", body, false);
        current.sent(1, accepted);
    }

    private void sendBatches(TargetState current, List<Row> rows) throws InterruptedException {
        ArrayNode batch = Json.array();
        int bytes = 0;
        for (Row row : rows) {
            ObjectNode message = message(row);
            int size = Json.bytes(message).length + 1;
            if (batch.size() == BATCH || bytes + size > BATCH_BYTES) {
                sendBatch(current, batch, row.visibleAt() - 1);
                batch = Json.array();
                bytes = 0;
            }
            batch.add(message);
            bytes += size;
        }
        sendBatch(current, batch, rows.getLast().visibleAt());
    }

    private void sendBatch(TargetState current, ArrayNode batch, long delivered) throws InterruptedException {
        ObjectNode message = Json.object().put("type", "batch");
        message.set("data", batch);
        byte[] body = Json.bytes(message);
        boolean accepted = courier.deliver(current::hook, "evt_batch_" + digest(body), "application/json", body, false);
        current.sent(batch.size(), accepted);
        current.watermark(delivered);
    }

    private static ObjectNode message(Row row) {
        ObjectNode message = Json.object().put("type", RowShape.eventType(row));
        message.set("data", RowShape.data(row));
        return message;
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
