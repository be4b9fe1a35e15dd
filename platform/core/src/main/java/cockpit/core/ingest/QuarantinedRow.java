package cockpit.core.ingest;

import cockpit.spi.Text;
import java.time.Instant;

/**
 * A row that did not fit.
 *
 * @param origin file and line, or the stream
 * @param reason which value, what it should be
 * @param raw the record as JSON, personal data masked
 */
public record QuarantinedRow(Instant at, String connection, String stream, String origin, Text reason, String raw) {}
