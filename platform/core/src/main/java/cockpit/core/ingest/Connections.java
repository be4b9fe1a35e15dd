package cockpit.core.ingest;

import cockpit.core.tenant.Viewer;
import cockpit.spi.source.WebhookRequest;
import java.util.List;

/** The configured accounts of data sources. */
public interface Connections {

    /** @throws cockpit.core.tenant.AccessDenied without the right MANAGE_CONNECTIONS */
    List<ConnectionStatus> all(Viewer viewer);

    /** Rows set aside, newest first. @throws cockpit.core.tenant.AccessDenied without the right MANAGE_CONNECTIONS */
    List<QuarantinedRow> quarantine(Viewer viewer, String connection, int limit);

    /** Asks the channel whether the settings work. @throws cockpit.core.tenant.AccessDenied without MANAGE_CONNECTIONS */
    ConnectionStatus check(Viewer viewer, String connection);

    /** Reads all pulled streams now. @throws cockpit.core.tenant.AccessDenied without MANAGE_CONNECTIONS */
    void runNow(Viewer viewer, String connection);

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
