package cockpit.core.ingest;

import cockpit.core.tenant.Vault;
import cockpit.spi.Secret;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.TokenStore;
import jakarta.persistence.LockModeType;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** A connection's tokens in the metadata database, encrypted with the tenant's key. */
final class StoredTokens implements TokenStore {

    /** One lock a connection, whichever of its feeds, old or new, asks. */
    private static final Map<String, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Transactions transactions;
    private final Vault vault;
    private final InstantSource clock;
    private final String tenant;
    private final String connection;

    StoredTokens(Transactions transactions, Vault vault, InstantSource clock, String tenant, String connection) {
        this.transactions = transactions;
        this.vault = vault;
        this.clock = clock;
        this.tenant = tenant;
        this.connection = connection;
    }

    @Override
    public Optional<Secret> load(String name) {
        return Apart.run(() -> transactions.in(
                        session -> Optional.ofNullable(find(session, name)).map(row -> row.encrypted)))
                .map(encrypted -> vault.decrypt(tenant, purpose(name), encrypted));
    }

    @Override
    public void save(String name, Secret value) {
        String encrypted = vault.encrypt(tenant, purpose(name), value);
        Apart.run(() -> transactions.in(session -> {
            TokenRow row = find(session, name);
            if (row == null) {
                row = new TokenRow();
                row.tenant = tenant;
                row.connection = connection;
                row.name = name;
                row.encrypted = encrypted;
                row.at = clock.instant();
                session.persist(row);
            } else {
                row.encrypted = encrypted;
                row.at = clock.instant();
            }
            return true;
        }));
    }

    private String purpose(String name) {
        return "connection-token/" + connection + "/" + name;
    }

    private @Nullable TokenRow find(Session session, String name) {
        return session.createSelectionQuery(
                        "from TokenRow where tenant = :tenant and connection = :connection and name = :name",
                        TokenRow.class)
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .setParameter("name", name)
                .getSingleResultOrNull();
    }

    @Override
    public <T> T exclusively(Work<T> work) throws SourceFault, InterruptedException {
        ReentrantLock lock = LOCKS.computeIfAbsent(tenant + "/" + connection, _ -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            return lock.getHoldCount() > 1 ? work.run() : underRowLock(work);
        } finally {
            lock.unlock();
        }
    }

    /** Another thread holds the row for as long as the work runs: other servers wait for it. */
    private <T> T underRowLock(Work<T> work) throws SourceFault, InterruptedException {
        Apart.run(this::ensureRow);
        CompletableFuture<Boolean> locked = new CompletableFuture<>();
        CountDownLatch done = new CountDownLatch(1);
        Thread holder = Thread.ofVirtual().name("token-lock-" + connection).start(() -> hold(locked, done));
        try {
            locked.get();
            return work.run();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The lock of connection " + connection + " cannot be taken.", e.getCause());
        } finally {
            done.countDown();
            joinUninterruptibly(holder);
        }
    }

    private void hold(CompletableFuture<Boolean> locked, CountDownLatch done) {
        try {
            transactions.in(session -> {
                session.createSelectionQuery(
                                "from LockRow where tenant = :tenant and connection = :connection", LockRow.class)
                        .setParameter("tenant", tenant)
                        .setParameter("connection", connection)
                        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                        .getSingleResultOrNull();
                locked.complete(true);
                try {
                    return done.await(1, TimeUnit.HOURS);
                } catch (InterruptedException _) {
                    return false;
                }
            });
        } catch (RuntimeException e) {
            locked.completeExceptionally(e);
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ensureRow() {
        try {
            transactions.in(session -> {
                boolean there = session.createSelectionQuery(
                                        "select count(*) from LockRow where tenant = :tenant and connection = :connection",
                                        Long.class)
                                .setParameter("tenant", tenant)
                                .setParameter("connection", connection)
                                .getSingleResult()
                        > 0;
                if (!there) {
                    LockRow row = new LockRow();
                    row.tenant = tenant;
                    row.connection = connection;
                    session.persist(row);
                }
                return true;
            });
        } catch (ConstraintViolationException _) {
            // another server has just made it
        }
        return true;
    }
}
