package cockpit.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.source.Fault;
import cockpit.spi.source.Reply;
import cockpit.spi.source.Request;
import cockpit.spi.source.SourceFault;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpGatewayTest {

    final CountDownLatch end = new CountDownLatch(1);
    final AtomicInteger redirected = new AtomicInteger();
    final HttpClient client = HttpGateway.client();
    HttpServer server;
    URI base;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        answer("/json", 200, "{\"id\":1730000000000000001,\"cost\":3268.47,\"n\":null}");
        answer("/html", 500, "<html>");
        server.createContext("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders()
                    .add("X-Seen", String.valueOf(exchange.getRequestHeaders().getFirst("Token")));
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/redirect", exchange -> {
            exchange.getResponseHeaders().add("Location", "/target");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/target", exchange -> {
            redirected.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.createContext("/huge", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[1024 * 1024];
            try (OutputStream output = exchange.getResponseBody()) {
                for (int index = 0; index < 40; index++) {
                    output.write(block);
                }
            }
        });
        server.start();
    }

    private void answer(String path, int status, String text) {
        server.createContext(path, exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        client.close();
    }

    HttpGateway gateway(Duration read) {
        return new HttpGateway(client, List.of(base), new RateLimit(1000, 1000), read);
    }

    Reply get(String path) throws Exception {
        return gateway(Duration.ofSeconds(30)).send(Request.get(base, path, Map.of()));
    }

    SourceFault fault(HttpGateway gateway, Request request) {
        SourceFault fault = catchThrowableOfType(SourceFault.class, () -> gateway.send(request));
        assertThat(fault).isNotNull();
        return fault;
    }

    @Test
    void an_answer_is_read_whole_with_exact_numbers() throws Exception {
        Reply reply = get("/json");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("id").raw()).isEqualTo(1730000000000000001L);
        assertThat(reply.json().at("cost").raw()).isEqualTo(new BigDecimal("3268.47"));
    }

    @Test
    void any_status_is_an_answer_and_no_json_is_a_fault_of_the_data() throws Exception {
        Reply reply = get("/html");
        assertThat(reply.status()).isEqualTo(500);
        assertThatThrownBy(reply::json).isInstanceOfSatisfying(SourceFault.class, fault -> assertThat(fault.fault())
                .isEqualTo(Fault.DATA));
    }

    @Test
    void headers_and_body_arrive() throws Exception {
        Reply reply = gateway(Duration.ofSeconds(30))
                .send(Request.postJson(base, "/echo", "{\"a\":1}").with("Token", "t"));
        assertThat(reply.json().at("a").integer()).contains(1L);
        assertThat(reply.header("x-seen")).contains("t");
    }

    @Test
    void a_redirect_is_an_answer_and_not_followed() throws Exception {
        assertThat(get("/redirect").status()).isEqualTo(302);
        assertThat(redirected).hasValue(0);
    }

    @Test
    void the_last_status_is_remembered() throws Exception {
        HttpGateway gateway = gateway(Duration.ofSeconds(30));
        assertThat(gateway.lastStatus()).isEmpty();
        gateway.send(Request.get(base, "/html", Map.of()));
        assertThat(gateway.lastStatus()).hasValue(500);
    }

    @Test
    void no_other_host_port_or_scheme_is_reached() {
        int port = base.getPort();
        for (String other : List.of(
                "http://localhost:" + port,
                "http://127.0.0.1:" + (port + 1),
                "https://127.0.0.1:" + port,
                "http://127.0.0.1.example.com:" + port,
                "http://127.0.0.1")) {
            SourceFault fault =
                    fault(gateway(Duration.ofSeconds(5)), Request.get(URI.create(other), "/json", Map.of()));
            assertThat(fault.fault()).isEqualTo(Fault.SETTINGS);
        }
    }

    @Test
    void an_answer_that_takes_too_long_is_the_channels_fault() {
        SourceFault fault = fault(gateway(Duration.ofMillis(300)), Request.get(base, "/slow", Map.of()));
        assertThat(fault.fault()).isEqualTo(Fault.UPSTREAM);
        assertThat(fault.sentence().zh()).contains("没有答完");
    }

    @Test
    void an_answer_of_more_than_32_megabytes_is_cut_off() {
        SourceFault fault = fault(gateway(Duration.ofSeconds(60)), Request.get(base, "/huge", Map.of()));
        assertThat(fault.fault()).isEqualTo(Fault.UPSTREAM);
        assertThat(fault.sentence().en()).contains("more than 32 MB");
    }

    @Test
    void a_host_that_is_not_there_is_the_channels_fault() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        URI gone = URI.create("http://127.0.0.1:" + free);
        HttpGateway gateway = new HttpGateway(client, List.of(gone), new RateLimit(10, 10), Duration.ofSeconds(10));
        SourceFault fault = fault(gateway, Request.get(gone, "/", Map.of("access_token", "s3cret")));
        assertThat(fault.fault()).isEqualTo(Fault.UPSTREAM);
        assertThat(fault.sentence().zh()).contains("连不上 127.0.0.1").doesNotContain("s3cret");
    }

    @Test
    void interrupting_the_thread_ends_the_request() throws Exception {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                gateway(Duration.ofSeconds(60)).send(Request.get(base, "/slow", Map.of()));
            } catch (SourceFault | InterruptedException e) {
                thrown.set(e);
            }
        });
        thread.interrupt();
        thread.join();
        assertThat(thread.isAlive()).isFalse();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void requests_are_spread_by_the_rate_limit() throws Exception {
        RateLimit limit = new RateLimit(50, 2);
        long before = System.nanoTime();
        for (int index = 0; index < 12; index++) {
            limit.take();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(180));
    }
}
