package cockpit.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.core.ingest.TableFile.Line;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A dropped file")
class TableFileTest {

    @TempDir
    Path directory;

    private static List<Line> lines(TableFile file) throws IOException, NotReadable {
        try (file) {
            List<Line> lines = new ArrayList<>();
            for (Line line = file.next(); line != null; line = file.next()) {
                lines.add(line);
            }
            return lines;
        }
    }

    private Path workbook(java.util.function.Consumer<Worksheet> fill) throws IOException {
        Path file = directory.resolve("order_1.xlsx");
        try (OutputStream out = Files.newOutputStream(file);
                Workbook workbook = new Workbook(out, "test", "1.0")) {
            fill.accept(workbook.newWorksheet("Orders"));
            Worksheet second = workbook.newWorksheet("Notes");
            second.value(0, 0, "not read");
        }
        return file;
    }

    @Test
    @DisplayName("may be an Excel workbook: texts, exact numbers, dates and gaps of its first sheet")
    void excel() throws Exception {
        Path file = workbook(sheet -> {
            sheet.value(0, 0, "单号");
            sheet.value(0, 1, "金额");
            sheet.value(0, 2, "日期");
            sheet.value(0, 3, "时间");
            sheet.value(0, 4, "备注");
            sheet.value(1, 0, "00123");
            sheet.value(1, 1, 1.1 + 2.2);
            sheet.value(1, 2, LocalDate.of(2026, 3, 1));
            sheet.style(1, 2).format("yyyy-mm-dd").set();
            sheet.value(1, 3, LocalDateTime.of(2026, 3, 1, 15, 20, 44));
            sheet.style(1, 3).format("yyyy/m/d h:mm:ss").set();
            sheet.value(2, 0, "00124");
            sheet.value(2, 4, true);
            sheet.value(3, 1, 12800);
        });
        List<Line> lines = lines(new ExcelFile(file, "order_1.xlsx"));
        assertThat(lines.stream().map(Line::fields))
                .containsExactly(
                        List.of("单号", "金额", "日期", "时间", "备注"),
                        List.of("00123", "3.3", "2026-03-01", "2026-03-01 15:20:44", ""),
                        List.of("00124", "", "", "", "true"),
                        List.of("", "12800", "", "", ""));
        assertThat(lines.stream().map(Line::number)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    @DisplayName("that is an Excel workbook says where Excel has lost digits of a long number")
    void lost_digits() throws Exception {
        Path file = workbook(sheet -> {
            sheet.value(0, 0, "id");
            sheet.value(1, 0, 7_480_000_000_000_000_999L);
            sheet.value(2, 0, 999_999_999_999_999L);
        });
        List<Line> lines = lines(new ExcelFile(file, "order_1.xlsx"));
        assertThat(lines.get(1).problem()).isNotNull();
        assertThat(lines.get(1).problem().en()).contains("more than 15 digits");
        assertThat(lines.get(2).problem()).isNull();
        assertThat(lines.get(2).fields()).containsExactly("999999999999999");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yyyy-mm-dd | true",
                "m/d/yy h:mm | true",
                "[$-804]yyyy\"年\"m\"月\"d\"日\" | true",
                "General | false",
                "#,##0.00 | false",
                "0.00\"day\" | false",
                "[Red]0 | false",
                "h:mm:ss | false"
            })
    @DisplayName("that is an Excel workbook has dates where the format shows days or years")
    void formats(String format, boolean time) {
        assertThat(ExcelFile.isTime(format)).isEqualTo(time);
    }

    @Test
    @DisplayName("that unpacks to gigabytes is refused before it is read")
    void zip_bomb() throws Exception {
        Path file = directory.resolve("order_bomb.xlsx");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
            byte[] zeros = new byte[1 << 20];
            for (int megabyte = 0; megabyte < 200; megabyte++) {
                zip.write(zeros);
            }
            zip.closeEntry();
        }
        assertThat(Files.size(file)).isLessThan(1 << 20);
        NotReadable refusal = catchThrowableOfType(NotReadable.class, () -> new ExcelFile(file, "order_bomb.xlsx"));
        assertThat(refusal.reason().en()).contains("unpacks to too much");
    }

    @Test
    @DisplayName("that names a file of this machine as an entity brings nothing of it")
    void external_entities() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret.txt"), "TOP-SECRET");
        Path file = workbook(sheet -> {
            sheet.value(0, 0, "id");
            sheet.value(1, 0, "harmless");
        });
        Path hostile = directory.resolve("order_entity.xlsx");
        try (java.util.zip.ZipFile from = new java.util.zip.ZipFile(file.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(hostile))) {
            for (var entries = from.entries().asIterator(); entries.hasNext(); ) {
                ZipEntry entry = entries.next();
                String text = new String(from.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                if (entry.getName().endsWith("sharedStrings.xml")) {
                    text = text.replaceFirst(
                                    "\\?>", "?><!DOCTYPE x [<!ENTITY leak SYSTEM \"" + secret.toUri() + "\">]>")
                            .replace("harmless", "&leak;");
                }
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(text.getBytes(StandardCharsets.UTF_8));
                to.closeEntry();
            }
        }
        String read;
        try {
            read = lines(new ExcelFile(hostile, "order_entity.xlsx")).toString();
        } catch (NotReadable e) {
            read = e.reason().en();
        }
        assertThat(read).doesNotContain("TOP-SECRET");
    }

    @Test
    @DisplayName("that is no workbook is refused with a sentence")
    void no_workbook() throws Exception {
        Path file = Files.writeString(directory.resolve("order_x.xlsx"), "order_no,amount\n1,2\n");
        assertThat(catchThrowableOfType(NotReadable.class, () -> lines(new ExcelFile(file, "order_x.xlsx")))
                        .reason()
                        .en())
                .startsWith("The file order_x.xlsx is no readable Excel workbook");
    }

    private Path parquet(String select) throws Exception {
        Path file = directory.resolve("order_1.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("copy (" + select + ") to '" + file + "' (format parquet)");
        }
        return file;
    }

    @Test
    @DisplayName("may be a Parquet file: exact numbers, dates, times and nothing")
    void parquet() throws Exception {
        Path file =
                parquet("select 9007199254740993::bigint as id, 1234.50::decimal(12, 2) as amount, 0.1::double as rate,"
                        + " true as good, date '2026-03-01' as day, timestamp '2026-03-01 10:00:00.123456' as local,"
                        + " null::varchar as note");
        List<Line> lines = lines(new ParquetFile(file, "order_1.parquet"));
        assertThat(lines.stream().map(Line::fields))
                .containsExactly(
                        List.of("id", "amount", "rate", "good", "day", "local", "note"),
                        List.of(
                                "9007199254740993",
                                "1234.50",
                                "0.1",
                                "true",
                                "2026-03-01",
                                "2026-03-01T10:00:00.123456",
                                ""));
    }

    @Test
    @DisplayName("that is no Parquet file is refused with a sentence, and so is one that is not there")
    void no_parquet() throws Exception {
        Path file = Files.writeString(directory.resolve("order_x.parquet"), "PAR1 and nothing else PAR1");
        assertThat(catchThrowableOfType(NotReadable.class, () -> lines(new ParquetFile(file, "order_x.parquet")))
                        .reason()
                        .en())
                .isEqualTo("The file order_x.parquet is no readable Parquet file.");
    }

    @Test
    @DisplayName("with a quote or a glob in its path is itself and no other")
    void odd_paths() throws Exception {
        Path odd = Files.createDirectories(directory.resolve("it's *"));
        Path file = parquet("select 1 as id");
        Path moved = Files.copy(file, odd.resolve("order_1.parquet"));
        assertThat(lines(new ParquetFile(moved, "order_1.parquet"))).hasSize(2);
    }
}
