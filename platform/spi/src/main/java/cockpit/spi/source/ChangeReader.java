package cockpit.spi.source;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list that its channel gives by the time of the last change, as shops give their orders: what has changed since
 * the last poll first, then the history, the newest part first, so that a new cockpit fills from today backwards. All that is
 * known of the progress is in the cursor.
 *
 * <p>What it takes care of, so that nothing is missed and a repeated row changes nothing:
 *
 * <ul>
 *   <li><b>Windows.</b> A window of changes ends a little in the past and begins a little before the end of the former one:
 *       what the channel lists late is found by the next.
 *   <li><b>Pages that shift.</b> A row that changes while its window is read leaves it and draws the rows behind it one
 *       place forward. So the pages are read from the last to the first, where a row that moves is read twice and never
 *       missed; a list that grew meanwhile is begun again.
 *   <li><b>A rest.</b> After a pause of the connection its windows go on where they ended, as far as the channel goes back.
 *   <li><b>A failure on the way.</b> What the channel gave before is handed over; the next read meets the failure.
 * </ul>
 */
public final class ChangeReader {

    /** By which time a window picks rows. */
    public enum By {
        /** The time of the last change. */
        CHANGE,
        /** The time when a row came into being, which never changes. */
        CREATION
    }

    /** A list of the channel. */
    public interface ChangeList {

        /**
         * Asks for one page.
         *
         * @param from first instant of the window
         * @param to its end; whether the end belongs to it does not matter
         * @param number of the page, from 1, as the channel counts; at most {@link Rules#pageSize()} rows
         */
        Slice page(By by, Instant from, Instant to, long number) throws SourceFault, InterruptedException;
    }

    /**
     * What a page held.
     *
     * @param rows may be fewer or more than the channel listed
     * @param total how many entries of the channel the whole window has, on all of its pages
     */
    public record Slice(List<Row> rows, long total) {
        public Slice {
            rows = List.copyOf(rows);
        }
    }

    /**
     * What the channel allows and needs.
     *
     * @param pageSize entries on a page
     * @param window longest window of changes
     * @param overlap how much of the former window is read again
     * @param lag how far in the past a window of changes ends
     * @param historyBy how the history is asked for
     * @param historyWindow longest window of the history
     * @param historyDays how many days back the channel answers history
     * @param changeDays how many days back the channel answers changes
     * @param zone the channel's own, in which its days begin
     */
    public record Rules(
            int pageSize,
            Duration window,
            Duration overlap,
            Duration lag,
            By historyBy,
            Duration historyWindow,
            int historyDays,
            int changeDays,
            ZoneId zone) {}

    /** Requests in one read at most: the host commits each page of ours, and one of the channel's is too little. */
    static final int REQUESTS = 10;

    private static final int MOST_RESTARTS = 20;

    private final Stream stream;
    private final Rules rules;
    private final SourceContext context;
    private final ChangeList list;

    /** @param stream whose key tells rows apart, and whose version tells which of two is newer */
    public ChangeReader(Stream stream, Rules rules, SourceContext context, ChangeList list) {
        this.stream = stream;
        this.rules = rules;
        this.context = context;
        this.list = list;
    }

    /** Reads on from a cursor; from the beginning where there is none, or one that another version wrote. */
    public Page read(@Nullable String cursor) throws SourceFault, InterruptedException {
        Progress progress =
                Optional.ofNullable(cursor).flatMap(Progress::fromCursor).orElseGet(this::start);
        if (progress.job().isEmpty()) {
            progress = progress.with(changes(progress));
        }
        Map<Object, Row> rows = new LinkedHashMap<>();
        for (int request = 0; request < REQUESTS && progress.job().isPresent(); request++) {
            try {
                progress = step(progress, progress.job().get(), rows);
            } catch (SourceFault fault) {
                if (rows.isEmpty()) {
                    throw fault;
                }
                break;
            }
        }
        return new Page(
                List.copyOf(rows.values()), progress.toCursor(), progress.job().isPresent());
    }

    private Progress start() {
        Instant now = context.now();
        int days = Math.clamp(context.historyDays(), 0, rules.historyDays());
        Instant oldest = now.atZone(rules.zone())
                .toLocalDate()
                .minusDays(days)
                .atStartOfDay(rules.zone())
                .toInstant();
        Instant begin = now.minus(rules.lag()).minus(rules.overlap());
        // What changes while the history is read is found by the windows of changes, which begin here.
        return new Progress(oldest, begin.isAfter(oldest) ? begin : oldest, begin, Optional.empty());
    }

    private Optional<Job> changes(Progress progress) {
        Instant end = context.now().minus(rules.lag());
        Instant earliest = context.now()
                .atZone(rules.zone())
                .toLocalDate()
                .minusDays(rules.changeDays())
                .atStartOfDay(rules.zone())
                .toInstant();
        Instant from = progress.seen().minus(rules.overlap());
        if (from.isBefore(earliest)) {
            from = earliest;
        }
        Instant longest = from.plus(rules.window());
        Instant to = end.isAfter(longest) ? longest : end;
        return Optional.of(Job.of(By.CHANGE, true, from, to.isAfter(from) ? to : from.plusSeconds(1)));
    }

    private Progress step(Progress progress, Job job, Map<Object, Row> rows) throws SourceFault, InterruptedException {
        Slice slice = list.page(job.by(), job.from(), job.to(), Math.max(1, job.page()));
        long last = (slice.total() + rules.pageSize() - 1) / rules.pageSize();
        if (job.page() == 0 && last > 1) {
            return progress.with(Optional.of(job.counted(last, slice.total())));
        }
        slice.rows().forEach(row -> rows.merge(key(row), row, this::newer));
        long grown = job.page() == 0 ? 0 : slice.total() - job.total();
        if (grown > 0 && job.restarts() < MOST_RESTARTS) {
            // What stood at the end of this page stands so much further back now.
            long pageOfLast = (job.page() * rules.pageSize() + grown - 1) / rules.pageSize() + 1;
            return progress.with(Optional.of(job.grown(Math.min(last, pageOfLast), slice.total())));
        }
        return job.page() > 1 ? progress.with(Optional.of(job.before(slice.total()))) : proceed(progress, job);
    }

    private Progress proceed(Progress progress, Job done) {
        Progress after = done.current() ? progress.withSeen(done.to()) : progress.withUnread(done.from());
        boolean history = after.unread().isAfter(after.oldest());
        Duration behind = Duration.between(after.seen().plus(rules.lag()), context.now());
        // Where the newest changes take longer than the interval, the history gets its turn and the poll its end all
        // the same.
        Duration patience = !done.current() ? interval() : history ? rules.window() : rules.overlap();
        if (behind.compareTo(patience) > 0) {
            return after.with(changes(after));
        }
        if (history) {
            Instant from = after.unread().minus(rules.historyWindow());
            return after.with(Optional.of(Job.of(
                    rules.historyBy(), false, from.isBefore(after.oldest()) ? after.oldest() : from, after.unread())));
        }
        return after;
    }

    /** How long the newest changes count as fresh while the history is read. */
    private Duration interval() {
        return stream.every().orElse(Duration.ofMinutes(1)).plusSeconds(1);
    }

    /** A row without its whole key equals no other: the host shall see each of them. */
    private Object key(Row row) {
        List<@Nullable Object> key = new ArrayList<>();
        stream.primaryKey().forEach(column -> key.add(row.values().get(column)));
        return key.contains(null) ? new Object() : key;
    }

    private Row newer(Row before, Row after) {
        Object one = stream.version().map(before.values()::get).orElse(null);
        Object other = stream.version().map(after.values()::get).orElse(null);
        if (one instanceof Long left && other instanceof Long right) {
            return right >= left ? after : before;
        }
        if (one instanceof String left && other instanceof String right && left.length() == right.length()) {
            return right.compareTo(left) >= 0 ? after : before;
        }
        return after;
    }

    /**
     * A window that is being read.
     *
     * @param current whether it belongs to the changes since the last poll; otherwise to the history
     * @param page to read next; 0 where it is not known yet how many there are
     * @param total how many entries the window had
     * @param restarts how often it grew while it was read
     */
    private record Job(By by, boolean current, Instant from, Instant to, long page, long total, int restarts) {

        static Job of(By by, boolean current, Instant from, Instant to) {
            return new Job(by, current, from, to, 0, 0, 0);
        }

        Job counted(long lastPage, long entries) {
            return new Job(by, current, from, to, lastPage, entries, restarts);
        }

        Job grown(long back, long entries) {
            return new Job(by, current, from, to, back, entries, restarts + 1);
        }

        Job before(long entries) {
            return new Job(by, current, from, to, page - 1, entries, restarts);
        }
    }

    /**
     * The content of a cursor.
     *
     * @param oldest where the history begins
     * @param unread the history before this instant is still to be read; not after {@link #oldest} when all is read
     * @param seen the changes before this instant are read
     * @param job what is being read; empty between two polls
     */
    private record Progress(Instant oldest, Instant unread, Instant seen, Optional<Job> job) {

        private static final String VERSION = "changes-1";

        Progress with(Optional<Job> next) {
            return new Progress(oldest, unread, seen, next);
        }

        Progress withSeen(Instant instant) {
            return new Progress(oldest, unread, instant.isAfter(seen) ? instant : seen, Optional.empty());
        }

        Progress withUnread(Instant instant) {
            return new Progress(oldest, instant, seen, Optional.empty());
        }

        String toCursor() {
            StringBuilder text = new StringBuilder(VERSION)
                    .append(" oldest=")
                    .append(oldest)
                    .append(" unread=")
                    .append(unread)
                    .append(" seen=")
                    .append(seen);
            job.ifPresent(one -> text.append(" by=")
                    .append(one.by())
                    .append(" current=")
                    .append(one.current())
                    .append(" from=")
                    .append(one.from())
                    .append(" to=")
                    .append(one.to())
                    .append(" page=")
                    .append(one.page())
                    .append(" total=")
                    .append(one.total())
                    .append(" restarts=")
                    .append(one.restarts()));
            return text.toString();
        }

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
                Optional<Job> job = values.containsKey("by")
                        ? Optional.of(new Job(
                                By.valueOf(value(values, "by")),
                                Boolean.parseBoolean(value(values, "current")),
                                Instant.parse(value(values, "from")),
                                Instant.parse(value(values, "to")),
                                Long.parseLong(value(values, "page")),
                                Long.parseLong(value(values, "total")),
                                Integer.parseInt(value(values, "restarts"))))
                        : Optional.empty();
                return Optional.of(new Progress(
                        Instant.parse(value(values, "oldest")),
                        Instant.parse(value(values, "unread")),
                        Instant.parse(value(values, "seen")),
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
}
