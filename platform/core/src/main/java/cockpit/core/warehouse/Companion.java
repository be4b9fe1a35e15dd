package cockpit.core.warehouse;

import cockpit.spi.data.Dataset;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/**
 * Tables of one's own beside a tenant's facts, kept in the very transactions that change the facts: what is committed fits
 * together, and a crash leaves neither ahead of the other. One thread calls, with the writer's connection, and commits or
 * rolls back afterwards; temporary tables of the connection are the companion's to use under names of its own.
 */
public interface Companion {

    /** Makes the companion of a tenant when its store is opened. */
    @FunctionalInterface
    interface Maker {
        Companion of(String tenant);
    }

    /**
     * Facts that a transaction did not store, but that count differently after it.
     *
     * @param from first business day
     * @param to last business day
     */
    record Reach(Dataset dataset, LocalDate from, LocalDate to) {}

    /** For a warehouse whose facts tell nothing about persons. */
    Companion NONE = new Companion() {

        @Override
        public void open(Connection writer) {}

        @Override
        public String identity(Dataset dataset) {
            return "CAST(NULL AS BIGINT)";
        }

        @Override
        public void storing(Connection writer, Dataset dataset, String difference) {}

        @Override
        public void removing(Connection writer, Dataset dataset, String rows) {}

        @Override
        public List<Reach> settle(Connection writer) {
            return List.of();
        }
    };

    /** Makes its tables. The fact tables are there already; each statement is its own transaction. */
    void open(Connection writer) throws SQLException;

    /**
     * A number for the person's keys that a fact carries, stored with it in its column {@code identity}: an expression over
     * the fact's columns and {@code connection}, null where a fact carries none. It never changes while the store is open
     * unless the companion then brings the stored facts up to date itself.
     */
    String identity(Dataset dataset);

    /**
     * Facts are about to be stored.
     *
     * @param difference name of a table with the new rows: the fact's columns, {@code identity}, and {@code old_row}, the
     *     {@code rowid} of the stored fact that each replaces, or null
     */
    void storing(Connection writer, Dataset dataset, String difference) throws SQLException;

    /**
     * Facts are about to vanish.
     *
     * @param rows a SELECT of one column {@code gone}, the {@code rowid}s
     */
    void removing(Connection writer, Dataset dataset, String rows) throws SQLException;

    /** All facts of the transaction are stored; it commits next. */
    List<Reach> settle(Connection writer) throws SQLException;
}
