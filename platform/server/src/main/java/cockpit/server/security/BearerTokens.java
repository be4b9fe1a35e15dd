package cockpit.server.security;

import cockpit.core.tenant.ApiTokens;
import cockpit.core.tenant.ApiTokens.Bearer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets programs in that state {@code Authorization: Bearer ck_…}. Cookies mean nothing here. */
final class BearerTokens extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final ApiTokens tokens;

    BearerTokens(ApiTokens tokens) {
        this.tokens = tokens;
    }

    /** Who calls. */
    static final class Caller extends AbstractAuthenticationToken {

        private static final long serialVersionUID = 1L;

        private final transient Bearer bearer;

        private Caller(Bearer bearer, Collection<SimpleGrantedAuthority> scopes) {
            super(scopes);
            this.bearer = bearer;
            setAuthenticated(true);
        }

        @Override
        public Object getCredentials() {
            return "";
        }

        @Override
        public Object getPrincipal() {
            return bearer;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader("Authorization");
        Optional<Bearer> bearer = header == null || !header.startsWith(SCHEME)
                ? Optional.empty()
                : tokens.find(header.substring(SCHEME.length()).strip());
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        bearer.ifPresent(who -> context.setAuthentication(new Caller(
                who,
                who.scopes().stream()
                        .map(scope -> new SimpleGrantedAuthority("SCOPE_" + scope.name()))
                        .toList())));
        SecurityContextHolder.setContext(context);
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }
}
