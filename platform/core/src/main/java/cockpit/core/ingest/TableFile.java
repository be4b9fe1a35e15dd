package cockpit.core.ingest;

import cockpit.spi.Text;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A dropped file as lines of texts, whatever its form; the first line is the header. Read once, from one thread. */
interface TableFile extends Closeable {

    /** The endings that a dropped file's name may have. */
    Set<String> ENDINGS = Set.of("csv", "xlsx", "parquet");

    /**
     * One line.
     *
     * @param fields its values as texts, empty where there is none
     * @param number its place in the file as a person would count it
     * @param problem why it cannot be taken although it can be read; null where it can
     */
    record Line(List<String> fields, long number, @Nullable Text problem) {}

    /** The next line; null behind the last. */
    @Nullable
    Line next() throws IOException, NotReadable;

    /** The ending of a file's name in lower case; empty without one. */
    static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
