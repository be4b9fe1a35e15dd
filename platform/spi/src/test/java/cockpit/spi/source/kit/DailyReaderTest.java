package cockpit.spi.source.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A list that is read by days")
class DailyReaderTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-03-02");
    private static final Stream STREAM = Stream.named("list", Text.of("列表", "List"), Dataset.LEAD)
            .columns(Column.text("id").asRequired(), Column.date("day").asRequired())
            .key("id");

    private final Desk desk = new Desk();
    private final Channel channel = new Channel();

    /** A channel with some pages a range, that may fail or make wait. */
    private static final class Channel implements DailyTable {

        private final List<String> asked = new ArrayList<>();
        private int pages = 1;
        private int rowsAPage = 1;
        private int healthy = Integer.MAX_VALUE;
        private SourceFault fault = Desk.broken();

        @Override
        public Stream stream() {
            return STREAM;
        }

        @Override
        public Slice read(Range range, String place) throws SourceFault {
            if (healthy-- <= 0) {
                throw fault;
            }
            asked.add(range.accounts() + " " + range.from() + ".." + range.to() + " " + place);
            int page = place.isEmpty() ? 1 : Integer.parseInt(place.substring("at ".length()));
            List<Row> rows = IntStream.range(0, rowsAPage)
                    .mapToObj(index -> Row.of(
                            Map.of("id", range.from() + "-" + page + "-" + index, "day", String.valueOf(range.to()))))
                    .toList();
            return new Slice(rows, page < pages ? Optional.of("at " + (page + 1)) : Optional.empty());
        }
    }

    private DailyReader reader(String... accounts) {
        DailyPlan plan = new DailyPlan(
                DailyPlan.SHANGHAI, Duration.ofMinutes(5), Duration.ofHours(9), LocalTime.of(8, 30), 7, 30, 365);
        List<String> ids = accounts.length == 0 ? List.of("1") : List.of(accounts);
        return new DailyReader(channel, plan, () -> ids, desk);
    }

    private String readToTheEnd(DailyReader reader, @Nullable String cursor) throws Exception {
        String at = cursor;
        for (int count = 0; count < 500; count++) {
            Page page = reader.read(at);
            at = page.next();
            if (!page.more()) {
                return String.valueOf(at);
            }
        }
        throw new AssertionError("It does not end.");
    }

    @Test
    @DisplayName("gives the newest days a turn while one range of the history is long")
    void newest_days_get_a_turn() throws Exception {
        DailyReader reader = reader();
        String cursor = reader.read(null).next();
        channel.pages = 12;
        desk.pass(Duration.ofMinutes(6));
        cursor = reader.read(cursor).next();
        int before = channel.asked.size();
        channel.pages = 1;
        cursor = reader.read(cursor).next();
        assertThat(channel.asked.subList(before, channel.asked.size()))
                .containsExactly("[1] " + TODAY + ".." + TODAY + " ");
        channel.pages = 12;
        int resumed = channel.asked.size();
        readToTheEnd(reader, cursor);
        assertThat(channel.asked.get(resumed)).isEqualTo("[1] 2026-01-31..2026-03-01 at 11");
    }

    @Test
    @DisplayName("gives the newest days a turn while a part of the history is not ready")
    void newest_days_do_not_wait_with_the_history() throws Exception {
        DailyReader reader = reader();
        String waiting = reader.read(null).next();
        channel.healthy = 0;
        channel.fault = Desk.limit();
        assertThat(catchThrowableOfType(SourceFault.class, () -> reader.read(waiting))
                        .fault())
                .isEqualTo(Fault.LIMIT);
        desk.pass(Duration.ofMinutes(6));
        String instead = reader.read(waiting).next();
        channel.healthy = 1;
        int before = channel.asked.size();
        String after = reader.read(instead).next();
        assertThat(channel.asked.subList(before, channel.asked.size()))
                .containsExactly("[1] " + TODAY + ".." + TODAY + " ");
        assertThat(catchThrowableOfType(SourceFault.class, () -> reader.read(after))
                        .fault())
                .isEqualTo(Fault.LIMIT);
    }

    @Test
    @DisplayName("never starves the history, however slow the newest days are")
    void the_history_is_not_starved() throws Exception {
        DailyReader reader = reader();
        String cursor = reader.read(null).next();
        channel.pages = 40;
        boolean more = true;
        for (int count = 0; count < 200 && more; count++) {
            desk.pass(Duration.ofMinutes(6));
            Page page = reader.read(cursor);
            cursor = page.next();
            more = page.more();
        }
        assertThat(more).isFalse();
        assertThat(channel.asked).anyMatch(range -> range.contains(TODAY.minusDays(100) + ".."));
    }

    @Test
    @DisplayName("keeps its place where the channel makes it wait before there are rows")
    void keeps_its_place_while_it_waits() throws Exception {
        channel.rowsAPage = 0;
        channel.pages = 2;
        channel.healthy = 1;
        channel.fault = Desk.limit();
        DailyReader reader = reader();
        Page first = reader.read(null);
        assertThat(first.rows()).isEmpty();
        assertThat(first.more()).isTrue();
        SourceFault fault = catchThrowableOfType(SourceFault.class, () -> reader.read(first.next()));
        assertThat(fault.fault()).isEqualTo(Fault.LIMIT);
        channel.healthy = Integer.MAX_VALUE;
        reader.read(first.next());
        assertThat(channel.asked.get(1)).isEqualTo("[1] " + TODAY + ".." + TODAY + " at 2");
    }

    @Test
    @DisplayName("hands over about a thousand rows at a time, however long the channel's pages are")
    void long_pages_are_handed_over_soon() throws Exception {
        channel.pages = 50;
        channel.rowsAPage = 700;
        assertThat(reader().read(null).rows()).hasSize(1_400);
    }

    @Test
    @DisplayName("reads account by account, and goes on after the last one that is finished")
    void reads_account_by_account() throws Exception {
        desk.historyDays = 0;
        channel.pages = 2;
        channel.healthy = 3;
        DailyReader reader = reader("1", "2", "3");
        Page page = reader.read(null);
        channel.healthy = Integer.MAX_VALUE;
        readToTheEnd(reader, page.next());
        assertThat(channel.asked)
                .extracting(asked -> asked.substring(0, 3) + asked.substring(asked.lastIndexOf(' ')))
                .containsExactly("[1] ", "[1] 2", "[2] ", "[2] 2", "[3] ", "[3] 2");
    }

    @Test
    @DisplayName("reads after a rest the days that passed, and those that had not settled when it began")
    void reads_what_a_rest_left_open() throws Exception {
        desk.historyDays = 0;
        DailyReader reader = reader();
        String cursor = readToTheEnd(reader, null);
        int before = channel.asked.size();
        desk.pass(Duration.ofDays(20));
        readToTheEnd(reader, cursor);
        assertThat(channel.asked.subList(before, channel.asked.size()))
                .containsExactly(
                        "[1] 2026-03-22..2026-03-22 ", "[1] 2026-03-15..2026-03-22 ", "[1] 2026-02-23..2026-03-21 ");
    }
}
