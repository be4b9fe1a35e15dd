package cockpit.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The JDK's HTTP server on virtual threads, with handlers from {@link Request} to {@link Reply}. */
public final class Web implements AutoCloseable {
    static {
        // without it small answers wait for the client's delayed acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Answers a request. */
    @FunctionalInterface
    public interface Handler {
        /**
         * The answer.
         *
         * @throws IllegalArgumentException for a bad request; its message is the sentence that the client gets
         */
        Reply answer(Request request);
    }

    /** How an answer goes out when something is to go wrong. */
    public enum Damage {
        /** The connection is closed without an answer. */
        DROP,
        /** No answer for two minutes. */
        HANG,
        /** The second half of the answer is missing. */
        HALF,
        /** The answer is no JSON. */
        GARBLE
    }

    /** Decides whether the next answer is to be damaged. */
    @FunctionalInterface
    public interface Saboteur {
        /** The damage to do, or null. */
        @Nullable
        Damage next(Request request);
    }

    /**
     * Takes the port; nothing is answered before {@link #start}.
     *
     * @throws IOException if the port is taken
     */
    public Web(String host, int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(host, port), 256);
        server.setExecutor(threads);
    }

    /** Answers from now on; clients that came earlier have waited. */
    public void start() {
        server.start();
    }

    /** The port that is listened on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Serves everything below a path. */
    public void serve(String path, Handler handler, Saboteur saboteur) {
        server.createContext(path, exchange -> {
            try (exchange) {
                Request request = Request.of(exchange);
                Reply reply = answer(handler, request);
                send(exchange, reply, saboteur.next(request));
            }
        });
    }

    private static Reply answer(Handler handler, Request request) {
        UnaryOperator<String> first = text -> text.lines().findFirst().orElse("");
        try {
            return handler.answer(request);
        } catch (JacksonException bad) {
            return Reply.fail(
                    400, "The body is not the JSON that is expected here: " + first.apply(bad.getOriginalMessage()));
        } catch (IllegalArgumentException bad) {
            return Reply.fail(400, String.valueOf(bad.getMessage()));
        }
    }

    private static void send(HttpExchange exchange, Reply reply, @Nullable Damage damage) throws IOException {
        if (damage == Damage.DROP) {
            return;
        }
        if (damage == Damage.HANG) {
            try {
                Thread.sleep(120_000);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return;
        }
        byte[] bytes = damage == Damage.GARBLE
                ? "<html><body>502 Bad Gateway</body></html>".getBytes(StandardCharsets.UTF_8)
                : reply.bytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        OutputStream out = exchange.getResponseBody();
        out.write(bytes, 0, damage == Damage.HALF ? bytes.length / 2 : bytes.length);
        out.flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
