package cockpit.core.ingest;

import cockpit.core.tenant.Viewer;

/** Where it is written down who did what. {@code auditLog::add} is one. */
@FunctionalInterface
public interface Audit {

    /**
     * @param action verb and thing: {@code connection.pause}
     * @param subject the connection
     * @param detail what, without secrets
     */
    void add(Viewer viewer, String action, String subject, String detail);
}
