package cockpit.core.metric;

import cockpit.spi.Text;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A span of time as a reader chooses it: a moving one by name, or fixed days. Its text form is {@code today} or
 * {@code 2026-11-01..2026-11-11}.
 */
public sealed interface Period {

    /** The days that it means on a given day. */
    DayRange on(LocalDate today);

    /** What the reader sees. */
    Text title();

    /** Reads the text form. */
    static Optional<Period> parse(String text) {
        Optional<Period> moving = Arrays.stream(Moving.values())
                .filter(one -> one.toString().equals(text))
                .map(Period.class::cast)
                .findFirst();
        if (moving.isPresent()) {
            return moving;
        }
        int dots = text.indexOf("..");
        if (dots < 0) {
            return Optional.empty();
        }
        try {
            LocalDate first = LocalDate.parse(text.substring(0, dots));
            LocalDate last = LocalDate.parse(text.substring(dots + 2));
            return last.isBefore(first) ? Optional.empty() : Optional.of(new Fixed(new DayRange(first, last)));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** A span that moves with the day. */
    enum Moving implements Period {
        TODAY("今日", "Today"),
        YESTERDAY("昨日", "Yesterday"),
        LAST_7_DAYS("近 7 天", "Last 7 days"),
        LAST_30_DAYS("近 30 天", "Last 30 days"),
        LAST_90_DAYS("近 90 天", "Last 90 days"),
        THIS_WEEK("本周", "This week"),
        THIS_MONTH("本月", "This month");

        private final Text title;

        Moving(String zh, String en) {
            title = Text.of(zh, en);
        }

        @Override
        public DayRange on(LocalDate today) {
            return switch (this) {
                case TODAY -> new DayRange(today, today);
                case YESTERDAY -> new DayRange(today.minusDays(1), today.minusDays(1));
                case LAST_7_DAYS -> new DayRange(today.minusDays(6), today);
                case LAST_30_DAYS -> new DayRange(today.minusDays(29), today);
                case LAST_90_DAYS -> new DayRange(today.minusDays(89), today);
                case THIS_WEEK ->
                    new DayRange(today.minusDays(today.getDayOfWeek().getValue() - 1L), today);
                case THIS_MONTH -> new DayRange(today.withDayOfMonth(1), today);
            };
        }

        @Override
        public Text title() {
            return title;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Days that stay. */
    record Fixed(DayRange range) implements Period {

        @Override
        public DayRange on(LocalDate today) {
            return range;
        }

        @Override
        public Text title() {
            return Text.same(
                    range.first().equals(range.last())
                            ? range.first().toString()
                            : range.first() + " – " + range.last());
        }

        @Override
        public String toString() {
            return range.first() + ".." + range.last();
        }
    }
}
