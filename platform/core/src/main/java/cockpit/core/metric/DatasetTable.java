package cockpit.core.metric;

import cockpit.spi.data.ColumnType;
import cockpit.spi.data.Dataset;
import cockpit.spi.data.DatasetColumn;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The tables and columns that SQL may name: those of the canonical datasets, and no others. */
final class DatasetTable {

    private DatasetTable() {}

    static boolean has(Dataset dataset, Dimension dimension) {
        return switch (dimension) {
            case CHANNEL, REGION, STORE -> true;
            case CAMPAIGN -> dataset.column("campaign_id").isPresent();
            case CREATIVE -> dataset.column("creative_id").isPresent();
            case CATEGORY -> dataset.column("category").isPresent();
        };
    }

    static Table<?> table(Dataset dataset) {
        return DSL.table(DSL.name("fact_" + dataset.code()));
    }

    static DatasetColumn column(Dataset dataset, String name) {
        return dataset.column(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("Dataset " + dataset.code() + " has no column " + name + "."));
    }

    /** A column under an alias of its table. */
    static Field<?> field(String alias, DatasetColumn column) {
        return DSL.field(DSL.name(alias, column.name()), type(column.type()));
    }

    static boolean isNumber(ColumnType type) {
        return switch (type) {
            case COUNT, FEN, YUAN, DECIMAL -> true;
            case TEXT, BOOLEAN, DATE, INSTANT, PHONE, HASHED, ENCRYPTED, DROPPED -> false;
        };
    }

    private static DataType<?> type(ColumnType type) {
        return switch (type) {
            case TEXT, PHONE, HASHED, ENCRYPTED, DROPPED -> SQLDataType.VARCHAR;
            case COUNT, FEN, YUAN -> SQLDataType.BIGINT;
            case DECIMAL -> SQLDataType.DECIMAL(18, 4);
            case BOOLEAN -> SQLDataType.BOOLEAN;
            case DATE -> SQLDataType.LOCALDATE;
            case INSTANT -> SQLDataType.TIMESTAMPWITHTIMEZONE;
        };
    }

    /**
     * A filter's value as the column stores it.
     *
     * @return empty where it does not fit, and always for INSTANT and what is encrypted, which have no filters by value
     */
    static Optional<Object> value(ColumnType type, String written) {
        try {
            return switch (type) {
                case TEXT, PHONE, HASHED -> Optional.of(written);
                case COUNT, FEN, YUAN -> Optional.of(Long.parseLong(written));
                case DECIMAL -> Optional.of(new BigDecimal(written));
                case BOOLEAN ->
                    written.equals("true") || written.equals("false")
                            ? Optional.of(Boolean.parseBoolean(written))
                            : Optional.empty();
                case DATE -> Optional.of(LocalDate.parse(written));
                case INSTANT, ENCRYPTED, DROPPED -> Optional.empty();
            };
        } catch (NumberFormatException | DateTimeException _) {
            return Optional.empty();
        }
    }
}
