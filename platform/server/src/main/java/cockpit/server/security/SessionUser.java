package cockpit.server.security;

import cockpit.core.tenant.Account;
import java.io.Serializable;
import java.security.Principal;

/**
 * Who a session belongs to. Rights are not kept here: they are looked up when they are needed.
 *
 * @param stamp of the account when the session began; a session with an older one is over
 */
record SessionUser(String tenant, String user, long stamp) implements Principal, Serializable {

    SessionUser(Account account) {
        this(account.tenant(), account.user(), account.stamp());
    }

    @Override
    public String getName() {
        return tenant + "/" + user;
    }
}
