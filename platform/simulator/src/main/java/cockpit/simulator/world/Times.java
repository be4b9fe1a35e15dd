package cockpit.simulator.world;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The world's notion of time: instants are epoch seconds, days are epoch days, both in Asia/Shanghai, which has kept
 * +08:00 all year since 1992.
 */
public final class Times {
    /** Asia/Shanghai. */
    public static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

    /** Seconds of a day. */
    public static final int DAY = 86_400;

    private static final int OFFSET = 8 * 3600;

    private Times() {}

    /** The instant at a second of a day. */
    public static long at(int day, int secondOfDay) {
        return (long) day * DAY - OFFSET + secondOfDay;
    }

    /** The instant at a clock time of a day. */
    public static long at(int day, int hour, int minute) {
        return at(day, hour * 3600 + minute * 60);
    }

    /** The day of an instant. */
    public static int dayOf(long instant) {
        return (int) Math.floorDiv(instant + OFFSET, (long) DAY);
    }

    /** The accounting day of an instant: the day before until 04:00. */
    public static int businessDay(long instant) {
        return dayOf(instant - 4 * 3600);
    }

    /** Second of the day of an instant. */
    public static int secondOfDay(long instant) {
        return (int) Math.floorMod(instant + OFFSET, (long) DAY);
    }

    /** The date of a day. */
    public static LocalDate date(int day) {
        return LocalDate.ofEpochDay(day);
    }

    /** The day of a date. */
    public static int day(LocalDate date) {
        return Math.toIntExact(date.toEpochDay());
    }

    /** Whole seconds of an instant. */
    public static long seconds(Instant instant) {
        return instant.getEpochSecond();
    }

    /** {@code 2026-03-01T14:02:11+08:00}. */
    public static String iso(long instant) {
        return stamp(instant, 'T') + "+08:00";
    }

    /** {@code 2026-03-01 14:02:11}. */
    public static String plain(long instant) {
        return stamp(instant, ' ');
    }

    /** {@code 20260301}. */
    public static String compact(int day) {
        LocalDate date = date(day);
        return Integer.toString(date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth());
    }

    private static String stamp(long instant, char between) {
        int second = secondOfDay(instant);
        StringBuilder text = new StringBuilder(25).append(date(dayOf(instant))).append(between);
        two(text, second / 3600).append(':');
        two(text, second / 60 % 60).append(':');
        return two(text, second % 60).toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return number < 10 ? text.append('0').append(number) : text.append(number);
    }
}
