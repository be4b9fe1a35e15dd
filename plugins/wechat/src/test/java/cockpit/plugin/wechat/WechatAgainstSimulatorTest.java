package cockpit.plugin.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.simulator.CommandLine;
import cockpit.simulator.Credentials;
import cockpit.simulator.Simulator;
import cockpit.spi.Settings;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Json;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.WebhookDelivery;
import cockpit.spi.source.WebhookFeed;
import cockpit.spi.source.WebhookRejection;
import cockpit.spi.source.WebhookRequest;
import cockpit.testkit.source.FakeSourceContext;
import cockpit.testkit.source.InMemoryTokenStore;
import cockpit.testkit.source.MovableTime;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import cockpit.testkit.source.RowCheck;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The plugin, over HTTP, against the played channel; what a host would store is compared with the channel's own ledger. */
@DisplayName("WeChat as the simulator plays it")
@Timeout(120)
class WechatAgainstSimulatorTest {

    private static final String CONTROL = "control-token-of-the-test";
    private static final String FROM = "2026-11-10";
    private static final String TO = "2026-11-21";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Map<String, Row>> stored = new ConcurrentHashMap<>();
    private final Map<String, String> cursors = new HashMap<>();
    private final InMemoryTokenStore tokens = new InMemoryTokenStore();
    private Simulator simulator;

    @BeforeEach
    void start() throws Exception {
        Path file = folder.resolve("credentials.properties");
        Files.writeString(
                file, """
                ocean.app-id=1
                ocean.secret=s
                ocean.refresh-token=r
                pos.secret=whsec_Y29ja3BpdC1wb3MtZGVtby1zZWNyZXQtMzItYnl0ZXM=
                crm.secret=whsec_Y29ja3BpdC1wb3MtZGVtby1zZWNyZXQtMzItYnl0ZXM=
                control.token=%s
                wechat.app-id=%s
                wechat.app-secret=invented-app-secret
                wechat.mini-app-id=wxMini
                wechat.mini-app-secret=invented-mini-secret
                wechat.callback-token=%s
                wechat.callback-key=%s
                """.formatted(CONTROL, Callbacks.APP, Callbacks.TOKEN.reveal(), Callbacks.KEY.reveal()));
        CommandLine line = CommandLine.of(
                "--port",
                "0",
                "--credentials",
                file.toString(),
                "--stores",
                "5",
                "--days",
                "10",
                "--start",
                "2026-11-20T16:00:00+08:00",
                "--access-seconds",
                "3");
        simulator = Simulator.start(line, Credentials.read(line.credentials()), InstantSource.system());
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private WebhookFeed feed(MovableTime time) {
        URI host = URI.create(simulator.address() + "/wechat");
        RecordedGateway gateway = new RecordedGateway().allow(host.getHost());
        gateway.onEverything(this::overHttp);
        WechatSource source = new WechatSource();
        Settings settings = Settings.of(
                source.describe().settings(),
                Map.of(
                        "host",
                        host.toString(),
                        "app-id",
                        Callbacks.APP,
                        "app-secret",
                        "invented-app-secret",
                        "mini-app-id",
                        "wxMini",
                        "mini-app-secret",
                        "invented-mini-secret",
                        "callback-token",
                        Callbacks.TOKEN.reveal(),
                        "callback-key",
                        Callbacks.KEY.reveal()));
        return (WebhookFeed) source.open(
                settings, FakeSourceContext.of(gateway, time).withTokens(tokens).withHistoryDays(10));
    }

    private RecordedReply overHttp(cockpit.spi.source.Request request) throws SourceFault, InterruptedException {
        try {
            HttpRequest.Builder sent = HttpRequest.newBuilder(request.uri())
                    .timeout(Duration.ofSeconds(2))
                    .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
            request.headers().forEach(sent::header);
            HttpResponse<String> reply = http.send(sent.build(), HttpResponse.BodyHandlers.ofString());
            return RecordedReply.of(reply.statusCode(), reply.body());
        } catch (IOException e) {
            throw new SourceFault(Fault.UPSTREAM, cockpit.spi.Text.of("无法连接。", "Unreachable."));
        }
    }

    private String control(String method, String path, String body) throws Exception {
        HttpResponse<String> reply = http.send(
                HttpRequest.newBuilder(URI.create(simulator.address() + "/control/" + path))
                        .header("Authorization", "Bearer " + CONTROL)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return reply.body();
    }

    private void fault(String kind, int count) throws Exception {
        control("POST", "faults", "{\"target\":\"wechat\",\"kind\":\"" + kind + "\",\"count\":" + count + "}");
    }

    /** What the host does: stores by key, tries again after a fault, and lets vanish what a full run did not bring. */
    private void read(WebhookFeed feed, String name) throws Exception {
        Stream stream = new WechatSource().describe().stream(name).orElseThrow();
        boolean full = stream.reading() instanceof Stream.Reading.Full;
        Map<String, Row> brought = new LinkedHashMap<>();
        String cursor = full ? null : cursors.get(name);
        int faults = 0;
        for (int count = 0; count < 2_000; count++) {
            Page page;
            try {
                page = feed.read(name, cursor);
            } catch (SourceFault fault) {
                assertThat(fault.fault()).as(fault.getMessage()).isIn(Fault.UPSTREAM, Fault.DATA, Fault.LIMIT);
                assertThat(faults++).isLessThan(40);
                continue;
            }
            for (Row row : page.rows()) {
                assertThat(RowCheck.problems(stream, row)).isEmpty();
                brought.put(
                        stream.primaryKey().stream()
                                .map(key -> String.valueOf(row.values().get(key)))
                                .toList()
                                .toString(),
                        row);
            }
            cursor = page.next();
            if (!page.more()) {
                cursors.put(name, String.valueOf(cursor));
                if (full) {
                    stored.put(name, brought);
                } else {
                    stored.computeIfAbsent(name, _ -> new LinkedHashMap<>()).putAll(brought);
                }
                return;
            }
        }
        throw new AssertionError("It does not end.");
    }

    private long sum(String stream, String column) {
        return stored.getOrDefault(stream, Map.of()).values().stream()
                .filter(row -> row.values().get(column) != null)
                .mapToLong(row -> Long.parseLong(String.valueOf(row.values().get(column))))
                .sum();
    }

    private Json ledger(String from) throws Exception {
        return FakeSourceContext.of(new RecordedGateway(), MovableTime.at(Instant.EPOCH))
                .json(control("GET", "ledger/wechat?from=" + from + "&to=" + TO, "")
                        .getBytes(StandardCharsets.UTF_8))
                .at("datasets");
    }

    private MovableTime now() {
        return MovableTime.at(simulator.clock().now());
    }

    @Test
    @DisplayName("is read whole through every trouble, and equals the ledger")
    void equals_the_ledger() throws Exception {
        control("POST", "clock", "{\"frozen\":true}");
        WebhookFeed feed = feed(now());
        fault("http500", 2);
        fault("truncated", 2);
        fault("malformed", 2);
        fault("down", 1);
        fault("duplicate-rows", 3);
        fault("reordered", 3);
        fault("shifted", 3);
        for (Stream stream : WechatSource.PULLED) {
            read(feed, stream.name());
            fault("http500", 1);
            fault("truncated", 1);
            control("POST", "faults", "{\"target\":\"wechat\",\"kind\":\"expire-token\"}");
        }

        Json ledger = ledger(FROM);
        equal(
                ledger.at("follower_day"),
                "follower_day",
                Map.of("new_followers", "new_user", "lost_followers", "cancel_user"));
        assertThat(stored.get("follower_day").values().stream()
                        .filter(row -> "2026-11-19".equals(row.values().get("ref_date")))
                        .filter(row -> "total".equals(row.values().get("line")))
                        .map(row -> Long.valueOf(String.valueOf(row.values().get("cumulate_user")))))
                .containsExactly(ledger.at("follower_day")
                        .at("total_followers")
                        .integer()
                        .orElseThrow());
        equal(ledger.at("content_day"), "article_day", Map.of("readers", "read_user", "shares", "share_user"));
        equal(
                ledger.at("app_day"),
                "app_day",
                Map.of(
                        "opens",
                        "session_cnt",
                        "page_views",
                        "visit_pv",
                        "visitors",
                        "visit_uv",
                        "new_visitors",
                        "visit_uv_new",
                        "stay_seconds",
                        "stay_seconds",
                        "shares",
                        "share_pv"));
        equal(
                ledger.at("app_page_day"),
                "page_day",
                Map.of(
                        "page_views",
                        "page_visit_pv",
                        "stay_seconds",
                        "stay_seconds",
                        "entries",
                        "entrypage_pv",
                        "exits",
                        "exitpage_pv"));
        equal(ledger.at("app_part_day"), "app_part_day", Map.of("opens", "opens"));
        assertThat((long) stored.get("app_retention").size())
                .isEqualTo(ledger.at("app_retention").at("rows").integer().orElseThrow());
        assertThat(sum("app_retention", "users"))
                .isEqualTo(ledger.at("app_retention").at("new_users").integer().orElseThrow()
                        + ledger.at("app_retention")
                                .at("active_users")
                                .integer()
                                .orElseThrow());
    }

    private void equal(Json ledger, String stream, Map<String, String> columns) {
        assertThat((long) stored.get(stream).size())
                .isEqualTo(ledger.at("rows").integer().orElseThrow());
        columns.forEach((figure, column) -> assertThat(sum(stream, column))
                .as(stream + "." + figure)
                .isEqualTo(ledger.at(figure).integer().orElse(0L)));
    }

    @Test
    @DisplayName("says in the night that a day is not ready, and brings it in the morning with what came back by then")
    void not_ready() throws Exception {
        control("POST", "clock", "{\"frozen\":true}");
        MovableTime time = now();
        WebhookFeed feed = feed(time);
        for (Stream stream : WechatSource.PULLED) {
            read(feed, stream.name());
        }
        int before = stored.get("app_retention").size();
        // 7:00 of the next morning by the channel's clock, 9:00 by ours: asked too early
        control("POST", "clock", "{\"advanceSeconds\":54000}");
        time.moveTo(simulator.clock().now().plus(Duration.ofHours(2)));
        for (Stream stream : WechatSource.PULLED) {
            SourceFault fault = org.assertj.core.api.Assertions.catchThrowableOfType(
                    SourceFault.class, () -> readToTheEnd(feed, stream.name()));
            if (fault != null) {
                assertThat(fault.fault()).isEqualTo(Fault.LIMIT);
            }
        }
        control("POST", "clock", "{\"advanceSeconds\":10800}");
        time.moveTo(simulator.clock().now());
        for (Stream stream : WechatSource.PULLED) {
            read(feed, stream.name());
        }
        Json ledger = ledger(FROM);
        assertThat(stored.get("app_retention").size()).isGreaterThan(before);
        assertThat((long) stored.get("app_retention").size())
                .isEqualTo(ledger.at("app_retention").at("rows").integer().orElseThrow());
        equal(ledger.at("app_part_day"), "app_part_day", Map.of("opens", "opens"));
        equal(
                ledger.at("follower_day"),
                "follower_day",
                Map.of("new_followers", "new_user", "lost_followers", "cancel_user"));
        equal(ledger.at("content_day"), "article_day", Map.of("readers", "read_user"));
    }

    private void readToTheEnd(WebhookFeed feed, String name) throws Exception {
        for (int count = 0; count < 50; count++) {
            Page page = feed.read(name, cursors.get(name));
            cursors.put(name, String.valueOf(page.next()));
            if (!page.more()) {
                return;
            }
        }
    }

    @Test
    @DisplayName("calls back about every change, forged and repeated calls being harmless")
    void calls_back() throws Exception {
        WebhookFeed feed = feed(MovableTime.at(Instant.now()));
        Map<String, String> ids = new ConcurrentHashMap<>();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        HttpServer host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.createContext("/hooks/yanjiusuo/wechat", exchange -> {
            try (exchange) {
                calls.incrementAndGet();
                WebhookDelivery delivery = feed.receive(request(exchange));
                delivery.rows()
                        .forEach((stream, rows) -> rows.forEach(row -> ids.put(
                                String.valueOf(row.values().get("touch_id")),
                                String.valueOf(row.values().get("kind")))));
                answer(exchange, 200, delivery.answer().orElse(""));
            } catch (WebhookRejection rejection) {
                refused.incrementAndGet();
                answer(exchange, rejection.status(), "");
            }
        });
        host.start();
        try {
            fault("wrong-signature", 2);
            fault("repeat", 3);
            fault("clock-skew", 2);
            String hook = "http://127.0.0.1:" + host.getAddress().getPort() + "/hooks/yanjiusuo/wechat";
            control("POST", "targets", "{\"wechat\":{\"hook\":\"" + hook + "\"}}");
            until(() -> control("GET", "status", "").contains("\"verified\":true"));
            long before = touches();
            control("POST", "clock", "{\"frozen\":true,\"advanceSeconds\":14400}");
            long expected = touches() - before;
            assertThat(expected).isPositive();
            until(() -> ids.size() == expected);
            assertThat(refused).hasValue(2);
            assertThat(calls.get()).isGreaterThan((int) expected + 3);
        } finally {
            host.stop(0);
        }
    }

    private long touches() throws Exception {
        return ledger(FROM).at("touch").members().values().stream()
                .mapToLong(count -> Long.parseLong(String.valueOf(count)))
                .sum();
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static void until(Check check) throws Exception {
        Instant end = Instant.now().plusSeconds(60);
        while (!check.holds()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(20);
        }
    }

    private static WebhookRequest request(HttpExchange exchange) throws IOException {
        Map<String, List<String>> query = new HashMap<>();
        for (String pair : exchange.getRequestURI().getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], List.of(URLDecoder.decode(parts[1], StandardCharsets.UTF_8)));
        }
        return new WebhookRequest(
                exchange.getRequestMethod(),
                query,
                Map.of(),
                exchange.getRequestBody().readAllBytes());
    }

    private static void answer(HttpExchange exchange, int status, @Nullable String text) throws IOException {
        byte[] bytes = String.valueOf(text).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
