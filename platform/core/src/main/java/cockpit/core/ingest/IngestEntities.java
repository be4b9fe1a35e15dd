package cockpit.core.ingest;

import java.util.List;

/** The entity classes of this package, for the metadata's session factory. */
public final class IngestEntities {

    public static final List<Class<?>> ALL = List.of(
            StreamRow.class,
            RunRow.class,
            QuarantineEntry.class,
            FieldRow.class,
            MappingRow.class,
            DefinitionRow.class,
            TokenRow.class,
            LockRow.class,
            LeaseRow.class,
            CommandRow.class,
            EventRow.class,
            FileRow.class);

    private IngestEntities() {}
}
