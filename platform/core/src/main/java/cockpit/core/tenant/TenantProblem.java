package cockpit.core.tenant;

/**
 * Why a tenant's folder, or its latest change, was not taken.
 *
 * @param tenant name of the folder
 * @param sentence file, line, what is there and what is expected
 */
public record TenantProblem(String tenant, String sentence) {}
