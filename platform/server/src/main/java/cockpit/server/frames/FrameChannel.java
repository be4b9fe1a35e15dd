package cockpit.server.frames;

import cockpit.core.dashboard.Cockpits;
import cockpit.core.live.Board;
import cockpit.core.live.Live;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The endpoint {@code /frames/<ticket>}. A connection is taken only from the signed-in session of the very viewer that
 * the board was opened for; everything else is answered 403, whether or not the ticket exists.
 *
 * <p>To the browser: {@code {"hello":{"pingSeconds":20}}} once, frames as binary messages of gzip, {@code {"ping":n}} in a
 * silence, and {@code {"structure":n}} at the start and whenever cockpits or plugins changed, on which the page asks its
 * view to look again. From the browser: {@code {"ack":sequence}} and {@code {"pong":n}}.
 */
public final class FrameChannel extends AbstractWebSocketHandler implements HandshakeInterceptor, AutoCloseable {

    /** Where connections arrive, followed by the ticket. */
    public static final String PATH = "/frames/";

    private static final Logger LOG = LoggerFactory.getLogger(FrameChannel.class);
    private static final Duration PING = Duration.ofSeconds(20);
    private static final int LARGEST_MESSAGE = 512;
    private static final String BOARD = FrameChannel.class.getName() + ".board";
    private static final String HTTP_SESSION = FrameChannel.class.getName() + ".session";

    private final Live live;
    private final Function<HttpServletRequest, Optional<Viewer>> signedIn;
    private final Duration ping;
    private final JsonMapper json = JsonMapper.shared();
    private final Map<String, FrameSocket> sockets = new ConcurrentHashMap<>();
    private final AtomicLong structures = new AtomicLong();
    private final AutoCloseable publishing;
    private final AutoCloseable pluginChanges;

    /**
     * @param signedIn who a request comes from, as the server knows it; empty for nobody
     */
    public FrameChannel(
            Live live, Cockpits cockpits, Plugins plugins, Function<HttpServletRequest, Optional<Viewer>> signedIn) {
        this(live, cockpits, plugins, signedIn, PING);
    }

    FrameChannel(
            Live live,
            Cockpits cockpits,
            Plugins plugins,
            Function<HttpServletRequest, Optional<Viewer>> signedIn,
            Duration ping) {
        this.live = live;
        this.signedIn = signedIn;
        this.ping = ping;
        publishing = cockpits.onPublish((tenant, _) ->
                structureChanged(socket -> socket.board().viewer().tenant().equals(tenant)));
        pluginChanges = plugins.onChange(() -> structureChanged(_ -> true));
    }

    /** The address at which a board's frames are read. */
    public static String path(Board board) {
        return PATH + board.ticket();
    }

    /** How many browsers are connected. */
    public int connections() {
        return sockets.size();
    }

    private void structureChanged(Predicate<FrameSocket> concerned) {
        long number = structures.incrementAndGet();
        sockets.values().stream().filter(concerned).forEach(socket -> socket.structure(number));
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        if (request instanceof ServletServerHttpRequest servlet) {
            HttpServletRequest http = servlet.getServletRequest();
            HttpSession session = http.getSession(false);
            String path = request.getURI().getPath();
            Optional<Board> board = live.find(path.substring(path.lastIndexOf('/') + 1));
            Optional<Viewer> viewer = session == null ? Optional.empty() : signedIn.apply(http);
            if (session != null && board.isPresent() && viewer.isPresent() && same(board.get(), viewer.get())) {
                attributes.put(BOARD, board.get());
                attributes.put(HTTP_SESSION, session);
                return true;
            }
        }
        response.setStatusCode(HttpStatus.FORBIDDEN);
        return false;
    }

    private static boolean same(Board board, Viewer viewer) {
        return board.viewer().tenant().equals(viewer.tenant())
                && board.viewer().user().equals(viewer.user());
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception exception) {
        // nothing is left to do: the connection begins in afterConnectionEstablished
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        session.setTextMessageSizeLimit(LARGEST_MESSAGE);
        session.setBinaryMessageSizeLimit(LARGEST_MESSAGE);
        Board board = (Board) session.getAttributes().get(BOARD);
        FrameSocket socket = new FrameSocket(session, board, ping);
        sockets.put(session.getId(), socket);
        if (!SessionSockets.add((HttpSession) session.getAttributes().get(HTTP_SESSION), socket)) {
            socket.close(CloseStatus.POLICY_VIOLATION);
            return;
        }
        socket.open();
        // what changed before this connection stood was told to nobody
        socket.structure(structures.get());
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) {
        FrameSocket socket = sockets.get(session.getId());
        if (socket == null) {
            return;
        }
        socket.heard();
        try {
            JsonNode content = json.readTree(message.getPayload());
            JsonNode acknowledged = content.path("ack");
            if (acknowledged.isIntegralNumber()) {
                socket.acknowledge(acknowledged.asLong());
            } else if (!content.path("pong").isIntegralNumber()) {
                socket.close(CloseStatus.BAD_DATA);
            }
        } catch (JacksonException _) {
            socket.close(CloseStatus.BAD_DATA);
        }
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession session, org.springframework.web.socket.BinaryMessage message) {
        FrameSocket socket = sockets.get(session.getId());
        if (socket != null) {
            socket.close(CloseStatus.NOT_ACCEPTABLE);
        }
    }

    @Override
    public void handleTransportError(WebSocketSession session, Throwable fault) {
        LOG.debug("Frame connection {} failed", session.getId(), fault);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        FrameSocket socket = sockets.remove(session.getId());
        if (socket != null) {
            socket.close(status);
            if (session.getAttributes().get(HTTP_SESSION) instanceof HttpSession http) {
                SessionSockets.remove(http, socket);
            }
        }
    }

    /** Ends all connections. */
    @Override
    public void close() {
        release(publishing);
        release(pluginChanges);
        Set.copyOf(sockets.values()).forEach(socket -> socket.close(CloseStatus.GOING_AWAY));
    }

    private static void release(AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception fault) {
            LOG.warn("A subscription of the frame channel could not be ended", fault);
        }
    }
}
