package cockpit.core.ingest;

/**
 * What a replay of the quarantine came to.
 *
 * @param fitted rows that became facts and left the quarantine
 * @param unfit rows that still do not fit
 */
public record Replayed(long fitted, long unfit) {}
