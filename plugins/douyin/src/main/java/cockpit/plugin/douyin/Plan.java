package cockpit.plugin.douyin;

import cockpit.spi.source.SourceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * Decides which days of a stream are read next: the newest days at every poll, the days that still settle once after
 * 8:30 in the tenant's zone, and the history backwards, so that a new cockpit fills from today on.
 *
 * @param interval how long the newest days count as fresh while the history is read
 * @param recent how far the newest days reach back
 * @param settlingDays how many days before today are read again once a day
 * @param historyLimit how many days the channel keeps at all
 */
record Plan(Duration interval, Duration recent, int settlingDays, int historyLimit) {

    /** The channel's own days: it means Shanghai without saying so. */
    static final ZoneId CHANNEL_ZONE = ZoneId.of("Asia/Shanghai");

    private static final int WINDOW_DAYS = 30;
    private static final LocalTime SETTLED = LocalTime.of(8, 30);

    /** Nothing is read yet. */
    Progress start(SourceContext context) {
        LocalDate today = today(context.now());
        int days = Math.clamp(context.historyDays(), 0, historyLimit - 1);
        // The daily re-read has nothing to add to a history that is just being read.
        return new Progress(
                today.minusDays(days), recentFrom(context.now()), Instant.EPOCH, context.now(), Optional.empty());
    }

    /** The progress with a job: the one at hand, or the newest days at the beginning of a poll. */
    Progress begin(Progress progress, SourceContext context) {
        return progress.job().isPresent() ? progress : withRecentDays(progress, context.now());
    }

    /** The progress after a job, with the next one that is due. */
    Progress proceed(Progress progress, Progress.Job done, SourceContext context) {
        Instant now = context.now();
        Progress after = progress.finished(done);
        // Never the newest days twice in a row: where they take longer than the interval, the history would starve.
        if (done.kind() != Progress.Job.Kind.RECENT
                && !after.recent().plus(interval).isAfter(now)) {
            return withRecentDays(after, now);
        }
        if (after.settled().isBefore(lastSettling(context))) {
            LocalDate today = today(now);
            return after.with(
                    Optional.of(Progress.Job.of(Progress.Job.Kind.SETTLED, today.minusDays(settlingDays), today, now)));
        }
        if (after.hasHistory()) {
            LocalDate to = after.unread().minusDays(1);
            LocalDate from = to.minusDays(WINDOW_DAYS - 1L);
            return after.with(Optional.of(Progress.Job.of(
                    Progress.Job.Kind.HISTORY, from.isBefore(after.oldest()) ? after.oldest() : from, to, now)));
        }
        return after;
    }

    /** A connection that rested for longer than the newest days reach back gets the days between as history. */
    private Progress withRecentDays(Progress progress, Instant now) {
        LocalDate from = recentFrom(now);
        LocalDate seen = today(progress.recent());
        boolean rested = !progress.recent().equals(Instant.EPOCH) && seen.isBefore(from);
        Progress known =
                rested ? progress.withHistory(progress.hasHistory() ? progress.oldest() : seen, from) : progress;
        return known.with(Optional.of(Progress.Job.of(Progress.Job.Kind.RECENT, from, today(now), now)));
    }

    private LocalDate recentFrom(Instant now) {
        return today(now.minus(recent));
    }

    private static LocalDate today(Instant instant) {
        return instant.atZone(CHANNEL_ZONE).toLocalDate();
    }

    private static Instant lastSettling(SourceContext context) {
        ZonedDateTime now = context.now().atZone(context.zone());
        ZonedDateTime settling = now.with(SETTLED);
        return (settling.isAfter(now) ? settling.minusDays(1) : settling).toInstant();
    }
}
