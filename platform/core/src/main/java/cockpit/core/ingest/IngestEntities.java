package cockpit.core.ingest;

import java.util.List;

/** The entity classes of this package, for the metadata's session factory. */
public final class IngestEntities {

    public static final List<Class<?>> ALL = List.of(
            StreamRow.class, QuarantineEntry.class, TokenRow.class, LockRow.class, EventRow.class, FileRow.class);

    private IngestEntities() {}
}
