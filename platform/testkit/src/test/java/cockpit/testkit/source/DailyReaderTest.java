package cockpit.testkit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.Text;
import cockpit.spi.source.DailyReader;
import cockpit.spi.source.DailyReader.Plan;
import cockpit.spi.source.DailyReader.Step;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The reader of figures by day")
class DailyReaderTest {

    private static final Plan PLAN =
            new Plan(ZoneId.of("Asia/Shanghai"), LocalTime.of(8, 30), LocalTime.of(12, 30), 3, 7, 180);

    private final List<String> asked = new ArrayList<>();
    private final MovableTime time = MovableTime.at("2026-03-20T10:00:00+08:00");
    private boolean ready = true;
    private boolean broken;
    private int parts = 1;
    private int historyDays = 20;

    private final class Days implements DailyReader.Table {

        @Override
        public Text channel() {
            return Text.of("渠道", "Channel");
        }

        @Override
        public List<String> key() {
            return List.of("day");
        }

        @Override
        public Step read(LocalDate from, LocalDate to, String place) throws SourceFault {
            asked.add(from + ".." + to + (place.isEmpty() ? "" : "@" + place));
            if (broken) {
                throw new SourceFault(Fault.UPSTREAM, Text.of("坏了。", "Broken."));
            }
            List<Row> rows = new ArrayList<>();
            from.datesUntil(ready ? to.plusDays(1) : to)
                    .forEach(day -> rows.add(Row.of(Map.of("day", day.toString()))));
            int next = place.isEmpty() ? 1 : Integer.parseInt(place) + 1;
            if (next < parts) {
                return Step.continued(rows, Integer.toString(next));
            }
            return ready ? Step.last(rows) : Step.notReady(rows);
        }
    }

    private DailyReader reader() {
        return new DailyReader(
                PLAN,
                new Days(),
                FakeSourceContext.of(new RecordedGateway(), time).withHistoryDays(historyDays));
    }

    private String readToTheEnd(@Nullable String cursor) throws Exception {
        String at = cursor;
        for (int count = 0; count < 100; count++) {
            Page page = reader().read(at);
            at = page.next();
            if (!page.more()) {
                return String.valueOf(at);
            }
        }
        throw new AssertionError("It does not end.");
    }

    @Test
    void begins_with_yesterday_and_goes_back_in_windows_to_the_first_day() throws Exception {
        readToTheEnd(null);

        assertThat(asked).containsExactly("2026-03-13..2026-03-19", "2026-03-06..2026-03-12", "2026-02-28..2026-03-05");
    }

    @Test
    void asks_for_nothing_more_until_the_next_morning() throws Exception {
        String cursor = readToTheEnd(null);
        asked.clear();
        time.advance(Duration.ofMinutes(30));
        assertThat(readToTheEnd(cursor)).isEqualTo(cursor);
        assertThat(asked).isEmpty();
    }

    @Test
    void asks_for_a_day_only_when_it_can_be_ready_and_with_it_for_those_that_settle() throws Exception {
        String cursor = readToTheEnd(null);
        time.advance(Duration.ofHours(22));
        cursor = readToTheEnd(cursor);
        asked.clear();
        time.advance(Duration.ofMinutes(45));
        readToTheEnd(cursor);

        assertThat(asked).containsExactly("2026-03-18..2026-03-20");
    }

    @Test
    void reads_the_newest_days_again_once_at_noon() throws Exception {
        String cursor = readToTheEnd(null);
        asked.clear();
        time.advance(Duration.ofHours(3));
        cursor = readToTheEnd(cursor);
        time.advance(Duration.ofHours(1));
        readToTheEnd(cursor);

        assertThat(asked).containsExactly("2026-03-17..2026-03-19");
    }

    @Test
    void waits_for_a_day_that_is_not_ready_and_reads_the_history_meanwhile() throws Exception {
        ready = false;
        String cursor = readToTheEnd(null);
        assertThat(asked).hasSize(3);

        time.advance(Duration.ofMinutes(15));
        SourceFault fault = catchThrowableOfType(SourceFault.class, () -> reader().read(cursor));
        assertThat(fault.fault()).isEqualTo(Fault.LIMIT);
        assertThat(fault.retryAfter()).contains(Duration.ofMinutes(30));
        assertThat(asked).hasSize(3);

        ready = true;
        time.advance(Duration.ofMinutes(31));
        asked.clear();
        readToTheEnd(cursor);
        assertThat(asked).containsExactly("2026-03-17..2026-03-19");
    }

    @Test
    void says_at_once_that_a_day_is_not_ready_where_there_is_nothing_else_to_read() {
        ready = false;
        historyDays = 1;
        SourceFault fault = catchThrowableOfType(SourceFault.class, () -> reader().read(null));
        assertThat(fault.fault()).isEqualTo(Fault.LIMIT);
        assertThat(fault.sentence().en()).contains("not ready");
    }

    @Test
    void takes_the_days_of_a_rest_for_history() throws Exception {
        String cursor = readToTheEnd(null);
        asked.clear();
        time.advance(Duration.ofDays(20));
        readToTheEnd(cursor);

        assertThat(asked.subList(0, 2)).containsExactly("2026-04-02..2026-04-08", "2026-04-06..2026-04-08");
        assertThat(asked.subList(2, asked.size()))
                .as("the days that were missed, and before them those that had not settled")
                .containsExactly("2026-03-26..2026-04-01", "2026-03-19..2026-03-25", "2026-03-18..2026-03-18");
    }

    @Test
    void goes_on_at_its_place_after_a_failure_and_hands_over_what_came_before() throws Exception {
        parts = 30;
        Page page = reader().read(null);
        assertThat(page.rows()).hasSize(7);
        assertThat(page.more()).isTrue();
        assertThat(asked.getLast()).isEqualTo("2026-03-13..2026-03-19@19");

        broken = true;
        assertThat(catchThrowableOfType(SourceFault.class, () -> reader().read(page.next()))
                        .fault())
                .isEqualTo(Fault.UPSTREAM);
        broken = false;
        reader().read(page.next());
        assertThat(asked.get(21)).isEqualTo("2026-03-13..2026-03-19@20");
    }

    @Test
    void takes_a_cursor_of_another_version_for_none() throws Exception {
        reader().read("7 something=else");
        reader().read("1 oldest=today");
        assertThat(asked.getFirst()).isEqualTo("2026-03-13..2026-03-19");
    }
}
