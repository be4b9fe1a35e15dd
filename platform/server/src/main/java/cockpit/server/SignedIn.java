package cockpit.server;

import cockpit.core.tenant.Viewer;
import java.util.Locale;
import java.util.Optional;

/**
 * Who is signed in on this thread's session. It is known from the server's security context alone; nothing that a browser
 * sends has a part in it.
 */
public interface SignedIn {

    /** How the interface is painted. */
    enum Theme {
        LIGHT,
        DARK
    }

    /** Somebody, with the rights and org unit that they have now; empty where nobody is signed in. */
    Optional<Viewer> find();

    /** @throws cockpit.core.tenant.AccessDenied where nobody is signed in */
    Viewer viewer();

    /** The user's choice; light where there is none. */
    Theme theme();

    /** Stores the user's choice. */
    void choose(Theme theme);

    /** Stores the user's language and gives it to the session; the caller reloads the page. */
    void choose(Locale language);

    /** Ends the session and leads to the sign-in page. */
    void signOut();
}
