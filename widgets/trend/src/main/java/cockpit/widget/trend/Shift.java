package cockpit.widget.trend;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves the times of a compared period onto those of the period itself. Either may lack some: an hour without a sale has
 * no row. So hours are moved by whole days, days by the distance of the first ones, and only times that are neither by
 * their position.
 */
final class Shift {

    private Shift() {}

    /**
     * @param now times of the period, in order
     * @param before times of the compared period, in order
     * @return time of the period by time of the compared one; those that fall outside are absent
     */
    static Map<String, String> onto(List<String> now, List<String> before) {
        if (now.isEmpty() || before.isEmpty()) {
            return Map.of();
        }
        Optional<LocalDateTime> first = read(now.getFirst());
        Optional<LocalDateTime> firstBefore = read(before.getFirst());
        Map<String, String> onto = new HashMap<>();
        if (first.isEmpty() || firstBefore.isEmpty()) {
            for (int index = 0; index < Math.min(now.size(), before.size()); index++) {
                onto.put(before.get(index), now.get(index));
            }
            return onto;
        }
        Map<LocalDateTime, String> codes = new HashMap<>();
        now.forEach(code -> read(code).ifPresent(at -> codes.put(at, code)));
        long hours = Duration.between(firstBefore.get(), first.get()).toHours();
        long days = Math.round(hours / 24.0);
        for (String code : before) {
            read(code).map(at -> codes.get(at.plusDays(days))).ifPresent(moved -> onto.put(code, moved));
        }
        return onto;
    }

    private static Optional<LocalDateTime> read(String code) {
        try {
            return Optional.of(
                    code.contains("T")
                            ? LocalDateTime.parse(code)
                            : LocalDate.parse(code).atStartOfDay());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
