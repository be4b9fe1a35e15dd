package cockpit.server.security;

import cockpit.core.tenant.Account;
import cockpit.core.tenant.Accounts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends the sessions of somebody whose password, role or org unit changed, or who was disabled: at once, with their open
 * sockets. A session that slips through, restored by the container for instance, ends at its next request.
 */
@Component
class RunningSessions {

    private static final String MARK = RunningSessions.class.getName();

    private final Accounts accounts;
    private final ConcurrentMap<String, Set<HttpSession>> sessions = new ConcurrentHashMap<>();

    RunningSessions(Accounts accounts) {
        this.accounts = accounts;
        accounts.onEnd((tenant, user) -> end(tenant + "/" + user));
    }

    /** Remembers whose session it is, until it ends. */
    void began(HttpSession session, SessionUser user) {
        session.setAttribute(MARK, new Mark(user.getName()));
    }

    private void end(String name) {
        Set<HttpSession> running = sessions.remove(name);
        if (running != null) {
            running.forEach(RunningSessions::invalidate);
        }
    }

    private static void invalidate(HttpSession session) {
        try {
            session.invalidate();
        } catch (IllegalStateException _) {
            // it ended by itself meanwhile
        }
    }

    /** Whether the account is still as it was when the session began. */
    boolean goesOn(SessionUser user) {
        Optional<Account> account = accounts.find(user.tenant(), user.user());
        return account.isPresent()
                && account.get().stamp() == user.stamp()
                && account.get().enabled();
    }

    /** In the session; tells when the container drops it. */
    private final class Mark implements HttpSessionBindingListener {

        private final String name;

        Mark(String name) {
            this.name = name;
        }

        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            sessions.computeIfAbsent(name, _ -> ConcurrentHashMap.newKeySet()).add(event.getSession());
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            sessions.computeIfPresent(name, (_, running) -> {
                running.removeIf(
                        session -> session.getId().equals(event.getSession().getId()));
                return running.isEmpty() ? null : running;
            });
        }
    }

    /** Behind the filter that loads the security context. */
    final class Check extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
            if (authentication != null && authentication.getPrincipal() instanceof SessionUser user && !goesOn(user)) {
                HttpSession session = request.getSession(false);
                if (session != null) {
                    invalidate(session);
                }
                SecurityContextHolder.clearContext();
            }
            chain.doFilter(request, response);
        }
    }
}
