package cockpit.core.ingest;

import java.time.Instant;

/**
 * That somebody wants a stream not to be read for now.
 *
 * @param by name of the user
 * @param at since when
 */
public record Pause(String by, Instant at) {}
