package cockpit.core.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Changes to a tenant's store besides storing batches, in the writer's order. */
public interface Alterations {

    /** One change. */
    @FunctionalInterface
    interface Alteration {

        /**
         * Works in a transaction, which it may commit in parts.
         *
         * @return facts that count differently afterwards
         */
        List<Companion.Reach> on(Connection writer) throws SQLException;
    }

    /**
     * Waits until it is done; an exception undoes what was not committed.
     *
     * @throws WarehouseFault if it fails
     */
    void alter(String tenant, Alteration work);

    /** Puts it before all batches that come later and does not wait; a failure is logged. */
    void alterSoon(String tenant, Alteration work);
}
