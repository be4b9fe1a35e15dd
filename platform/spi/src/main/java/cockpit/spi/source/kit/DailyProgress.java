package cockpit.spi.source.kit;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a stream is read: the content of its cursor.
 *
 * @param oldest first day of the history
 * @param unread the history before this day is still to be read; not after {@link #oldest} when all is read
 * @param recent when the newest days were begun that were last read to the end; the epoch before the first time
 * @param settled when the daily re-read was begun that was last read to the end
 * @param job what is being read; empty between two polls
 * @param paused a part of the history that stepped back for the newest days
 */
record DailyProgress(
        LocalDate oldest, LocalDate unread, Instant recent, Instant settled, Optional<Job> job, Optional<Job> paused) {

    private static final String VERSION = "2";

    /** Why a range is read. */
    enum Kind {
        RECENT,
        SETTLED,
        HISTORY
    }

    /**
     * A range of days, read account by account and page by page.
     *
     * @param kind why it is read
     * @param from first day
     * @param to last day
     * @param begun when it was begun
     * @param after the last account that is finished; empty before the first
     * @param place page to read next, in the table's words; empty for the first
     */
    record Job(Kind kind, LocalDate from, LocalDate to, Instant begun, String after, String place) {

        static Job of(Kind kind, LocalDate from, LocalDate to, Instant begun) {
            return new Job(kind, from, to, begun, "", "");
        }

        boolean isSameRange(Job other) {
            return kind == other.kind && from.equals(other.from) && to.equals(other.to);
        }

        Job at(String nextPlace) {
            return new Job(kind, from, to, begun, after, nextPlace);
        }

        Job nextAccounts(String finished) {
            return new Job(kind, from, to, begun, finished, "");
        }

        private String toText(String name) {
            return " " + name + "=" + kind + " " + name + ".from=" + from + " " + name + ".to=" + to + " " + name
                    + ".begun=" + begun + " " + name + ".after=" + encoded(after) + " " + name + ".place="
                    + encoded(place);
        }

        private static Optional<Job> fromText(Map<String, String> values, String name) {
            return values.containsKey(name)
                    ? Optional.of(new Job(
                            Kind.valueOf(value(values, name)),
                            LocalDate.parse(value(values, name + ".from")),
                            LocalDate.parse(value(values, name + ".to")),
                            Instant.parse(value(values, name + ".begun")),
                            decoded(value(values, name + ".after")),
                            decoded(value(values, name + ".place"))))
                    : Optional.empty();
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }
    }

    DailyProgress with(Job next) {
        return new DailyProgress(oldest, unread, recent, settled, Optional.of(next), paused);
    }

    DailyProgress pausing(Job history) {
        return new DailyProgress(oldest, unread, recent, settled, Optional.empty(), Optional.of(history));
    }

    DailyProgress resuming() {
        return new DailyProgress(oldest, unread, recent, settled, paused, Optional.empty());
    }

    /** What was paused is a part of the history that is given up here, and read again as such. */
    DailyProgress withHistory(LocalDate firstDay, LocalDate unreadBefore) {
        return new DailyProgress(firstDay, unreadBefore, recent, settled, job, Optional.empty());
    }

    boolean hasHistory() {
        return unread.isAfter(oldest);
    }

    /** What is known once the job is done. */
    DailyProgress finished(Job done) {
        return switch (done.kind()) {
            case RECENT -> new DailyProgress(oldest, unread, done.begun(), settled, Optional.empty(), paused);
            case SETTLED -> new DailyProgress(oldest, unread, recent, done.begun(), Optional.empty(), paused);
            case HISTORY -> new DailyProgress(oldest, done.from(), recent, settled, Optional.empty(), paused);
        };
    }

    String toCursor() {
        return VERSION + " oldest=" + oldest + " unread=" + unread + " recent=" + recent + " settled=" + settled
                + job.map(one -> one.toText("job")).orElse("")
                + paused.map(one -> one.toText("paused")).orElse("");
    }

    /** Empty for a cursor of another version: the stream is then read from the beginning, which changes no row. */
    static Optional<DailyProgress> fromCursor(String cursor) {
        List<String> words = List.of(cursor.split(" ", -1));
        if (!words.getFirst().equals(VERSION)) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        try {
            return Optional.of(new DailyProgress(
                    LocalDate.parse(value(values, "oldest")),
                    LocalDate.parse(value(values, "unread")),
                    Instant.parse(value(values, "recent")),
                    Instant.parse(value(values, "settled")),
                    Job.fromText(values, "job"),
                    Job.fromText(values, "paused")));
        } catch (IllegalArgumentException | DateTimeException _) {
            return Optional.empty();
        }
    }

    private static String value(Map<String, String> values, String key) {
        return Optional.ofNullable(values.get(key))
                .orElseThrow(() -> new IllegalArgumentException("The cursor lacks " + key + "."));
    }
}
