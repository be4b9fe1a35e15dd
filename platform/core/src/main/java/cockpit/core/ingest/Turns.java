package cockpit.core.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Permits for reads, handed out in turn. Who waits is served by whose tenant reads least now, then by whose tenant was served
 * longest ago, then by whose connection reads least and was served longest ago. As soon as a second tenant has asked, none
 * holds more than three quarters of the permits, and no connection ever holds more than its share, so that a channel that
 * hangs cannot take them all.
 */
final class Turns {

    private final int permits;
    private final int mostOfTenant;
    private final int mostOfConnection;
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<String, Holder> tenants = new HashMap<>();
    private final Map<String, Holder> connections = new HashMap<>();
    private int free;
    private long clock;

    /** How much somebody holds, and when they were served last. */
    private static final class Holder {
        private int held;
        private long served;
    }

    private final class Waiting {

        private final String tenant;
        private final String connection;
        private boolean granted;

        private Waiting(String tenant, String connection) {
            this.tenant = tenant;
            this.connection = tenant + "/" + connection;
        }

        private Holder tenantHolder() {
            return tenants.computeIfAbsent(tenant, _ -> new Holder());
        }

        private Holder connectionHolder() {
            return connections.computeIfAbsent(connection, _ -> new Holder());
        }

        private boolean mayHoldMore() {
            return (tenants.size() == 1 || tenantHolder().held < mostOfTenant)
                    && connectionHolder().held < mostOfConnection;
        }
    }

    /** A permit that is held until it is closed. */
    final class Turn implements AutoCloseable {

        private final Waiting holder;
        private boolean closed;

        private Turn(Waiting holder) {
            this.holder = holder;
        }

        @Override
        public void close() {
            synchronized (Turns.this) {
                if (!closed) {
                    closed = true;
                    free++;
                    holder.tenantHolder().held--;
                    holder.connectionHolder().held--;
                    grant();
                }
            }
        }
    }

    /**
     * @param permits how many read at once
     * @param mostOfConnection how many of them one connection holds at most
     */
    Turns(int permits, int mostOfConnection) {
        this.permits = permits;
        this.free = permits;
        this.mostOfTenant = Math.max(1, permits * 3 / 4);
        this.mostOfConnection = mostOfConnection;
    }

    /** Waits for a permit, but not longer than the patience lasts. */
    Optional<Turn> take(String tenant, String connection, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            Waiting one = new Waiting(tenant, connection);
            one.tenantHolder();
            waiting.add(one);
            grant();
            try {
                while (!one.granted) {
                    long left = end - System.nanoTime();
                    if (left <= 0) {
                        return Optional.empty();
                    }
                    wait(left / 1_000_000 + 1);
                }
            } catch (InterruptedException e) {
                if (one.granted) {
                    new Turn(one).close();
                }
                throw e;
            } finally {
                waiting.remove(one);
            }
            return Optional.of(new Turn(one));
        }
    }

    private void grant() {
        boolean any = false;
        while (free > 0) {
            Optional<Waiting> next = waiting.stream()
                    .filter(one -> !one.granted && one.mayHoldMore())
                    .min(Comparator.<Waiting>comparingInt(one -> one.tenantHolder().held)
                            .thenComparingLong(one -> one.tenantHolder().served)
                            .thenComparingInt(one -> one.connectionHolder().held)
                            .thenComparingLong(one -> one.connectionHolder().served));
            if (next.isEmpty()) {
                break;
            }
            Waiting one = next.get();
            one.granted = true;
            free--;
            clock++;
            one.tenantHolder().held++;
            one.tenantHolder().served = clock;
            one.connectionHolder().held++;
            one.connectionHolder().served = clock;
            any = true;
        }
        if (any) {
            notifyAll();
        }
    }

    /** How many wait now. */
    synchronized int waiting() {
        return (int) waiting.stream().filter(one -> !one.granted).count();
    }

    /** How many read now. */
    synchronized int reading() {
        return permits - free;
    }
}
