package cockpit.core.ingest;

import java.time.Instant;

/**
 * A field of a channel's answer that nobody reads.
 *
 * @param example the form of a value: letters as x, digits as 9, ideographs as 字
 * @param firstAt when it was noticed
 */
public record NewField(String stream, String name, String example, Instant firstAt) {}
