package cockpit.core.ingest;

import cockpit.spi.source.Row;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.exception.ConstraintViolationException;

/** Fields of channels' answers that nobody reads: noticed once, shown until somebody dismisses them. */
final class NewFields {

    private static final int MOST = 200;
    private static final int LONGEST_NAME = 200;

    private final Transactions transactions;
    private final InstantSource clock;
    private final Map<String, Set<String>> known = new ConcurrentHashMap<>();

    NewFields(Transactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Writes down those that were not noticed before. */
    void notice(String tenant, String connection, String stream, List<String> fields, Row row) {
        if (fields.isEmpty()) {
            return;
        }
        Set<String> noticed = known.computeIfAbsent(tenant + "/" + connection, _ -> load(tenant, connection));
        for (String field : fields) {
            String identity = stream + "/" + field;
            if (field.length() <= LONGEST_NAME && noticed.size() < MOST && noticed.add(identity)) {
                store(
                        tenant,
                        connection,
                        stream,
                        field,
                        PersonalData.form(row.values().get(field)));
            }
        }
    }

    private Set<String> load(String tenant, String connection) {
        Set<String> all = ConcurrentHashMap.newKeySet();
        all.addAll(new HashSet<>(transactions.in(session -> session.createSelectionQuery(
                        "select stream || '/' || name from FieldRow where tenant = :tenant and connection = :connection",
                        String.class)
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .getResultList())));
        return all;
    }

    private void store(String tenant, String connection, String stream, String field, String example) {
        try {
            transactions.in(session -> {
                FieldRow row = new FieldRow();
                row.tenant = tenant;
                row.connection = connection;
                row.stream = stream;
                row.name = field;
                row.example = IngestMemory.cut(example, 200);
                row.firstAt = clock.instant();
                session.persist(row);
                return true;
            });
        } catch (ConstraintViolationException _) {
            // another server noticed it at the same time
        }
    }

    /** Those that nobody has dismissed. */
    List<NewField> list(String tenant, String connection) {
        return transactions.in(session -> session
                .createSelectionQuery(
                        "from FieldRow where tenant = :tenant and connection = :connection and dismissed = false"
                                + " order by stream, name",
                        FieldRow.class)
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .getResultList()
                .stream()
                .map(row -> new NewField(row.stream, row.name, row.example, row.firstAt))
                .toList());
    }

    /** Shows a field no more; it is not noticed again either. */
    void dismiss(String tenant, String connection, String stream, String field) {
        transactions.in(session -> session.createMutationQuery(
                        "update FieldRow set dismissed = true where tenant = :tenant and connection = :connection"
                                + " and stream = :stream and name = :name")
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .setParameter("stream", stream)
                .setParameter("name", field)
                .executeUpdate());
    }
}
