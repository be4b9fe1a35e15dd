package cockpit.spi.source.kit;

import cockpit.spi.source.SourceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * Decides which days of a stream are read next: the newest days at every poll, the days that still settle once a day, and
 * the history backwards, so that a new cockpit fills from today on. A connection that rested gets the days that passed as
 * history.
 *
 * @param zone the channel's own days
 * @param interval how long the newest days count as fresh while the history is read
 * @param recent how far the newest days reach back
 * @param settledAt time of day in the tenant's zone after which yesterday's figures count as settled
 * @param settlingDays how many days before today are read again once a day
 * @param windowDays the longest range of the history
 * @param historyLimit how many days the channel keeps at all
 */
public record DailyPlan(
        ZoneId zone,
        Duration interval,
        Duration recent,
        LocalTime settledAt,
        int settlingDays,
        int windowDays,
        int historyLimit) {

    /** The zone that Chinese channels mean without saying so. */
    public static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    /** Nothing is read yet. */
    DailyProgress start(SourceContext context) {
        LocalDate today = today(context.now());
        int days = Math.clamp(context.historyDays(), 0, historyLimit - 1);
        // The daily re-read has nothing to add to a history that is just being read.
        return new DailyProgress(
                today.minusDays(days),
                recentFrom(context.now()),
                Instant.EPOCH,
                context.now(),
                Optional.empty(),
                Optional.empty());
    }

    /** The progress with a job: the one at hand, or the newest days at the beginning of a poll. */
    DailyProgress begin(DailyProgress progress, SourceContext context) {
        return progress.job().isPresent() ? progress : withRecentDays(progress, context.now());
    }

    /** Lets the newest days go before a part of the history that has kept them waiting for longer than the interval. */
    DailyProgress stepBack(DailyProgress progress, SourceContext context) {
        return progress.job()
                .filter(job -> job.kind() == DailyProgress.Kind.HISTORY)
                .filter(_ -> !progress.recent().plus(interval).isAfter(context.now()))
                .map(job -> withRecentDays(progress.pausing(job), context.now()))
                .orElse(progress);
    }

    /** The progress after a job, with the next one that is due. */
    DailyProgress proceed(DailyProgress progress, DailyProgress.Job done, SourceContext context) {
        Instant now = context.now();
        DailyProgress after = progress.finished(done);
        // Never the newest days twice in a row: where they take longer than the interval, the history would starve.
        if (done.kind() != DailyProgress.Kind.RECENT
                && !after.recent().plus(interval).isAfter(now)) {
            return withRecentDays(after, now);
        }
        if (after.settled().isBefore(lastSettling(context))) {
            LocalDate today = today(now);
            return after.with(
                    DailyProgress.Job.of(DailyProgress.Kind.SETTLED, today.minusDays(settlingDays), today, now));
        }
        if (after.paused().isPresent()) {
            return after.resuming();
        }
        if (after.hasHistory()) {
            LocalDate to = after.unread().minusDays(1);
            LocalDate from = to.minusDays(windowDays - 1L);
            return after.with(DailyProgress.Job.of(
                    DailyProgress.Kind.HISTORY, from.isBefore(after.oldest()) ? after.oldest() : from, to, now));
        }
        return after;
    }

    /**
     * A connection that rested for longer than the newest days reach back gets the days between as history, and those
     * before that had not settled when they were last read.
     */
    private DailyProgress withRecentDays(DailyProgress progress, Instant now) {
        LocalDate from = recentFrom(now);
        LocalDate seen = today(progress.recent());
        boolean rested = !progress.recent().equals(Instant.EPOCH) && seen.isBefore(from);
        LocalDate unsettled = seen.minusDays(settlingDays);
        DailyProgress known = rested
                ? progress.withHistory(
                        progress.hasHistory() && progress.oldest().isBefore(unsettled) ? progress.oldest() : unsettled,
                        from)
                : progress;
        return known.with(DailyProgress.Job.of(DailyProgress.Kind.RECENT, from, today(now), now));
    }

    private LocalDate recentFrom(Instant now) {
        return today(now.minus(recent));
    }

    private LocalDate today(Instant instant) {
        return instant.atZone(zone).toLocalDate();
    }

    private Instant lastSettling(SourceContext context) {
        ZonedDateTime now = context.now().atZone(context.zone());
        ZonedDateTime settling = now.with(settledAt);
        return (settling.isAfter(now) ? settling.minusDays(1) : settling).toInstant();
    }
}
