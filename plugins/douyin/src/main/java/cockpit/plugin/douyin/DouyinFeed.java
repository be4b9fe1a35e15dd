package cockpit.plugin.douyin;

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
import java.time.Duration;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** One open connection. Holds nothing that must survive it: tokens are in the store, progress is in the cursors. */
final class DouyinFeed implements Feed {

    private static final int LONGEST_LOOKBACK = 29;
    private static final int LONGEST_WINDOW_DAYS = 30;

    /** Yesterday's figures are complete half an hour earlier. */
    private static final LocalTime SETTLED = LocalTime.of(8, 30);

    private final Advertisers advertisers;
    private final long lookbackDays;
    private final DailyReader report;
    private final DailyReader leads;

    DouyinFeed(Settings settings, SourceContext context) {
        OceanEngine channel = new OceanEngine(context.gateway(), settings.url(DouyinSource.HOST));
        Refresh refresh =
                new Refresh(channel, settings.text(DouyinSource.APP_ID), settings.secret(DouyinSource.APP_SECRET));
        AccessTokens tokens = new AccessTokens(context, settings.secret(DouyinSource.REFRESH_TOKEN), refresh);
        Api api = new Api(channel, tokens);
        this.advertisers = new Advertisers(api, context, settings.list(DouyinSource.ADVERTISER_IDS));
        this.lookbackDays = settings.integer(DouyinSource.LOOKBACK_DAYS);
        int settlingDays = Math.clamp(lookbackDays, 1, LONGEST_LOOKBACK);
        this.report = new DailyReader(
                new AdReport(api, settings.text(DouyinSource.REPORT_TOPIC)),
                plan(AdReport.INTERVAL, AdReport.RECENT, settlingDays, AdReport.KEPT_DAYS),
                advertisers::ids,
                context);
        this.leads = new DailyReader(
                new Leads(api, context),
                plan(Leads.INTERVAL, Leads.RECENT, Leads.SETTLING_DAYS, Leads.KEPT_DAYS),
                advertisers::ids,
                context);
    }

    private static DailyPlan plan(Duration interval, Duration recent, int settlingDays, int keptDays) {
        return new DailyPlan(
                DailyPlan.SHANGHAI, interval, recent, SETTLED, settlingDays, LONGEST_WINDOW_DAYS, keptDays);
    }

    @Override
    public Text check() throws SourceFault, InterruptedException {
        requireLookback();
        if (!advertisers.areChosen()) {
            int count = advertisers.ids().size();
            return Text.of(
                    "已连接巨量引擎，将读取授权的 " + count + " 个广告账户。",
                    "Connected to Ocean Engine; reads the " + count + " advertiser account(s) of the consent.");
        }
        int readable = advertisers.readable().size();
        int chosen = advertisers.ids().size();
        return Text.of(
                "已连接巨量引擎，将读取设置中的 " + chosen + " 个广告账户；授权可读取 " + readable + " 个。",
                "Connected to Ocean Engine; reads the " + chosen + " advertiser account(s) of the settings; the consent"
                        + " covers " + readable + ".");
    }

    @Override
    public Page read(String stream, @Nullable String cursor) throws SourceFault, InterruptedException {
        if (stream.equals(AdReport.STREAM.name())) {
            requireLookback();
            return report.read(cursor);
        }
        if (stream.equals(Leads.STREAM.name())) {
            return leads.read(cursor);
        }
        throw new SourceFault(
                Fault.BUG, Text.of("巨量引擎：没有数据流 " + stream + "。", "Ocean Engine: there is no stream " + stream + "."));
    }

    private void requireLookback() throws SourceFault {
        if (lookbackDays < 1 || lookbackDays > LONGEST_LOOKBACK) {
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "巨量引擎：设置 lookback-days 应为 1 到 " + LONGEST_LOOKBACK + "，现为 " + lookbackDays + "。",
                            "Ocean Engine: setting lookback-days must be 1 to " + LONGEST_LOOKBACK + ", found "
                                    + lookbackDays + "."));
        }
    }
}
