package cockpit.testkit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.ChangeReader;
import cockpit.spi.source.ChangeReader.By;
import cockpit.spi.source.ChangeReader.Rules;
import cockpit.spi.source.ChangeReader.Slice;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A reader of changes")
class ChangeReaderTest {

    private static final Stream STREAM = Stream.named("order", Text.of("订单", "Orders"), Dataset.ORDER)
            .columns(
                    Column.text("id").as("order_no").asRequired(),
                    Column.count("version").asRequired(),
                    Column.instant("at").asRequired())
            .key("id")
            .newestBy("version")
            .always("channel", "OTHER")
            .pulledEvery(Duration.ofMinutes(1));

    private static final Rules RULES = new Rules(
            2,
            Duration.ofMinutes(30),
            Duration.ofMinutes(10),
            Duration.ofMinutes(1),
            By.CREATION,
            Duration.ofDays(1),
            5,
            90,
            ZoneId.of("Asia/Shanghai"));

    private final MovableTime time = MovableTime.at("2026-03-02T10:00:00+08:00");
    private final FakeSourceContext context =
            FakeSourceContext.of(new RecordedGateway(), time).withHistoryDays(2);
    private final Map<String, Instant> changed = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();
    private Runnable afterPage = () -> {};
    private int healthy = Integer.MAX_VALUE;

    private ChangeReader reader() {
        return new ChangeReader(STREAM, RULES, context, this::page);
    }

    private Slice page(By by, Instant from, Instant to, long number) throws SourceFault {
        asked.add(by + " " + from + " " + to + " " + number);
        if (healthy-- <= 0) {
            throw new SourceFault(Fault.UPSTREAM, Text.of("忙。", "Busy."));
        }
        List<Row> rows = changed.entrySet().stream()
                .filter(entry -> by == By.CHANGE
                        && !entry.getValue().isBefore(from)
                        && !entry.getValue().isAfter(to))
                .sorted(Comparator.comparing((Map.Entry<String, Instant> entry) -> entry.getValue())
                        .thenComparing(Map.Entry::getKey)
                        .reversed())
                .map(entry -> row(entry.getKey(), entry.getValue().getEpochSecond()))
                .toList();
        int first = (int) Math.min(rows.size(), (number - 1) * 2);
        Slice slice = new Slice(rows.subList(first, Math.min(rows.size(), first + 2)), rows.size());
        afterPage.run();
        return slice;
    }

    private static Row row(String id, long version) {
        return Row.of(Map.of("id", id, "version", version, "at", "2026-03-02T09:00:00+08:00"));
    }

    private void change(String id, String time) {
        changed.put(id, Instant.parse("2026-03-02T" + time + "Z"));
    }

    private List<String> read(@Nullable String from) throws Exception {
        List<String> ids = new ArrayList<>();
        String cursor = from;
        for (int count = 0; count < 50; count++) {
            Page page = reader().read(cursor);
            page.rows().forEach(row -> ids.add(String.valueOf(row.values().get("id"))));
            cursor = page.next();
            if (!page.more()) {
                return ids;
            }
        }
        throw new AssertionError("It does not end.");
    }

    @Test
    @DisplayName("reads the pages of a window from the last to the first")
    void last_page_first() throws Exception {
        for (String id : List.of("a", "b", "c", "d", "e")) {
            change(id, "01:50:0" + (id.charAt(0) - 'a'));
        }
        assertThat(read(null)).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
        assertThat(asked.subList(0, 4))
                .extracting(call -> call.substring(call.length() - 1))
                .containsExactly("1", "3", "2", "1");
    }

    @Test
    @DisplayName(
            "misses nothing of a window that grows while it is read, and comes to an end where it never stops growing")
    void a_growing_window() throws Exception {
        for (String id : List.of("a", "b", "c", "d", "e", "f")) {
            change(id, "01:50:00");
        }
        int[] more = {0};
        int[] most = {7};
        afterPage = () -> {
            if (more[0] < most[0]) {
                change("x" + more[0]++, "01:51:00");
            }
        };
        assertThat(read(null)).contains("a", "b", "c", "d", "e", "f");
        most[0] = Integer.MAX_VALUE;
        read(null);
        assertThat(asked).hasSizeLessThan(200);
    }

    @Test
    @DisplayName("hands over what it has when the channel fails on the way, and meets the failure at the next read")
    void a_failure_on_the_way() throws Exception {
        for (String id : List.of("a", "b", "c", "d", "e")) {
            change(id, "01:50:00");
        }
        healthy = 3;
        Page page = reader().read(null);
        assertThat(page.rows()).hasSize(3);
        assertThat(page.more()).isTrue();
        assertThat(catchThrowableOfType(SourceFault.class, () -> reader().read(page.next()))
                        .fault())
                .isEqualTo(Fault.UPSTREAM);
        healthy = Integer.MAX_VALUE;
        assertThat(reader().read(page.next()).rows())
                .extracting(row -> row.values().get("id"))
                .contains("d", "e");
    }

    @Test
    @DisplayName("keeps the newer of two rows of one key, whichever comes first")
    void the_newer_row() throws Exception {
        ChangeReader reader = new ChangeReader(
                STREAM, RULES, context, (_, _, _, _) -> new Slice(List.of(row("a", 2), row("a", 1)), 2));
        assertThat(reader.read(null).rows())
                .extracting(row -> row.values().get("version"))
                .containsExactly(2L);
    }

    @Test
    @DisplayName("asks for the history by creation, backwards to its beginning, and looks for new changes in between")
    void history() throws Exception {
        afterPage = () -> time.advance(Duration.ofMinutes(2));
        read(null);
        List<String> history =
                asked.stream().filter(call -> call.startsWith("CREATION")).toList();
        assertThat(history).hasSize(3);
        assertThat(history.getLast()).startsWith("CREATION 2026-02-27T16:00:00Z");
        assertThat(asked.stream().filter(call -> call.startsWith("CHANGE"))).hasSizeGreaterThan(2);
    }

    @Test
    @DisplayName("goes on after a rest in windows, and no further back than the channel keeps changes")
    void a_rest() throws Exception {
        String cursor = String.valueOf(reader().read(null).next());
        time.advance(Duration.ofDays(120));
        asked.clear();
        reader().read(cursor);
        assertThat(asked.getFirst()).startsWith("CHANGE 2026-03-31T16:00:00Z");
    }

    @Test
    @DisplayName("begins anew with a cursor that another version wrote")
    void a_foreign_cursor() throws Exception {
        assertThat(reader().read("9 of a later version")).isEqualTo(reader().read(null));
        assertThat(reader().read("changes-1 oldest=yesterday")).isEqualTo(reader().read(null));
    }
}
