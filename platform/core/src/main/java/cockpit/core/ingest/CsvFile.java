package cockpit.core.ingest;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Comma-separated values in UTF-8 or GB18030. */
final class CsvFile implements TableFile {

    private static final Pattern PLACE = Pattern.compile("(?i)(line|record) (\\d+)");

    private final String name;
    private final CsvReader<CsvRecord> csv;
    private final Iterator<CsvRecord> records;

    CsvFile(Path file, String name, Charset charset) throws IOException {
        this.name = name;
        Reader reader = new InputStreamReader(
                Files.newInputStream(file),
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        this.csv = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(reader);
        this.records = csv.iterator();
    }

    @Override
    public @Nullable Line next() throws IOException, NotReadable {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord line = records.next();
            return new Line(line.getFields(), line.getStartingLineNumber(), null);
        } catch (CsvParseException e) {
            throw new NotReadable(
                    "文件 " + name + " 不是可读的 CSV：" + place(e) + "，多半是引号没有成对。",
                    "The file " + name + " is no readable CSV: " + place(e)
                            + "; mostly a quote without its other one.");
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new NotReadable(
                        "文件 " + name + " 既不是 UTF-8 也不是 GB18030 编码。",
                        "The file " + name + " is neither UTF-8 nor GB18030.");
            }
            throw e.getCause();
        }
    }

    /** FastCSV's message without what it may quote of the file. */
    private static String place(CsvParseException e) {
        Matcher line = PLACE.matcher(String.valueOf(e.getMessage()));
        return line.find() ? line.group(1) + " " + line.group(2) : e.getClass().getSimpleName();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
