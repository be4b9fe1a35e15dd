package cockpit.server.frames;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.live.Board;
import cockpit.core.tenant.Viewer;
import cockpit.server.view.Fakes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;

class FrameChannelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String USER = "user";

    private final Fakes fakes = new Fakes();
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable ServletWebServerApplicationContext server;
    private Duration ping = Duration.ofSeconds(20);

    @BeforeEach
    void start() {
        server = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Server.class)
                .properties(Map.of(
                        "spring.config.name", "none",
                        "server.port", "0",
                        "server.address", "127.0.0.1",
                        "spring.main.banner-mode", "off",
                        "spring.main.log-startup-info", "false",
                        "logging.level.root", "warn"))
                .initializers(context -> context.getBeanFactory().registerSingleton("fakes", fakes))
                .initializers(context -> context.getBeanFactory().registerSingleton("ping", ping))
                .run();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** A server with the channel alone, where anybody may say who they are. */
    @Configuration(proxyBeanMethods = false)
    @EnableWebSocket
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class Server {

        @Bean
        FrameChannel channel(Fakes fakes, Duration ping) {
            return new FrameChannel(fakes.live, fakes.cockpits, fakes.plugins, Server::signedIn, ping);
        }

        @Bean
        WebSocketConfigurer sockets(FrameChannel channel) {
            return new FrameConfiguration(channel);
        }

        @Bean
        SignIn signIn() {
            return new SignIn();
        }

        private static Optional<Viewer> signedIn(HttpServletRequest request) {
            HttpSession session = request.getSession(false);
            Object user = session == null ? null : session.getAttribute(USER);
            return user instanceof Viewer viewer ? Optional.of(viewer) : Optional.empty();
        }
    }

    /** Stands in for the sign-in page. */
    @RestController
    static class SignIn {

        @GetMapping("/as")
        String as(@RequestParam String user, HttpServletRequest request) {
            request.getSession().setAttribute(USER, user.equals("admin") ? Fakes.admin() : Fakes.regional());
            return user;
        }

        @GetMapping("/out")
        String out(HttpServletRequest request) {
            request.getSession().invalidate();
            return "out";
        }
    }

    /** What a browser hears. */
    private static final class Browser implements WebSocket.Listener {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                texts.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            frames.add(StandardCharsets.UTF_8.decode(data).toString());
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.add(status);
            return null;
        }
    }

    private int port() {
        if (server == null) {
            throw new IllegalStateException("The server does not run.");
        }
        return server.getWebServer().getPort();
    }

    private String get(String path, String cookie) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("Cookie", cookie)
                .build();
        return client.send(request, BodyHandlers.discarding())
                .headers()
                .firstValue("Set-Cookie")
                .map(set -> set.substring(0, set.indexOf(';')))
                .orElse(cookie);
    }

    private String signedInAs(String user) throws IOException, InterruptedException {
        return get("/as?user=" + user, "none=1");
    }

    private WebSocket connect(Board board, String cookie, String origin, Browser browser) {
        return client.newWebSocketBuilder()
                .header("Cookie", cookie)
                .header("Origin", origin)
                .buildAsync(URI.create("ws://127.0.0.1:" + port() + FrameChannel.path(board)), browser)
                .join();
    }

    private WebSocket connect(Board board, String cookie, Browser browser) {
        return connect(board, cookie, "http://127.0.0.1:" + port(), browser);
    }

    private Fakes.FakeBoard board() {
        return (Fakes.FakeBoard) fakes.live.open(Fakes.admin());
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T one = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(one).as("what was awaited").isNotNull();
        return one;
    }

    private int refusal(Board board, String cookie, String origin) {
        try {
            connect(board, cookie, origin, new Browser());
            return 101;
        } catch (CompletionException refused) {
            return refused.getCause() instanceof WebSocketHandshakeException handshake
                    ? handshake.getResponse().statusCode()
                    : -1;
        }
    }

    private String here() {
        return "http://127.0.0.1:" + port();
    }

    @Test
    void the_boards_own_viewer_gets_its_frames() throws Exception {
        Fakes.FakeBoard board = board();
        Browser browser = new Browser();
        connect(board, signedInAs("admin"), browser);
        next(board.readers).send(7, "frame 7".getBytes(StandardCharsets.UTF_8));
        assertThat(next(browser.frames)).isEqualTo("frame 7");
    }

    @Test
    void a_connection_is_greeted_and_told_to_look_at_its_structure() throws Exception {
        Browser browser = new Browser();
        connect(board(), signedInAs("admin"), browser);
        assertThat(next(browser.texts)).isEqualTo("{\"hello\":{\"pingSeconds\":20}}");
        assertThat(next(browser.texts)).isEqualTo("{\"structure\":0}");
    }

    @Test
    void an_acknowledgement_reaches_the_board() throws Exception {
        Fakes.FakeBoard board = board();
        WebSocket socket = connect(board, signedInAs("admin"), new Browser());
        socket.sendText("{\"ack\":7}", true).join();
        assertThat(next(board.acknowledged)).isEqualTo(7);
    }

    @Test
    void somebody_else_is_refused() throws Exception {
        assertThat(refusal(board(), signedInAs("li"), here())).isEqualTo(403);
    }

    @Test
    void nobody_is_refused() {
        assertThat(refusal(board(), "none=1", here())).isEqualTo(403);
    }

    @Test
    void a_ticket_that_was_never_given_is_refused() throws Exception {
        Fakes elsewhere = new Fakes();
        elsewhere.live.open(Fakes.admin());
        assertThat(refusal(elsewhere.live.open(Fakes.admin()), signedInAs("admin"), here()))
                .isEqualTo(403);
    }

    @Test
    void a_page_of_another_origin_is_refused() throws Exception {
        assertThat(refusal(board(), signedInAs("admin"), "https://evil.example"))
                .isEqualTo(403);
    }

    @Test
    void a_board_that_ends_ends_the_connection() throws Exception {
        Fakes.FakeBoard board = board();
        Browser browser = new Browser();
        connect(board, signedInAs("admin"), browser);
        next(board.readers).end();
        assertThat(next(browser.closed)).isEqualTo(1001);
    }

    @Test
    void signing_out_ends_the_connection() throws Exception {
        Fakes.FakeBoard board = board();
        Browser browser = new Browser();
        String cookie = signedInAs("admin");
        connect(board, cookie, browser);
        next(board.readers);
        get("/out", cookie);
        assertThat(next(browser.closed)).isEqualTo(1008);
        assertThat(next(board.left)).isNotNull();
    }

    @Test
    void a_browser_that_leaves_stops_reading_the_board() throws Exception {
        Fakes.FakeBoard board = board();
        WebSocket socket = connect(board, signedInAs("admin"), new Browser());
        Board.Reader reader = next(board.readers);
        socket.sendClose(1000, "").join();
        assertThat(next(board.left)).isSameAs(reader);
    }

    @Test
    void publishing_and_plugins_are_told_to_the_page() throws Exception {
        Browser browser = new Browser();
        connect(board(), signedInAs("admin"), browser);
        assertThat(next(browser.texts)).contains("hello");
        assertThat(next(browser.texts)).contains("structure");
        fakes.cockpits.listeners.forEach(listener -> listener.accept("acme", "group"));
        assertThat(next(browser.texts)).isEqualTo("{\"structure\":1}");
        fakes.cockpits.listeners.forEach(listener -> listener.accept("another", "group"));
        fakes.plugins.listeners.forEach(Runnable::run);
        assertThat(next(browser.texts)).isEqualTo("{\"structure\":3}");
    }

    @Test
    void what_makes_no_sense_ends_the_connection() throws Exception {
        Browser browser = new Browser();
        WebSocket socket = connect(board(), signedInAs("admin"), browser);
        socket.sendText("{\"give\":\"everything\"}", true).join();
        assertThat(next(browser.closed)).isEqualTo(1007);
    }

    @Test
    void a_message_that_is_too_long_ends_the_connection() throws Exception {
        Browser browser = new Browser();
        WebSocket socket = connect(board(), signedInAs("admin"), browser);
        char[] blanks = new char[9000];
        Arrays.fill(blanks, ' ');
        socket.sendText("{\"ack\":7" + new String(blanks) + "}", true).join();
        assertThat(next(browser.closed)).isEqualTo(1009);
    }

    @Test
    void silence_is_broken_by_a_ping() throws Exception {
        stop();
        ping = Duration.ofSeconds(1);
        start();
        Browser browser = new Browser();
        connect(board(), signedInAs("admin"), browser);
        assertThat(next(browser.texts)).contains("hello");
        assertThat(next(browser.texts)).contains("structure");
        assertThat(next(browser.texts)).isEqualTo("{\"ping\":1}");
    }

    @Test
    void a_browser_that_answers_no_ping_is_given_up() throws Exception {
        stop();
        ping = Duration.ofMillis(40);
        start();
        Browser browser = new Browser();
        connect(board(), signedInAs("admin"), browser);
        assertThat(next(browser.closed)).isGreaterThan(1000);
    }

    @Test
    void frames_are_not_compressed_a_second_time() throws Exception {
        Board board = board();
        String cookie = signedInAs("admin");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            String request = "GET " + FrameChannel.path(board) + " HTTP/1.1\r\nHost: 127.0.0.1:" + port()
                    + "\r\nCookie: " + cookie
                    + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
                    + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
                    + "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            assertThat(answer.readLine()).contains("101");
            for (String line = answer.readLine(); line != null && !line.isEmpty(); line = answer.readLine()) {
                assertThat(line.toLowerCase(Locale.ROOT)).doesNotContain("deflate");
            }
        }
    }
}
