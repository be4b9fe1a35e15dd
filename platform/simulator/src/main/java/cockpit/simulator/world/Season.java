package cockpit.simulator.world;

import java.time.LocalDate;
import java.time.MonthDay;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The year's and the week's rhythm, all in thousandths of an ordinary day. */
final class Season {
    private static final int[] MONTH = {920, 780, 1040, 1010, 1060, 1100, 1060, 1030, 960, 980, 1080, 1040};
    private static final int[] VISITS = {820, 780, 830, 880, 1040, 1380, 1270};
    private static final int[] LEADS = {960, 940, 950, 970, 1030, 1090, 1060};

    /** Ad delivery by hour of the day. */
    static final int[] AD_HOURS = {
        26, 14, 8, 5, 4, 6, 14, 26, 36, 44, 50, 56, 68, 64, 52, 48, 48, 50, 54, 60, 74, 82, 72, 44
    };

    /** Arrivals at a counter by hour, from 10 to 20 o'clock. */
    static final int[] COUNTER_HOURS = {70, 100, 85, 95, 125, 130, 115, 95, 90, 85, 40};

    private static final List<LocalDate> SPRING_FESTIVALS = List.of(
            LocalDate.of(2024, 2, 10),
            LocalDate.of(2025, 1, 29),
            LocalDate.of(2026, 2, 17),
            LocalDate.of(2027, 2, 6),
            LocalDate.of(2028, 1, 26),
            LocalDate.of(2029, 2, 13),
            LocalDate.of(2030, 2, 3));

    private static final List<Promo> PROMOS = List.of(
            new Promo("38女神节", MonthDay.of(3, 1), MonthDay.of(3, 8), MonthDay.of(3, 8)),
            new Promo("618年中大促", MonthDay.of(6, 1), MonthDay.of(6, 20), MonthDay.of(6, 18)),
            new Promo("双11抢先购", MonthDay.of(10, 24), MonthDay.of(11, 13), MonthDay.of(11, 11)));

    private static final int FIRST_DAY = Times.day(LocalDate.of(2016, 1, 1));
    private static final int LAST_DAY = Times.day(LocalDate.of(2046, 1, 1));
    private static final int[] BOOSTS =
            IntStream.range(FIRST_DAY, LAST_DAY).map(Season::computeBoost).toArray();
    private static final int[] DEMANDS =
            IntStream.range(FIRST_DAY, LAST_DAY).map(Season::computeDemand).toArray();

    private Season() {}

    /** A shopping festival of every year. */
    private record Promo(String name, MonthDay first, MonthDay last, MonthDay peak) {
        boolean covers(LocalDate date) {
            MonthDay day = MonthDay.from(date);
            return !day.isBefore(first) && !day.isAfter(last);
        }

        int boost(LocalDate date) {
            long before = ChronoUnit.DAYS.between(date, peak.atYear(date.getYear()));
            return before == 0 ? 2200 : before > 0 && before <= 3 ? 1650 : before < 0 ? 1150 : 1300;
        }
    }

    /**
     * A festival's run in one year.
     *
     * @param name its name
     * @param first first day
     * @param last last day
     */
    record Window(String name, int first, int last) {}

    /** The festival that runs on a day. */
    static Optional<Window> window(int day) {
        LocalDate date = Times.date(day);
        return PROMOS.stream()
                .filter(promo -> promo.covers(date))
                .map(promo -> new Window(
                        promo.name(),
                        Times.day(promo.first().atYear(date.getYear())),
                        Times.day(promo.last().atYear(date.getYear()))))
                .findFirst();
    }

    /** What a festival adds: 1000 outside of one. */
    static int boost(int day) {
        return day < FIRST_DAY || day >= LAST_DAY ? computeBoost(day) : BOOSTS[day - FIRST_DAY];
    }

    /** Month, growth and the quiet days around the Spring Festival. */
    static int demand(int day) {
        return day < FIRST_DAY || day >= LAST_DAY ? computeDemand(day) : DEMANDS[day - FIRST_DAY];
    }

    private static int computeBoost(int day) {
        LocalDate date = Times.date(day);
        return PROMOS.stream()
                .filter(promo -> promo.covers(date))
                .mapToInt(promo -> promo.boost(date))
                .findFirst()
                .orElse(1000);
    }

    private static int computeDemand(int day) {
        LocalDate date = Times.date(day);
        long months = ChronoUnit.MONTHS.between(LocalDate.of(2026, 1, 1), date);
        long growth = Math.clamp(800 + 6 * months, 450, 1500);
        long quiet = SPRING_FESTIVALS.stream()
                        .mapToLong(festival -> ChronoUnit.DAYS.between(festival, date))
                        .anyMatch(distance -> distance >= -2 && distance <= 6)
                ? 280
                : 1000;
        return (int) (MONTH[date.getMonthValue() - 1] * growth / 1000 * quiet / 1000);
    }

    /** The week's shape of visits. */
    static int visits(int day) {
        return VISITS[weekday(day)];
    }

    /** The week's shape of leads and ad spend. */
    static int leads(int day) {
        return LEADS[weekday(day)];
    }

    private static int weekday(int day) {
        return Math.floorMod(day + 3, 7);
    }
}
