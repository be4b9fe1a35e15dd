package cockpit.core.ingest;

import cockpit.core.tenant.Viewer;
import cockpit.spi.source.WebhookRequest;
import java.util.List;
import java.util.Optional;

/**
 * The configured accounts of data sources. Whatever takes a viewer concerns that viewer's tenant only, needs the right
 * MANAGE_CONNECTIONS and throws {@link cockpit.core.tenant.AccessDenied} without it; it throws {@link NoSuchConnection} for a
 * connection or stream that is not there. What changes something is written to the audit log.
 */
public interface Connections {

    // ---- looking ----

    List<ConnectionStatus> all(Viewer viewer);

    ConnectionStatus get(Viewer viewer, String connection);

    /** The last runs of its streams, the newest first. Of runs in a row that brought nothing only the last is there. */
    List<ConnectionRun> runs(Viewer viewer, String connection, int limit);

    /** What every connection of a tenant has done. */
    List<Measures> measures(String tenant);

    Measures.Queue queue();

    // ---- acting ----

    /** Asks the channel whether the settings work. */
    ConnectionStatus check(Viewer viewer, String connection);

    /** Reads pulled streams now, also those that had stopped. */
    void runNow(Viewer viewer, String connection, Optional<String> stream);

    /** Reads all pulled streams now. */
    default void runNow(Viewer viewer, String connection) {
        runNow(viewer, connection, Optional.empty());
    }

    /** Stops pulling after the page under way; pushes and files still arrive. */
    void pause(Viewer viewer, String connection, Optional<String> stream);

    void resume(Viewer viewer, String connection, Optional<String> stream);

    /** Forgets the cursor: history is read again from its beginning. Rows stay and are stored over. */
    void reset(Viewer viewer, String connection, Optional<String> stream);

    // ---- what does not fit ----

    /** Rows set aside, newest first. */
    List<QuarantinedRow> quarantine(Viewer viewer, String connection, int limit);

    /** Why rows were set aside, the most frequent reason first. */
    List<QuarantineReason> reasons(Viewer viewer, String connection);

    /** Reads what was set aside once more, by the mapping of now; what fits leaves the quarantine. */
    Replayed replay(Viewer viewer, String connection, Optional<String> stream);

    /** Deletes a row that was set aside. @return whether it was there */
    boolean discard(Viewer viewer, String connection, long row);

    /** Fields that the channel delivers and nobody reads, but those that somebody has dismissed. */
    List<NewField> newFields(Viewer viewer, String connection);

    void dismiss(Viewer viewer, String connection, String stream, String field);

    Mapping mapping(Viewer viewer, String connection);

    /** Versions of the mapping, the newest first. */
    List<MappingVersion> mappingHistory(Viewer viewer, String connection);

    /**
     * Replaces the mapping. Rows that arrive from now on are read by it; those in the quarantine when they are replayed.
     *
     * @param version that was edited
     * @throws ConnectionRefused if a rule does not do, or somebody else has changed it meanwhile
     */
    Mapping saveMapping(Viewer viewer, String connection, int version, List<Mapping.Rule> rules);

    // ---- defining ----

    /** What can be edited of a connection; empty for one that is defined in a file. */
    Optional<ConnectionDraft> draft(Viewer viewer, String connection);

    /** @throws ConnectionRefused with everything that does not do */
    void save(Viewer viewer, ConnectionDraft draft);

    /**
     * Deletes a connection that was made on a page, with its tokens, schedule and quarantine. Its facts stay.
     *
     * @throws ConnectionRefused if it is defined in a file
     */
    void delete(Viewer viewer, String connection);

    // ---- arriving ----

    /**
     * Takes a push: verifies, stores, and then answers.
     *
     * @return status and text of the answer: 202 stored, 200 known already or where the plugin states the text, 400, 401,
     *     404, 409, 413, 429 or 503
     */
    HttpAnswer receive(String tenant, String connection, WebhookRequest request);

    /** Takes an uploaded CSV file: verifies, keeps it, and reads it soon after. Answers as {@link #receive}. */
    HttpAnswer upload(String tenant, String connection, String fileName, WebhookRequest request);

    /**
     * How fresh the facts of a tenant's datasets are.
     *
     * @return one entry for each dataset that some connection fills
     */
    List<Freshness> freshness(String tenant);

    /**
     * What goes back to who pushed.
     *
     * @param status of HTTP
     * @param retryAfterSeconds 0 for none
     * @param plain whether the body is the plain text that the channel waits for, and not JSON
     * @param body the text
     */
    record HttpAnswer(int status, long retryAfterSeconds, boolean plain, String body) {

        /** A JSON text. */
        public HttpAnswer(int status, long retryAfterSeconds, String body) {
            this(status, retryAfterSeconds, false, body);
        }
    }
}
