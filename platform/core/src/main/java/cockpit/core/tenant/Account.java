package cockpit.core.tenant;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A user as the server knows them.
 *
 * @param user unique in the tenant, lower case
 * @param name what people call them
 * @param role code of a {@link Role}
 * @param orgUnit code of the unit whose subtree they see
 * @param theme {@code light} or {@code dark}
 * @param mustChange whether the password was set by somebody else and has to be changed at sign-in
 * @param stamp grows whenever running sessions must end
 * @param lastEntry when they last signed in
 */
public record Account(
        String tenant,
        String user,
        String name,
        String role,
        String orgUnit,
        Locale locale,
        String theme,
        boolean enabled,
        boolean mustChange,
        long stamp,
        Optional<Instant> lastEntry) {

    /** What is stated when an account is made. */
    public record New(String user, String name, String role, String orgUnit, Locale locale) {}
}
