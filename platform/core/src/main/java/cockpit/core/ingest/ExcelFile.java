package cockpit.core.ingest;

import cockpit.spi.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;

/**
 * The first sheet of an Excel workbook (.xlsx), row by row. Formulas bring the value that Excel last computed; nothing is
 * computed here, and nothing that the workbook points to is opened. What a workbook unpacks to is measured before it is
 * read: a small file may hold gigabytes.
 */
final class ExcelFile implements TableFile {

    private static final long LARGEST_WHOLE = 1L << 30;
    private static final long LARGEST_TEXTS = 128L << 20;
    private static final int MOST_PARTS = 2_000;
    private static final MathContext DIGITS_OF_EXCEL = new MathContext(15);
    private static final BigDecimal FIRST_INEXACT = BigDecimal.TEN.pow(15);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final String name;
    private final ReadableWorkbook workbook;
    private final Stream<Row> stream;
    private final Iterator<Row> rows;
    private int width;

    ExcelFile(Path file, String name) throws IOException, NotReadable {
        this.name = name;
        measure(file, name);
        ReadableWorkbook opened = null;
        try {
            opened = new ReadableWorkbook(file.toFile(), new ReadingOptions(true, true));
            this.workbook = opened;
            this.stream = opened.getFirstSheet().openStream();
            this.rows = stream.iterator();
        } catch (IOException | RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            throw unreadable(name, e);
        }
    }

    /** Unpacks everything into nothing, and gives up where it becomes too much. The sizes that a file states are not believed. */
    private static void measure(Path file, String name) throws IOException, NotReadable {
        long whole = 0;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > MOST_PARTS) {
                throw tooLarge(name);
            }
            byte[] buffer = new byte[1 << 16];
            for (Iterator<? extends ZipEntry> entries = zip.entries().asIterator(); entries.hasNext(); ) {
                ZipEntry entry = entries.next();
                boolean inMemory = !entry.getName().toLowerCase(Locale.ROOT).contains("/worksheets/");
                long part = 0;
                try (InputStream content = zip.getInputStream(entry)) {
                    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                        part += read;
                        whole += read;
                        if (whole > LARGEST_WHOLE || (inMemory && part > LARGEST_TEXTS)) {
                            throw tooLarge(name);
                        }
                    }
                }
            }
        } catch (java.util.zip.ZipException e) {
            throw unreadable(name, e);
        }
    }

    private static NotReadable tooLarge(String name) {
        return new NotReadable(
                "文件 " + name + " 解压后过大，未读入；请拆分，或改用 CSV。",
                "The file " + name + " unpacks to too much and was not read; split it, or send CSV.");
    }

    private static NotReadable unreadable(String name, Exception cause) {
        return new NotReadable(
                "文件 " + name + " 不是可读的 Excel 工作簿（.xlsx）（" + cause.getClass().getSimpleName() + "）。",
                "The file " + name + " is no readable Excel workbook (.xlsx) ("
                        + cause.getClass().getSimpleName() + ").");
    }

    @Override
    public @Nullable Line next() throws IOException, NotReadable {
        try {
            while (rows.hasNext()) {
                Row row = rows.next();
                Line line = line(row);
                if (width == 0) {
                    if (line.fields().stream().allMatch(String::isBlank)) {
                        continue;
                    }
                    width = lastUsed(line.fields());
                    return new Line(line.fields().subList(0, width), line.number(), null);
                }
                return fitted(line);
            }
            return null;
        } catch (UncheckedIOException e) {
            throw unreadable(name, e);
        } catch (RuntimeException e) {
            throw unreadable(name, e);
        }
    }

    private static int lastUsed(List<String> fields) {
        int last = fields.size();
        while (last > 0 && fields.get(last - 1).isBlank()) {
            last--;
        }
        return last;
    }

    /** As many fields as the header has: Excel leaves empty cells at a row's end out. */
    private Line fitted(Line line) {
        List<String> fields = new ArrayList<>(line.fields().subList(0, lastUsed(line.fields())));
        while (fields.size() < width) {
            fields.add("");
        }
        return new Line(fields, line.number(), line.problem());
    }

    private Line line(Row row) {
        List<String> fields = new ArrayList<>();
        Text problem = null;
        for (int index = 0; index < row.getCellCount(); index++) {
            Cell cell = row.getCell(index);
            String text = cell == null ? "" : text(cell);
            if (cell != null && cell.getType() == CellType.ERROR) {
                problem = Text.of("单元格是错误值。", "A cell holds an error.");
            }
            if (text.startsWith(INEXACT)) {
                problem = Text.of(
                        "单元格里的数字超过 15 位，Excel 已丢失末尾几位；请把这一列设为文本。",
                        "A cell holds a number of more than 15 digits, whose last ones Excel has lost; make the column text.");
                text = text.substring(INEXACT.length());
            }
            fields.add(text);
        }
        return new Line(fields, row.getRowNum(), problem);
    }

    private static final String INEXACT = "\u0000";

    private static String text(Cell cell) {
        String raw = cell.getRawValue();
        return switch (cell.getType()) {
            case STRING -> String.valueOf(cell.getValue());
            case BOOLEAN -> String.valueOf(raw).equals("1") || "true".equalsIgnoreCase(raw) ? "true" : "false";
            case NUMBER -> number(cell, raw);
            case FORMULA -> raw == null ? "" : isNumber(raw) ? number(cell, raw) : raw;
            case ERROR, EMPTY -> "";
        };
    }

    private static boolean isNumber(String raw) {
        return raw.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?");
    }

    private static String number(Cell cell, @Nullable String raw) {
        if (raw == null || !isNumber(raw)) {
            return raw == null ? "" : raw;
        }
        String format = cell.getDataFormatString();
        if (format != null && isTime(format)) {
            return time(cell, raw);
        }
        BigDecimal number = new BigDecimal(raw);
        BigDecimal shown = number.round(DIGITS_OF_EXCEL).stripTrailingZeros();
        return (number.abs().compareTo(FIRST_INEXACT) >= 0 ? INEXACT : "") + shown.toPlainString();
    }

    private static String time(Cell cell, String raw) {
        try {
            LocalDateTime time = cell.asDate().plusNanos(500_000_000).truncatedTo(ChronoUnit.SECONDS);
            return time.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? time.toLocalDate().toString()
                    : TIME.format(time);
        } catch (DateTimeException | ArithmeticException _) {
            return raw;
        } catch (RuntimeException _) {
            return raw;
        }
    }

    /** Whether a cell's format shows a date: it names days or years outside of quotes and brackets. */
    static boolean isTime(String format) {
        String bare = format.replaceAll("\"[^\"]*\"|\\\\.|\\[[^\\]]*\\]", "").toLowerCase(Locale.ROOT);
        return !bare.contains("general") && (bare.contains("y") || bare.contains("d"));
    }

    @Override
    public void close() throws IOException {
        stream.close();
        workbook.close();
    }
}
