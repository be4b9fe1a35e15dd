package cockpit.server.security;

import cockpit.core.tenant.AccessDenied;
import cockpit.core.tenant.Account;
import cockpit.core.tenant.Accounts;
import cockpit.core.tenant.Viewer;
import cockpit.server.SignedIn;
import cockpit.server.Words;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.spring.security.AuthenticationContext;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** From the security context: who; from {@link Accounts}: what they may do now. */
@Component
class SessionSignedIn implements SignedIn {

    private final Accounts accounts;
    private final RunningSessions sessions;
    private final AuthenticationContext authentication;

    SessionSignedIn(Accounts accounts, RunningSessions sessions, AuthenticationContext authentication) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.authentication = authentication;
    }

    private Optional<SessionUser> user() {
        Authentication current = SecurityContextHolder.getContext().getAuthentication();
        return current != null && current.getPrincipal() instanceof SessionUser user && sessions.goesOn(user)
                ? Optional.of(user)
                : Optional.empty();
    }

    /** The account behind the session; empty where nobody is signed in. */
    Optional<Account> account() {
        return user().flatMap(user -> accounts.find(user.tenant(), user.user()));
    }

    @Override
    public Optional<Viewer> find() {
        return user().flatMap(user -> accounts.viewer(user.tenant(), user.user()));
    }

    @Override
    public Viewer viewer() {
        return find().orElseThrow(() -> new AccessDenied("Nobody is signed in."));
    }

    @Override
    public Theme theme() {
        return account()
                .map(account -> account.theme().equals("dark") ? Theme.DARK : Theme.LIGHT)
                .orElse(Theme.LIGHT);
    }

    @Override
    public void choose(Theme theme) {
        accounts.chooseTheme(viewer(), theme.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void choose(Locale language) {
        Locale ours = Words.nearest(language.toLanguageTag());
        accounts.chooseLocale(viewer(), ours);
        VaadinSession session = VaadinSession.getCurrent();
        if (session != null) {
            session.setLocale(ours);
        }
    }

    @Override
    public void signOut() {
        authentication.logout();
    }
}
