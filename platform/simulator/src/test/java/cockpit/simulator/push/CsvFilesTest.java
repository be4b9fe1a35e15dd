package cockpit.simulator.push;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.simulator.ledger.Journal;
import cockpit.simulator.ledger.Truth;
import cockpit.simulator.world.Order;
import cockpit.simulator.world.Row;
import cockpit.simulator.world.Stream;
import cockpit.simulator.world.Times;
import cockpit.simulator.world.World;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFilesTest {
    private static final int DAY = Times.day(LocalDate.of(2026, 11, 18));
    private static final long NOW = Times.at(DAY + 1, 12, 0);

    private final World world = new World(618, 5, 2);
    private final Truth truth = new Truth(world, new Journal(world));
    private final CsvFiles csv = new CsvFiles(truth);

    @TempDir
    Path folder;

    private static List<NamedCsvRecord> parse(String text) {
        return CsvReader.builder().ofNamedCsvRecord(text).stream().toList();
    }

    @Test
    void a_file_starts_with_a_byte_order_mark_and_the_columns() {
        for (Stream stream : Stream.values()) {
            String text = new String(CsvFiles.utf8(stream, csv.rows(stream, DAY, NOW, false)), StandardCharsets.UTF_8);

            assertThat(text.lines().findFirst()).contains("\uFEFF" + String.join(",", RowShape.columns(stream)));
        }
    }

    @Test
    void every_row_has_a_value_for_every_column() {
        for (Stream stream : Stream.values()) {
            assertThat(csv.rows(stream, DAY, NOW, false))
                    .allMatch(row -> RowShape.values(row).size()
                            == RowShape.columns(stream).size());
        }
    }

    @Test
    void a_dropped_file_holds_the_day() throws IOException {
        List<String> names = csv.drop(folder, List.of(Stream.ORDER), DAY, NOW, false, false);
        List<NamedCsvRecord> rows =
                parse(Files.readString(folder.resolve(names.getFirst())).substring(1));
        long net = csv.rows(Stream.ORDER, DAY, NOW, false).stream()
                .map(Order.class::cast)
                .mapToLong(Order::netFen)
                .sum();

        assertThat(rows.stream()
                        .mapToLong(row -> Long.parseLong(row.getField("net_fen")))
                        .sum())
                .isEqualTo(net);
    }

    @Test
    void nothing_but_finished_files_is_left_in_the_folder() throws IOException {
        List<String> names = csv.drop(folder, Stream.CRM, DAY, NOW, false, false);

        try (java.util.stream.Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void a_file_can_be_in_gb18030_with_three_broken_rows() throws IOException {
        List<Row> sound = csv.rows(Stream.ORDER, DAY, NOW, false);
        csv.drop(folder, List.of(Stream.ORDER), DAY, NOW, true, true);
        String text = Files.readString(folder.resolve("order_ALL_20261118_001.csv"), Charset.forName("GB18030"));
        List<NamedCsvRecord> rows = parse(text);

        assertThat(rows).hasSize(sound.size() + 3);
        assertThat(rows.get(sound.size()).getField("status")).isEqualTo("DAMAGED");
        assertThat(rows.get(sound.size() + 1).getField("order_no")).isEmpty();
        assertThat(rows.get(sound.size() + 2).getField("gross_fen")).isEqualTo("一百元");
    }

    @Test
    void the_oldest_file_also_holds_appointments_that_were_made_before() {
        assertThat(csv.rows(Stream.APPOINTMENT, DAY, NOW, true))
                .hasSizeGreaterThan(
                        csv.rows(Stream.APPOINTMENT, DAY, NOW, false).size());
    }
}
