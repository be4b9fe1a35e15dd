package cockpit.server;

import cockpit.core.tenant.Tenant;
import java.nio.file.Path;
import java.util.List;

/** Something that is prepared for each tenant: its warehouse, its dictionary, its connections, its cockpits. */
@FunctionalInterface
interface TenantStep {

    /**
     * @param folder with the tenant's files
     * @return what is wrong in them, each with file and line
     */
    List<String> load(Tenant tenant, Path folder);
}
