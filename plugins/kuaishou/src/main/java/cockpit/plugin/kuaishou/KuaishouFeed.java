package cockpit.plugin.kuaishou;

import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Page;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.kit.AccessTokens;
import cockpit.spi.source.kit.DailyPlan;
import cockpit.spi.source.kit.DailyReader;
import cockpit.spi.source.kit.JsonPosts;
import cockpit.spi.source.kit.Refusals;
import java.time.Duration;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** One open connection. Holds nothing that must survive it: tokens are in the store, progress is in the cursors. */
final class KuaishouFeed implements Feed {

    private static final int LONGEST_LOOKBACK = 29;
    private static final int WINDOW_DAYS = 30;

    /** Yesterday's figures are complete half an hour earlier. */
    private static final LocalTime SETTLED = LocalTime.of(9, 30);

    private final Advertisers advertisers;
    private final AdReport adReport;
    private final Refusals refusals;
    private final long lookbackDays;
    private final DailyReader report;
    private final DailyReader leads;

    KuaishouFeed(Settings settings, SourceContext context) {
        this.refusals = new Refusals(Codes.LIKELY, settings.list(Refusals.CODES));
        JsonPosts posts =
                new JsonPosts(KuaishouSource.FAULTS, refusals, context, settings.url(KuaishouSource.HOST), false);
        AccessTokens tokens = new AccessTokens(
                context,
                settings.secret(KuaishouSource.REFRESH_TOKEN),
                new Refresh(posts, settings.text(KuaishouSource.APP_ID), settings.secret(KuaishouSource.APP_SECRET)));
        Api api = new Api(posts, tokens);
        this.advertisers = new Advertisers(
                api,
                tokens,
                settings.text(KuaishouSource.APP_ID),
                settings.secret(KuaishouSource.APP_SECRET),
                context,
                settings.list(KuaishouSource.ADVERTISER_IDS));
        this.lookbackDays = settings.integer(KuaishouSource.LOOKBACK_DAYS);
        this.adReport = new AdReport(api, context);
        this.report = new DailyReader(
                adReport,
                plan(
                        AdReport.INTERVAL,
                        AdReport.RECENT,
                        Math.clamp(lookbackDays, 1, LONGEST_LOOKBACK),
                        AdReport.KEPT_DAYS),
                advertisers::ids,
                context);
        this.leads = new DailyReader(
                new Leads(api),
                plan(Leads.INTERVAL, Leads.RECENT, Leads.SETTLING_DAYS, Leads.KEPT_DAYS),
                advertisers::ids,
                context);
    }

    private static DailyPlan plan(Duration interval, Duration recent, int settlingDays, int keptDays) {
        return new DailyPlan(DailyPlan.SHANGHAI, interval, recent, SETTLED, settlingDays, WINDOW_DAYS, keptDays);
    }

    @Override
    public Text check() throws SourceFault, InterruptedException {
        requireSettings();
        int count = advertisers.ids().size();
        adReport.probe(advertisers.ids().getFirst());
        return Text.of(
                "已连接快手磁力引擎，将读取 " + count + " 个广告账户。",
                "Connected to Kuaishou; reads " + count + " advertiser account(s).");
    }

    @Override
    public Page read(String stream, @Nullable String cursor) throws SourceFault, InterruptedException {
        requireSettings();
        if (stream.equals(AdReport.STREAM.name())) {
            return report.read(cursor);
        }
        if (stream.equals(Leads.STREAM.name())) {
            return leads.read(cursor);
        }
        throw KuaishouSource.FAULTS.fault(Fault.BUG, "没有数据流 " + stream, "there is no stream " + stream);
    }

    private void requireSettings() throws SourceFault {
        refusals.check(KuaishouSource.FAULTS);
        if (lookbackDays < 1 || lookbackDays > LONGEST_LOOKBACK) {
            throw KuaishouSource.FAULTS.fault(
                    Fault.SETTINGS,
                    "设置 lookback-days 应为 1 到 " + LONGEST_LOOKBACK + "，现为 " + lookbackDays,
                    "setting lookback-days must be 1 to " + LONGEST_LOOKBACK + ", found " + lookbackDays);
        }
    }
}
