package cockpit.core.trust;

import cockpit.core.tenant.Viewer;
import java.time.Instant;
import java.util.List;

/** What a tenant's checks have found. Needs the right MANAGE_CONNECTIONS: differences are the whole tenant's figures. */
public interface Trusts {

    /** One finding a check, in the order of the file; none for a check that was not made yet. */
    List<Finding> findings(Viewer viewer);

    /** Makes all checks now and waits. */
    void checkNow(Viewer viewer);

    /** What a check found before, the latest first. */
    List<Past> history(Viewer viewer, String code, int limit);

    /** @param apart how many pairs were apart */
    record Past(Instant since, Finding.Verdict verdict, cockpit.spi.Text sentence, int apart, int compared) {}
}
