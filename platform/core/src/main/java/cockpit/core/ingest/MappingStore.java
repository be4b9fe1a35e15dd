package cockpit.core.ingest;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The mappings of connections, every version of them. */
final class MappingStore {

    private final Transactions transactions;
    private final InstantSource clock;

    MappingStore(Transactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    Mapping current(String tenant, String connection) {
        List<MappingVersion> latest = history(tenant, connection, 1);
        return latest.isEmpty() ? Mapping.NONE : latest.getFirst().mapping();
    }

    /** The newest first. */
    List<MappingVersion> history(String tenant, String connection, int limit) {
        return transactions.in(session -> session
                .createSelectionQuery(
                        "from MappingRow where tenant = :tenant and connection = :connection order by version desc",
                        MappingRow.class)
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(row -> new MappingVersion(Mapping.fromJson(row.version, row.rules), row.author, row.at))
                .toList());
    }

    /** The number in force of every connection that has a mapping. */
    Map<Leases.Key, Integer> versions() {
        return transactions.in(session -> {
            Map<Leases.Key, Integer> all = new HashMap<>();
            session.createSelectionQuery(
                            "select tenant, connection, max(version) from MappingRow group by tenant, connection",
                            Object[].class)
                    .getResultList()
                    .forEach(line -> all.put(new Leases.Key((String) line[0], (String) line[1]), (Integer) line[2]));
            return all;
        });
    }

    /**
     * Stores the version after the given one.
     *
     * @throws org.hibernate.exception.ConstraintViolationException if somebody else has just stored it
     */
    Mapping save(String tenant, String connection, Mapping next, String author) {
        return transactions.in(session -> {
            MappingRow row = new MappingRow();
            row.tenant = tenant;
            row.connection = connection;
            row.version = next.version();
            row.rules = next.toJson();
            row.author = author;
            row.at = clock.instant();
            session.persist(row);
            session.flush();
            return next;
        });
    }
}
