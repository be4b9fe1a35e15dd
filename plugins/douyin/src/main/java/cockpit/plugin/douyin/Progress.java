package cockpit.plugin.douyin;

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
 */
record Progress(LocalDate oldest, LocalDate unread, Instant recent, Instant settled, Optional<Job> job) {

    private static final String VERSION = "1";

    /**
     * A range of days, read account by account and page by page.
     *
     * @param kind why it is read
     * @param from first day
     * @param to last day
     * @param begun when it was begun
     * @param after the last account that is finished; empty before the first
     * @param page page to read next, from 1
     */
    record Job(Kind kind, LocalDate from, LocalDate to, Instant begun, String after, long page) {

        enum Kind {
            RECENT,
            SETTLED,
            HISTORY
        }

        static Job of(Kind kind, LocalDate from, LocalDate to, Instant begun) {
            return new Job(kind, from, to, begun, "", 1);
        }

        boolean isSameRange(Job other) {
            return kind == other.kind && from.equals(other.from) && to.equals(other.to);
        }

        Job nextPage() {
            return new Job(kind, from, to, begun, after, page + 1);
        }

        Job nextAccounts(String finished) {
            return new Job(kind, from, to, begun, finished, 1);
        }
    }

    Progress with(Optional<Job> next) {
        return new Progress(oldest, unread, recent, settled, next);
    }

    Progress withHistory(LocalDate firstDay, LocalDate unreadBefore) {
        return new Progress(firstDay, unreadBefore, recent, settled, job);
    }

    boolean hasHistory() {
        return unread.isAfter(oldest);
    }

    /** What is known once the job is done. */
    Progress finished(Job done) {
        return switch (done.kind()) {
            case RECENT -> new Progress(oldest, unread, done.begun(), settled, Optional.empty());
            case SETTLED -> new Progress(oldest, unread, recent, done.begun(), Optional.empty());
            case HISTORY -> new Progress(oldest, done.from(), recent, settled, Optional.empty());
        };
    }

    String toCursor() {
        StringBuilder text = new StringBuilder(VERSION)
                .append(" oldest=")
                .append(oldest)
                .append(" unread=")
                .append(unread)
                .append(" recent=")
                .append(recent)
                .append(" settled=")
                .append(settled);
        job.ifPresent(one -> text.append(" job=")
                .append(one.kind())
                .append(" from=")
                .append(one.from())
                .append(" to=")
                .append(one.to())
                .append(" begun=")
                .append(one.begun())
                .append(" after=")
                .append(one.after())
                .append(" page=")
                .append(one.page()));
        return text.toString();
    }

    /** Empty for a cursor of another version: the stream is then read from the beginning, which changes no row. */
    static Optional<Progress> fromCursor(String cursor) {
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
            Optional<Job> job = values.containsKey("job")
                    ? Optional.of(new Job(
                            Job.Kind.valueOf(value(values, "job")),
                            LocalDate.parse(value(values, "from")),
                            LocalDate.parse(value(values, "to")),
                            Instant.parse(value(values, "begun")),
                            value(values, "after"),
                            Long.parseLong(value(values, "page"))))
                    : Optional.empty();
            return Optional.of(new Progress(
                    LocalDate.parse(value(values, "oldest")),
                    LocalDate.parse(value(values, "unread")),
                    Instant.parse(value(values, "recent")),
                    Instant.parse(value(values, "settled")),
                    job));
        } catch (IllegalArgumentException | DateTimeException _) {
            return Optional.empty();
        }
    }

    private static String value(Map<String, String> values, String key) {
        return Optional.ofNullable(values.get(key))
                .orElseThrow(() -> new IllegalArgumentException("The cursor lacks " + key + "."));
    }
}
