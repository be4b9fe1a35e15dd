package cockpit.core.tenant;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Who did what and when. Entries are only ever added. */
public final class AuditLog {

    private final Metadata metadata;
    private final InstantSource clock;

    /**
     * @param actor name of the user, or {@code system}
     * @param action verb and thing: {@code account.create}
     * @param subject what it was done to: a name, a code
     * @param detail what changed, without secrets
     */
    public record Entry(Instant at, String tenant, String actor, String action, String subject, String detail) {}

    public AuditLog(Metadata metadata, InstantSource clock) {
        this.metadata = metadata;
        this.clock = clock;
    }

    /** Adds an entry; texts that are too long are cut. */
    public void add(String tenant, String actor, String action, String subject, String detail) {
        AuditRow row = new AuditRow();
        row.at = clock.instant();
        row.tenant = cut(tenant, 40);
        row.actor = cut(actor, 60);
        row.action = cut(action, 60);
        row.subject = cut(subject, 200);
        row.detail = cut(detail, 2000);
        metadata.doInTransaction(session -> session.persist(row));
    }

    /** Adds an entry for what a viewer did. */
    public void add(Viewer viewer, String action, String subject, String detail) {
        add(viewer.tenant(), viewer.user(), action, subject, detail);
    }

    /** A tenant's latest entries, newest first. @throws AccessDenied without the right MANAGE_USERS */
    public List<Entry> latest(Viewer viewer, int limit) {
        viewer.require(Right.MANAGE_USERS);
        return metadata.inTransaction(session -> session.createSelectionQuery(
                        "from AuditRow where tenant = :tenant order by at desc, id desc", AuditRow.class)
                .setParameter("tenant", viewer.tenant())
                .setMaxResults(limit)
                .getResultStream()
                .map(row -> new Entry(row.at, row.tenant, row.actor, row.action, row.subject, row.detail))
                .toList());
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
