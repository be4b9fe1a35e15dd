package cockpit.plugin.xiaohongshu;

import cockpit.spi.source.SourceContext;
import cockpit.spi.source.kit.DailyPlan;
import java.time.Duration;
import java.time.LocalDate;

/** Which days the channel has made figures of. */
final class Days {

    /** The offline reports of a day are made by ten of the next morning; from memory, no page says so. */
    private static final Duration READY_AFTER = Duration.ofHours(10);

    private Days() {}

    static LocalDate today(SourceContext context) {
        return context.now().atZone(DailyPlan.SHANGHAI).toLocalDate();
    }

    /** The newest day that the offline reports hold. A day before it is final is asked for only afterwards. */
    static LocalDate newestOffline(SourceContext context) {
        return context.now()
                .minus(READY_AFTER)
                .atZone(DailyPlan.SHANGHAI)
                .toLocalDate()
                .minusDays(1);
    }
}
