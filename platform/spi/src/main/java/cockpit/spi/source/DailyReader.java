package cockpit.spi.source;

import cockpit.spi.Text;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads figures of whole days from a channel that knows a day only the next morning, and may correct it for some days: the
 * days that became ready since the last read first, then those that are still corrected, once a day, then the history
 * backwards, so that a new cockpit fills from yesterday on. A day that is not ready is waited for and never taken as empty.
 *
 * <p>All progress is in the cursor. A range of days is read step by step; a step that fails hands over what came before it,
 * and the next read meets the failure.
 */
public final class DailyReader {

    private static final int STEPS = 20;
    private static final int ROWS = 1_000;
    private static final Duration NOT_READY = Duration.ofMinutes(45);

    private final Plan plan;
    private final Table table;
    private final SourceContext context;

    /**
     * When which days are read.
     *
     * @param zone the channel's days
     * @param ready from when on a day is asked for, on the day after
     * @param settled when the newest days are read again, once a day
     * @param settlingDays how many of the newest days that is
     * @param windowDays how many days a range has at most
     * @param keptDays how many days back the channel answers
     */
    public record Plan(
            ZoneId zone, LocalTime ready, LocalTime settled, int settlingDays, int windowDays, int keptDays) {

        public Plan {
            if (settlingDays < 1 || windowDays < settlingDays || keptDays < windowDays) {
                throw new IllegalArgumentException("A plan has 1 ≤ settlingDays ≤ windowDays ≤ keptDays.");
            }
        }

        /** The newest day that can be ready at an instant. */
        public LocalDate newest(Instant now) {
            ZonedDateTime local = now.atZone(zone);
            return local.toLocalDate().minusDays(local.toLocalTime().isBefore(ready) ? 2 : 1);
        }

        private Instant lastSettling(Instant now) {
            ZonedDateTime local = now.atZone(zone).with(settled);
            return (local.toInstant().isAfter(now) ? local.minusDays(1) : local).toInstant();
        }
    }

    /**
     * What one step brought.
     *
     * @param next where the range goes on, opaque; empty at its end
     * @param ready whether the range's last day is there
     */
    public record Step(List<Row> rows, Optional<String> next, boolean ready) {

        public Step {
            rows = List.copyOf(rows);
        }

        /** The range is read. */
        public static Step last(List<Row> rows) {
            return new Step(rows, Optional.empty(), true);
        }

        /** The range goes on at a place. */
        public static Step continued(List<Row> rows, String next) {
            return new Step(rows, Optional.of(next), true);
        }

        /** The channel has not worked out the range's last day; the days before it are handed over, and count as read. */
        public static Step notReady(List<Row> rows) {
            return new Step(rows, Optional.empty(), false);
        }
    }

    /** The channel's daily figures. */
    public interface Table {

        /** Name of the channel, for the sentence about a day that is not ready. */
        Text channel();

        /** Names of the columns that identify a row. */
        List<String> key();

        /**
         * Reads a part of a range of days.
         *
         * @param place {@link Step#next()} of the step before; empty at the range's beginning
         */
        Step read(LocalDate from, LocalDate to, String place) throws SourceFault, InterruptedException;
    }

    public DailyReader(Plan plan, Table table, SourceContext context) {
        this.plan = plan;
        this.table = table;
        this.context = context;
    }

    /** Reads on from a cursor; null begins {@link SourceContext#historyDays()} days back. */
    public Page read(@Nullable String cursor) throws SourceFault, InterruptedException {
        Instant now = context.now();
        Progress progress = Optional.ofNullable(cursor)
                .flatMap(Progress::fromCursor)
                .orElseGet(() -> start(now))
                .withJobDue(plan, now);
        if (progress.job().isEmpty()) {
            progress.requireReady(table.channel(), now);
            return Page.last(List.of(), progress.toCursor());
        }
        Map<Object, Row> rows = new LinkedHashMap<>();
        for (int count = 0;
                count < STEPS && rows.size() < ROWS && progress.job().isPresent();
                count++) {
            try {
                Progress.Job job = progress.job().get();
                Step step = table.read(job.from(), job.to(), job.place());
                step.rows().forEach(row -> rows.put(key(row), row));
                progress = progress.after(job, step, now).withJobDue(plan, now);
                if (!step.ready() && rows.isEmpty() && progress.job().isEmpty()) {
                    progress.requireReady(table.channel(), now);
                }
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

    private Progress start(Instant now) {
        LocalDate newest = plan.newest(now);
        int days = Math.clamp(context.historyDays(), 1, plan.keptDays());
        LocalDate oldest = now.atZone(plan.zone()).toLocalDate().minusDays(days);
        LocalDate first = oldest.isAfter(newest) ? newest : oldest;
        return new Progress(first, first, first.minusDays(1), now, Instant.EPOCH, Optional.empty());
    }

    /** A row without its whole key equals no other: the host shall see each of them. */
    private Object key(Row row) {
        List<@Nullable Object> key = new ArrayList<>();
        table.key().forEach(column -> key.add(row.values().get(column)));
        return key.contains(null) ? new Object() : key;
    }

    /**
     * The content of a cursor.
     *
     * @param oldest first day of the history
     * @param unread the history before this day is still to be read; not after {@code oldest} when all is read
     * @param newest the last day that was read to the end
     * @param settled when the newest days were last read again
     * @param waiting when a day that was not ready is asked for again; the epoch where none is
     * @param job the range at hand
     */
    private record Progress(
            LocalDate oldest, LocalDate unread, LocalDate newest, Instant settled, Instant waiting, Optional<Job> job) {

        private static final String VERSION = "1";

        private enum Kind {
            NEWEST,
            SETTLED,
            HISTORY
        }

        private record Job(Kind kind, LocalDate from, LocalDate to, String place) {}

        private Progress with(Job next) {
            return new Progress(oldest, unread, newest, settled, waiting, Optional.of(next));
        }

        /** The same with the range that is due, if one is and none is at hand. */
        private Progress withJobDue(Plan plan, Instant now) {
            if (job.isPresent()) {
                return this;
            }
            LocalDate ready = plan.newest(now);
            if (newest.isBefore(ready) && !waiting.isAfter(now)) {
                // With the new days those that had not settled when they were last read.
                LocalDate since = later(newest.minusDays(plan.settlingDays() - 2L), oldest);
                LocalDate from = later(since, ready.minusDays(plan.windowDays() - 1L));
                // What lies between, at the beginning or after a rest, is history.
                Progress known = since.isBefore(from)
                        ? new Progress(hasHistory() ? oldest : since, from, newest, settled, waiting, job)
                        : this;
                return known.with(new Job(Kind.NEWEST, from, ready, ""));
            }
            if (settled.isBefore(plan.lastSettling(now)) && !newest.isBefore(oldest)) {
                LocalDate from = later(newest.minusDays(plan.settlingDays() - 1L), oldest);
                return with(new Job(Kind.SETTLED, from, newest, ""));
            }
            if (hasHistory()) {
                LocalDate to = unread.minusDays(1);
                return with(new Job(Kind.HISTORY, later(to.minusDays(plan.windowDays() - 1L), oldest), to, ""));
            }
            return this;
        }

        private boolean hasHistory() {
            return unread.isAfter(oldest);
        }

        private Progress after(Job done, Step step, Instant now) {
            if (step.next().isPresent()) {
                return with(
                        new Job(done.kind(), done.from(), done.to(), step.next().get()));
            }
            return switch (done.kind()) {
                case NEWEST ->
                    step.ready()
                            ? new Progress(oldest, unread, done.to(), settled, Instant.EPOCH, Optional.empty())
                            : new Progress(
                                    oldest,
                                    unread,
                                    later(newest, done.to().minusDays(1)),
                                    settled,
                                    now.plus(NOT_READY),
                                    Optional.empty());
                case SETTLED -> new Progress(oldest, unread, newest, now, waiting, Optional.empty());
                case HISTORY -> new Progress(oldest, done.from(), newest, settled, waiting, Optional.empty());
            };
        }

        private void requireReady(Text channel, Instant now) throws SourceFault {
            if (waiting.isAfter(now)) {
                throw SourceFault.limit(
                        Text.of(
                                channel.zh() + "：昨日数据尚未生成，稍后自动再取。",
                                channel.en() + ": yesterday's figures are not ready yet; they are asked for again."),
                        Duration.between(now, waiting));
            }
        }

        private static LocalDate later(LocalDate one, LocalDate other) {
            return one.isAfter(other) ? one : other;
        }

        private String toCursor() {
            StringBuilder text = new StringBuilder(VERSION)
                    .append(" oldest=")
                    .append(oldest)
                    .append(" unread=")
                    .append(unread)
                    .append(" newest=")
                    .append(newest)
                    .append(" settled=")
                    .append(settled)
                    .append(" waiting=")
                    .append(waiting);
            job.ifPresent(one -> text.append(" job=")
                    .append(one.kind())
                    .append(" from=")
                    .append(one.from())
                    .append(" to=")
                    .append(one.to())
                    .append(" place=")
                    .append(one.place()));
            return text.toString();
        }

        /** Empty for a cursor of another version: the stream is then read from the beginning, which changes no row. */
        private static Optional<Progress> fromCursor(String cursor) {
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
                                Kind.valueOf(value(values, "job")),
                                LocalDate.parse(value(values, "from")),
                                LocalDate.parse(value(values, "to")),
                                value(values, "place")))
                        : Optional.empty();
                return Optional.of(new Progress(
                        LocalDate.parse(value(values, "oldest")),
                        LocalDate.parse(value(values, "unread")),
                        LocalDate.parse(value(values, "newest")),
                        Instant.parse(value(values, "settled")),
                        Instant.parse(value(values, "waiting")),
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
