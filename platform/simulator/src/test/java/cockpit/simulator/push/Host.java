package cockpit.simulator.push;

import cockpit.simulator.Running;
import cockpit.simulator.http.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A host that takes files and messages as a cockpit does: verifies signatures, keeps the newest revision of a row. */
final class Host implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Map<String, Map<String, String>>> rows = new HashMap<>();
    private final List<String> files = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final List<String> messageIds = new ArrayList<>();
    private final List<Integer> answers = new ArrayList<>();
    private int failures;

    Host() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String targets() {
        String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks/test/";
        return "{\"pos\":{\"hook\":\"%1$spos\",\"files\":\"%1$spos/files\"},\"crm\":{\"hook\":\"%1$scrm\",\"files\":\"%1$scrm/files\"}}"
                .formatted(base);
    }

    /** The next requests are answered 503. */
    synchronized void fail(int requests) {
        failures = requests;
    }

    synchronized List<String> files() {
        return List.copyOf(files);
    }

    /** Types of the messages, batches unpacked. */
    synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    synchronized List<String> messageIds() {
        return List.copyOf(messageIds);
    }

    synchronized List<Integer> answers() {
        return List.copyOf(answers);
    }

    synchronized List<Map<String, String>> rows(String stream) {
        return List.copyOf(rows.getOrDefault(stream, Map.of()).values());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = answer(exchange, body);
            synchronized (this) {
                answers.add(status);
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private synchronized int answer(HttpExchange exchange, byte[] body) {
        if (failures > 0) {
            failures--;
            return 503;
        }
        String path = exchange.getRequestURI().getPath();
        String secret = path.startsWith("/hooks/test/pos") ? Running.POS_SECRET : Running.CRM_SECRET;
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        long timestamp = Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp"));
        String signature = exchange.getRequestHeaders().getFirst("webhook-signature");
        if (!StandardWebhooks.of(secret).sign(id, timestamp, body).equals(signature)) {
            return 401;
        }
        if (path.contains("/files/")) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            files.add(name);
            read(name.substring(0, name.indexOf('_')), new String(body, StandardCharsets.UTF_8));
            return 202;
        }
        JsonNode message;
        try {
            message = Json.parse(body);
        } catch (JacksonException malformed) {
            return 400;
        }
        messageIds.add(id);
        String type = message.path("type").asString();
        if (type.equals("batch")) {
            message.path("data").forEach(event -> take(event.path("type").asString(), event.path("data")));
        } else {
            take(type, message.path("data"));
        }
        return 202;
    }

    private void read(String stream, String text) {
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
            reader.forEach(row -> put(stream, row.getFieldsAsMap()));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void take(String type, JsonNode data) {
        messages.add(type);
        Map<String, String> row = new LinkedHashMap<>();
        data.properties()
                .forEach(field -> row.put(field.getKey(), field.getValue().asString("")));
        String stream = type.equals("order.refunded") ? "refund" : type.substring(0, type.indexOf('.'));
        put(stream, row);
    }

    private void put(String stream, Map<String, String> row) {
        String key =
                switch (stream) {
                    case "order" -> row.get("store_id") + "/" + row.get("order_no");
                    case "refund" -> row.get("store_id") + "/" + row.get("refund_no");
                    default -> String.valueOf(row.get(stream + "_id"));
                };
        rows.computeIfAbsent(stream, any -> new HashMap<>())
                .merge(key, row, (old, next) -> revision(next) >= revision(old) ? next : old);
    }

    private static long revision(Map<String, String> row) {
        @Nullable String text = row.get("revision");
        return text == null ? 0 : Long.parseLong(text);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
