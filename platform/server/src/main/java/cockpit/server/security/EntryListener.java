package cockpit.server.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** After somebody came in: remembers their session, and the tenant for the next time. */
@Component
class EntryListener {

    private final RunningSessions sessions;

    EntryListener(RunningSessions sessions) {
        this.sessions = sessions;
    }

    @EventListener
    void entered(InteractiveAuthenticationSuccessEvent event) {
        if (!(event.getAuthentication().getPrincipal() instanceof SessionUser user)
                || !(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
            return;
        }
        HttpServletRequest request = attributes.getRequest();
        HttpSession session = request.getSession(false);
        if (session != null) {
            sessions.began(session, user);
        }
        HttpServletResponse response = attributes.getResponse();
        if (response != null) {
            EntryCookies.remember(request, response, user.tenant());
        }
    }
}
