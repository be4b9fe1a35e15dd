package cockpit.server.frames;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.server.HandshakeHandler;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * Agrees to no extension: frames are compressed already, once for everybody, and permessage-deflate would do it again for
 * each. The servlet container negotiates by itself, so it must not see what the browser offers.
 */
final class FrameHandshake implements HandshakeHandler {

    private final DefaultHandshakeHandler handshake = new DefaultHandshakeHandler();

    @Override
    public boolean doHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        ServerHttpRequest plain = request instanceof ServletServerHttpRequest servlet
                ? new ServletServerHttpRequest(new WithoutExtensions(servlet.getServletRequest()))
                : request;
        return handshake.doHandshake(plain, response, handler, attributes);
    }

    private static final class WithoutExtensions extends HttpServletRequestWrapper {

        WithoutExtensions(HttpServletRequest request) {
            super(request);
        }

        private static boolean hidden(String name) {
            return name.equalsIgnoreCase(WebSocketHttpHeaders.SEC_WEBSOCKET_EXTENSIONS);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return hidden(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return hidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }
    }
}
