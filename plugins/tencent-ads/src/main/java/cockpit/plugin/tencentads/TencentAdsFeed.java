package cockpit.plugin.tencentads;

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
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One open connection. Holds nothing that must survive it: tokens are in the store, progress is in the cursors. */
final class TencentAdsFeed implements Feed {

    private static final int LONGEST_LOOKBACK = 29;
    private static final int WINDOW_DAYS = 30;
    private static final String ACCOUNT = "\\d{1,20}";

    /** Yesterday's figures are complete half an hour earlier. */
    private static final LocalTime SETTLED = LocalTime.of(8, 30);

    private final SourceContext context;
    private final AdReport adReport;
    private final List<String> accounts;
    private final long lookbackDays;
    private final DailyReader report;
    private final DailyReader leads;

    TencentAdsFeed(Settings settings, SourceContext context) {
        this.context = context;
        TencentAds channel = new TencentAds(context, settings.url(TencentAdsSource.HOST));
        AccessTokens tokens = new AccessTokens(
                context,
                settings.secret(TencentAdsSource.REFRESH_TOKEN),
                new Refresh(
                        channel,
                        settings.text(TencentAdsSource.CLIENT_ID),
                        settings.secret(TencentAdsSource.CLIENT_SECRET)));
        Api api = new Api(channel, tokens);
        this.accounts = settings.list(TencentAdsSource.ACCOUNT_IDS).stream()
                .distinct()
                .sorted()
                .toList();
        this.lookbackDays = settings.integer(TencentAdsSource.LOOKBACK_DAYS);
        this.adReport = new AdReport(api);
        this.report = new DailyReader(
                adReport,
                plan(
                        AdReport.INTERVAL,
                        AdReport.RECENT,
                        Math.clamp(lookbackDays, 1, LONGEST_LOOKBACK),
                        AdReport.KEPT_DAYS),
                this::accounts,
                context);
        this.leads = new DailyReader(
                new Leads(api, context),
                plan(Leads.INTERVAL, Leads.RECENT, Leads.SETTLING_DAYS, Leads.KEPT_DAYS),
                this::accounts,
                context);
    }

    private static DailyPlan plan(Duration interval, Duration recent, int settlingDays, int keptDays) {
        return new DailyPlan(DailyPlan.SHANGHAI, interval, recent, SETTLED, settlingDays, WINDOW_DAYS, keptDays);
    }

    @Override
    public Text check() throws SourceFault, InterruptedException {
        requireLookback();
        LocalDate yesterday =
                context.now().atZone(DailyPlan.SHANGHAI).toLocalDate().minusDays(1);
        for (String account : accounts()) {
            adReport.probe(account, yesterday);
        }
        return Text.of(
                "已连接腾讯广告，将读取设置中的 " + accounts.size() + " 个广告账户。",
                "Connected to Tencent Ads; reads the " + accounts.size() + " advertiser account(s) of the settings.");
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
        throw TencentAds.FAULTS.fault(Fault.BUG, "没有数据流 " + stream, "there is no stream " + stream);
    }

    private List<String> accounts() throws SourceFault {
        for (String id : accounts) {
            if (!id.matches(ACCOUNT)) {
                throw TencentAds.FAULTS.fault(
                        Fault.SETTINGS,
                        "设置 account-ids 每行应为一个数字账户 ID，现为“" + id + "”",
                        "setting account-ids must be one numeric account id a line, found \"" + id + "\"");
            }
        }
        return accounts;
    }

    private void requireLookback() throws SourceFault {
        if (lookbackDays < 1 || lookbackDays > LONGEST_LOOKBACK) {
            throw TencentAds.FAULTS.fault(
                    Fault.SETTINGS,
                    "设置 lookback-days 应为 1 到 " + LONGEST_LOOKBACK + "，现为 " + lookbackDays,
                    "setting lookback-days must be 1 to " + LONGEST_LOOKBACK + ", found " + lookbackDays);
        }
    }
}
