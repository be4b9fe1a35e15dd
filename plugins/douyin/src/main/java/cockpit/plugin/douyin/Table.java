package cockpit.plugin.douyin;

import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import java.time.LocalDate;
import java.util.List;

/** A paged list of the channel that one stream reads. */
interface Table {

    /** Names of the columns that identify a row. */
    List<String> key();

    /** How many accounts one request may name. */
    int accountsAtOnce();

    /** @return the answer's {@code data} with a {@code page_info} */
    Json request(List<String> accounts, LocalDate from, LocalDate to, long page)
            throws SourceFault, InterruptedException;

    /** The rows of an answer. */
    List<Row> rows(Json data, List<String> accounts) throws SourceFault;
}
