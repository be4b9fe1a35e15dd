package cockpit.core.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which connections this server reads. Each is read by the server that holds its lease in the metadata database, and by no
 * other: a lease is renewed several times before it ends; a server that cannot renew it stops before it ends, by its own
 * clock that only counts, and another takes it after it has ended, by the database's clock. So a crashed server's connections
 * are read by another one after {@link Times#lease} and {@link Times#renew} at the latest: 25 seconds.
 */
final class Leases {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    /**
     * @param lease how long a lease lasts
     * @param renew how often it is renewed, and how often others' are looked at
     * @param margin how long before its end a server that could not renew it stops
     */
    record Times(Duration lease, Duration renew, Duration margin) {
        static final Times NORMAL = new Times(Duration.ofSeconds(20), Duration.ofSeconds(5), Duration.ofSeconds(4));
    }

    /** A connection of a tenant. */
    record Key(String tenant, String connection) {}

    private final Transactions transactions;
    private final Times times;
    private final String owner = UUID.randomUUID().toString();
    private final Map<Key, Long> heldUntil = new ConcurrentHashMap<>();

    Leases(Transactions transactions, Times times) {
        this.transactions = transactions;
        this.times = times;
    }

    Times times() {
        return times;
    }

    /** Whether this server may read the connection now. */
    boolean holds(Key key) {
        Long until = heldUntil.get(key);
        return until != null && System.nanoTime() - until < 0;
    }

    /** Renews what is held and takes what is free; what is no longer wanted is given back. */
    void renew(Set<Key> wanted) {
        long began = System.nanoTime();
        Map<Key, Boolean> mine = transactions.in(session -> {
            Instant now = now(session);
            Map<Key, LeaseRow> known = new HashMap<>();
            session.createSelectionQuery("from LeaseRow", LeaseRow.class)
                    .getResultList()
                    .forEach(row -> known.put(new Key(row.tenant, row.connection), row));
            Map<Key, Boolean> held = new HashMap<>();
            for (Key key : wanted) {
                LeaseRow row = known.get(key);
                if (row != null) {
                    held.put(key, take(session, row, now));
                }
            }
            known.forEach((key, row) -> {
                if (row.owner.equals(owner) && !wanted.contains(key)) {
                    giveBack(session, row);
                }
            });
            return held;
        });
        for (Key key : wanted) {
            if (!mine.containsKey(key)) {
                mine.put(key, create(key));
            }
        }
        long until = began + times.lease().minus(times.margin()).toNanos();
        mine.forEach((key, held) -> {
            if (held) {
                heldUntil.put(key, until);
            } else if (heldUntil.remove(key) != null) {
                LOG.warn("Connection {} of {} is now read by another server", key.connection(), key.tenant());
            }
        });
        heldUntil.keySet().retainAll(wanted);
    }

    /** The database's time, which all servers share. */
    private static Instant now(Session session) {
        Object found = session.createNativeQuery("select current_timestamp", OffsetDateTime.class)
                .getSingleResult();
        return ((OffsetDateTime) Objects.requireNonNull(found)).toInstant();
    }

    private boolean take(Session session, LeaseRow row, Instant now) {
        return session.createMutationQuery("update LeaseRow set owner = :owner, untilAt = :until where id = :id"
                                + " and (owner = :owner or untilAt < :now)")
                        .setParameter("owner", owner)
                        .setParameter("until", now.plus(times.lease()))
                        .setParameter("id", row.id)
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }

    private void giveBack(Session session, LeaseRow row) {
        session.createMutationQuery("update LeaseRow set untilAt = :past where id = :id and owner = :owner")
                .setParameter("past", Instant.EPOCH)
                .setParameter("id", row.id)
                .setParameter("owner", owner)
                .executeUpdate();
    }

    private boolean create(Key key) {
        try {
            return transactions.in(session -> {
                LeaseRow row = new LeaseRow();
                row.tenant = key.tenant();
                row.connection = key.connection();
                row.owner = owner;
                row.untilAt = now(session).plus(times.lease());
                session.persist(row);
                return true;
            });
        } catch (ConstraintViolationException _) {
            return false;
        }
    }

    /** Gives everything back, so that another server may go on at once. */
    void close() {
        heldUntil.clear();
        try {
            transactions.in(
                    session -> session.createMutationQuery("update LeaseRow set untilAt = :past where owner = :owner")
                            .setParameter("past", Instant.EPOCH)
                            .setParameter("owner", owner)
                            .executeUpdate());
        } catch (RuntimeException e) {
            LOG.warn("Leases could not be given back and end by themselves: {}", e.getMessage());
        }
    }
}
