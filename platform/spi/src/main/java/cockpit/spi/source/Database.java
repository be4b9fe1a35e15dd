package cockpit.spi.source;

import java.util.List;

/**
 * The only way to a database: to the one that the connection's {@link DatabaseSettings} name, and no other. The host
 * opens it for reading only, with a driver and parameters that it chooses, and with time-outs; it writes the SQL.
 */
public interface Database {

    /**
     * The columns of a table or view that the connection's user may read.
     *
     * @throws SourceFault SETTINGS if there is no such table, or the address, user or password are wrong; ACCESS if the
     *     user may not read it; LIMIT if the database takes no more connections; UPSTREAM if it is out of reach or too slow
     */
    List<TableColumn> columns(TableName table) throws SourceFault, InterruptedException;

    /**
     * Reads rows.
     *
     * @throws SourceFault as {@link #columns}; also SETTINGS if the table lacks a column
     */
    TablePage read(TableRead read) throws SourceFault, InterruptedException;
}
