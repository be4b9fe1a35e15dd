package cockpit.server.security;

import cockpit.core.tenant.Right;
import cockpit.server.demo.DemoCredentials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/** Lets in whoever may manage connections and, in a demo, the launcher with its control token. */
@Component
class ControlToken implements AuthorizationManager<RequestAuthorizationContext> {

    private final Optional<DemoCredentials> demo;

    ControlToken(Optional<DemoCredentials> demo) {
        this.demo = demo;
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        String stated = context.getRequest().getHeader("Authorization");
        if (demo.isPresent() && stated != null) {
            byte[] expected = ("Bearer " + demo.get().controlToken().reveal()).getBytes(StandardCharsets.UTF_8);
            return new AuthorizationDecision(MessageDigest.isEqual(expected, stated.getBytes(StandardCharsets.UTF_8)));
        }
        Authentication who = authentication.get();
        return new AuthorizationDecision(who != null
                && who.isAuthenticated()
                && who.getAuthorities().stream()
                        .anyMatch(granted -> ("ROLE_" + Right.MANAGE_CONNECTIONS).equals(granted.getAuthority())));
    }
}
