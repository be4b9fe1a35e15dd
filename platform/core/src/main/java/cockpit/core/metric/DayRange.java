package cockpit.core.metric;

import java.time.LocalDate;

/**
 * Whole days, both included; the last is never before the first.
 */
public record DayRange(LocalDate first, LocalDate last) {

    public DayRange {
        if (last.isBefore(first)) {
            throw new IllegalArgumentException(
                    "A range ends on or after its first day; found " + first + " to " + last + ".");
        }
    }

    public long days() {
        return last.toEpochDay() - first.toEpochDay() + 1;
    }

    public DayRange minusDays(long days) {
        return new DayRange(first.minusDays(days), last.minusDays(days));
    }
}
