package cockpit.simulator.push;

import cockpit.simulator.ledger.Truth;
import cockpit.simulator.world.Appointment;
import cockpit.simulator.world.Row;
import cockpit.simulator.world.Stream;
import cockpit.simulator.world.Times;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A day of a stream as a CSV file: a header line, columns by name, one row a fact in its newest revision. */
public final class CsvFiles {
    private static final int LONGEST_LEAD_TIME = 26;

    private final Truth truth;

    /** Of a truth. */
    public CsvFiles(Truth truth) {
        this.truth = truth;
    }

    /** {@code order_ALL_20260301_001.csv}. */
    public static String name(Stream stream, int day, int sequence) {
        return "%s_ALL_%s_%03d.csv".formatted(stream.fileWord(), Times.compact(day), sequence);
    }

    /**
     * The rows of a day's file as of an instant.
     *
     * @param oldest whether this is the oldest day of a history: then it also holds the appointments that were made
     *     before and are due on that day or later
     */
    public List<Row> rows(Stream stream, int day, long now, boolean oldest) {
        List<Row> rows = new ArrayList<>();
        if (oldest && stream == Stream.APPOINTMENT) {
            for (int earlier = day - LONGEST_LEAD_TIME; earlier < day; earlier++) {
                for (Row row : truth.rows(stream, earlier, now)) {
                    if (((Appointment) row).startAt() >= Times.at(day, 0)) {
                        rows.add(row);
                    }
                }
            }
        }
        rows.addAll(truth.rows(stream, day, now));
        return rows;
    }

    /** UTF-8 with byte order mark. */
    public static byte[] utf8(Stream stream, List<Row> rows) {
        return ("\uFEFF" + text(stream, rows, false)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Writes a day's files of some streams into a folder: each under a temporary name, then renamed.
     *
     * @param gb18030 in that encoding instead of UTF-8
     * @param broken with three bad rows besides: an unknown status, a missing key, text in a money column
     * @return the names
     * @throws IOException if the folder cannot be written
     */
    public List<String> drop(Path folder, List<Stream> streams, int day, long now, boolean gb18030, boolean broken)
            throws IOException {
        Files.createDirectories(folder);
        List<String> names = new ArrayList<>();
        for (Stream stream : streams) {
            List<Row> rows = rows(stream, day, now, false);
            byte[] bytes = gb18030
                    ? text(stream, rows, broken).getBytes(Charset.forName("GB18030"))
                    : ("\uFEFF" + text(stream, rows, broken)).getBytes(StandardCharsets.UTF_8);
            String name = name(stream, day, 1);
            Path temporary = folder.resolve("." + name + ".part");
            Files.write(temporary, bytes);
            Files.move(temporary, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            names.add(name);
        }
        return names;
    }

    private static String text(Stream stream, List<Row> rows, boolean broken) {
        StringWriter out = new StringWriter(rows.size() * 220 + 400);
        List<String> columns = RowShape.columns(stream);
        try (CsvWriter csv = CsvWriter.builder().build(out)) {
            csv.writeRecord(columns);
            for (Row row : rows) {
                csv.writeRecord(cells(RowShape.values(row)));
            }
            if (broken && !rows.isEmpty()) {
                List<String> sound = cells(RowShape.values(rows.getFirst()));
                int word = Math.max(columns.indexOf("status"), columns.indexOf("method"));
                int money = columns.indexOf(columns.stream()
                        .filter(column -> column.endsWith("_fen"))
                        .findFirst()
                        .orElse(""));
                int key = stream == Stream.ORDER || stream == Stream.REFUND ? 1 : 0;
                csv.writeRecord(with(sound, Math.max(word, 1), "DAMAGED"));
                csv.writeRecord(with(sound, key, ""));
                csv.writeRecord(with(sound, money < 0 ? columns.size() - 1 : money, "一百元"));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString();
    }

    private static List<String> with(List<String> cells, int position, String value) {
        List<String> changed = new ArrayList<>(cells);
        changed.set(position, value);
        return changed;
    }

    private static List<String> cells(List<@Nullable Object> values) {
        List<String> cells = new ArrayList<>(values.size());
        for (Object value : values) {
            cells.add(value == null ? "" : value.toString());
        }
        return cells;
    }
}
