package cockpit.core.ingest;

import java.time.Instant;

/** A version of a connection's mapping, and who made it. */
public record MappingVersion(Mapping mapping, String author, Instant at) {}
