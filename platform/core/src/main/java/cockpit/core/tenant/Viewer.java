package cockpit.core.tenant;

import java.util.Locale;
import java.util.Set;

/**
 * Somebody who is signed in, as the server knows them. Every query takes tenant and row scope from here and never from
 * the browser.
 *
 * @param tenant code of the tenant
 * @param user unique name in the tenant
 * @param name what people call them
 * @param rights what they may do
 * @param orgUnit the unit whose subtree they see
 * @param locale their language
 */
public record Viewer(String tenant, String user, String name, Set<Right> rights, String orgUnit, Locale locale) {

    public Viewer {
        rights = Set.copyOf(rights);
    }

    public boolean may(Right right) {
        return rights.contains(right);
    }

    /**
     * @throws AccessDenied if the right is missing
     */
    public void require(Right right) {
        if (!may(right)) {
            throw new AccessDenied(right);
        }
    }

    public Viewer in(Locale language) {
        return new Viewer(tenant, user, name, rights, orgUnit, language);
    }
}
