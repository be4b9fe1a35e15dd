package cockpit.core.ingest;

import cockpit.spi.Text;
import java.time.Instant;

/**
 * A row that did not fit.
 *
 * @param id of the entry
 * @param origin file and line, or the stream
 * @param reason which value, what it should be
 * @param raw the record as JSON, personal data masked
 * @param times how often it came
 * @param replayable whether the record itself was kept
 * @param column whose value does not fit; empty if it is not one column's
 * @param value that does not fit, where a rule could replace it; empty where it is missing, or may tell a person
 */
public record QuarantinedRow(
        long id,
        Instant at,
        String connection,
        String stream,
        String origin,
        Text reason,
        String raw,
        long times,
        boolean replayable,
        String column,
        String value) {}
