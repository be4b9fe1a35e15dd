package cockpit.server.security;

import cockpit.core.tenant.Accounts;
import cockpit.spi.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.stereotype.Component;

/** Checks who signs in: tenant, user and password against {@link Accounts}. */
@Component
class TenantSignIn implements AuthenticationProvider {

    private final Accounts accounts;

    TenantSignIn(Accounts accounts) {
        this.accounts = accounts;
    }

    /** What the form states besides user and password. */
    record Details(String tenant, String address) {
        Details(HttpServletRequest request) {
            this(Optional.ofNullable(request.getParameter("tenant")).orElse("").strip(), request.getRemoteAddr());
        }
    }

    /** Somebody must wait before they may try again. */
    static final class MustWait extends LockedException {

        private static final long serialVersionUID = 1L;

        private final Duration remaining;

        MustWait(Duration remaining) {
            super("Too many failures.");
            this.remaining = remaining;
        }

        /** Whole seconds, rounded up. */
        long seconds() {
            return remaining.plusMillis(999).toSeconds();
        }
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        if (!(attempt.getDetails() instanceof Details details) || attempt.getCredentials() == null) {
            throw new BadCredentialsException("Nothing was stated.");
        }
        Accounts.Entry entry = accounts.enter(
                details.tenant(),
                attempt.getName(),
                Secret.of(attempt.getCredentials().toString()),
                details.address());
        return switch (entry) {
            case Accounts.Entry.Refused() -> throw new BadCredentialsException("Refused.");
            case Accounts.Entry.Wait(Duration remaining) -> throw new MustWait(remaining);
            case Accounts.Entry.Entered(var account) -> {
                List<SimpleGrantedAuthority> authorities = accounts.viewer(account.tenant(), account.user()).stream()
                        .flatMap(viewer -> viewer.rights().stream())
                        .map(right -> new SimpleGrantedAuthority("ROLE_" + right))
                        .toList();
                UsernamePasswordAuthenticationToken entered =
                        UsernamePasswordAuthenticationToken.authenticated(new SessionUser(account), null, authorities);
                entered.setDetails(details);
                yield entered;
            }
        };
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
