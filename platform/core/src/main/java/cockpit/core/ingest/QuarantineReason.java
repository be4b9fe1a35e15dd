package cockpit.core.ingest;

import cockpit.spi.Text;

/**
 * A reason that rows were set aside for.
 *
 * @param column whose value does not fit; empty if it is not one column's
 * @param value that does not fit, where a rule could replace it; else empty
 * @param example the reason of one of them
 * @param count how many there are
 */
public record QuarantineReason(String stream, String column, String value, Text example, long count) {}
