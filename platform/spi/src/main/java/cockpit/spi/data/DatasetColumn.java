package cockpit.spi.data;

import cockpit.spi.Text;

/**
 * A column of a canonical fact table.
 *
 * @param name as in the warehouse and in metric definitions
 * @param type stored type: a {@link ColumnType#PHONE} is stored as its keyed hash, {@link ColumnType#ENCRYPTED} as cipher text, {@link ColumnType#FEN} as long
 * @param title for people
 */
public record DatasetColumn(String name, ColumnType type, Text title) {}
