package cockpit.core.database;

import cockpit.spi.source.TableColumn;
import cockpit.spi.source.TableColumn.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table as the database's own catalogue has it: what is not in here is never named in a statement.
 *
 * @param schema its schema
 * @param table its name
 * @param columns by name, in the table's order
 */
record Catalogue(String schema, String table, Map<String, Entry> columns) {

    /** @param type as the product calls it, in lower case */
    record Entry(String name, String type, Kind kind) {}

    Catalogue {
        columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    Optional<Entry> find(String name) {
        return Optional.ofNullable(columns.get(name));
    }

    List<TableColumn> asColumns() {
        return columns.values().stream()
                .map(entry -> new TableColumn(entry.name(), entry.kind()))
                .toList();
    }
}
