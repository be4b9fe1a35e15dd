package cockpit.core.dashboard;

import cockpit.core.tenant.Viewer;
import cockpit.spi.Text;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The cockpits of all tenants. Rights are checked here, at every call. */
public interface Cockpits {

    /**
     * Published cockpits whose audience the viewer belongs to; with the right BUILD also those never published that are made
     * for such an audience.
     */
    List<Summary> list(Viewer viewer);

    /** The published version; empty if there is none or the viewer is not in its audience. */
    Optional<Cockpit> published(Viewer viewer, String slug);

    /**
     * The draft; empty if there is none, or if the draft or what was published last is kept from where the viewer stands.
     *
     * @throws cockpit.core.tenant.AccessDenied without the right BUILD
     */
    Optional<Draft> draft(Viewer viewer, String slug);

    /** A new, empty draft. @throws cockpit.core.tenant.AccessDenied without the right BUILD */
    Draft create(Viewer viewer, String slug, Text title);

    /**
     * Saves a draft.
     *
     * @param revision the revision that was edited
     * @throws DraftConflict if somebody else has saved meanwhile; nothing is overwritten
     * @throws cockpit.core.tenant.AccessDenied without the right BUILD
     */
    Draft save(Viewer viewer, Cockpit cockpit, long revision);

    /** Makes the saved draft the published version. @throws cockpit.core.tenant.AccessDenied without the right BUILD */
    Version publish(Viewer viewer, String slug, String note);

    /** Deletes a cockpit with its versions. @throws cockpit.core.tenant.AccessDenied without the right BUILD */
    void delete(Viewer viewer, String slug);

    /** Calls back with (tenant, slug) after a cockpit was published or deleted: who may open it may have changed. */
    AutoCloseable onPublish(java.util.function.BiConsumer<String, String> listener);

    /**
     * @param published when it was last published; empty if never
     * @param changed whether the draft differs from the published version; always false without the right BUILD
     */
    record Summary(String slug, Text title, Optional<Instant> published, boolean changed) {}

    /** @param revision grows with each save */
    record Draft(Cockpit cockpit, long revision, String savedBy, Instant savedAt) {}

    record Version(int number, String note, String publishedBy, Instant publishedAt) {}
}
