package cockpit.server.frames;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.socket.CloseStatus;

/** The connections of one HTTP session; they end with it, be it by signing out or by time. */
final class SessionSockets implements HttpSessionBindingListener {

    private static final String ATTRIBUTE = SessionSockets.class.getName();

    private final Set<FrameSocket> sockets = ConcurrentHashMap.newKeySet();

    private SessionSockets() {}

    /** @return false if the session has ended already */
    static boolean add(HttpSession session, FrameSocket socket) {
        try {
            of(session).sockets.add(socket);
            // ended between the two: its listener may have run before the socket was added
            return session.getAttribute(ATTRIBUTE) != null;
        } catch (IllegalStateException _) {
            return false;
        }
    }

    static void remove(HttpSession session, FrameSocket socket) {
        try {
            of(session).sockets.remove(socket);
        } catch (IllegalStateException _) {
            // the session ended, and the set with it
        }
    }

    private static synchronized SessionSockets of(HttpSession session) {
        if (session.getAttribute(ATTRIBUTE) instanceof SessionSockets known) {
            return known;
        }
        SessionSockets made = new SessionSockets();
        session.setAttribute(ATTRIBUTE, made);
        return made;
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        sockets.forEach(socket -> socket.close(CloseStatus.POLICY_VIOLATION));
    }
}
