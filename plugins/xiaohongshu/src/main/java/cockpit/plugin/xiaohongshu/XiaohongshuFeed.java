package cockpit.plugin.xiaohongshu;

import cockpit.spi.Setting;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One open connection. Holds nothing that must survive it: tokens are in the store, progress is in the cursors. */
final class XiaohongshuFeed implements Feed {

    private static final int LONGEST_LOOKBACK = 29;
    private static final int WINDOW_DAYS = 30;
    private static final String ACCOUNT = "\\d{1,20}";
    private static final String PATH_PART = "[a-z_]{1,40}";

    /** Yesterday's figures are complete half an hour earlier. */
    private static final LocalTime SETTLED = LocalTime.of(10, 30);

    private final Settings settings;
    private final List<String> accounts;
    private final Refusals refusals;
    private final long lookbackDays;
    private final AdReport adReport;
    private final DailyReader report;
    private final DailyReader notes;

    XiaohongshuFeed(Settings settings, SourceContext context) {
        this.settings = settings;
        this.accounts = settings.list(XiaohongshuSource.ADVERTISER_IDS).stream()
                .distinct()
                .sorted()
                .toList();
        this.refusals = new Refusals(Codes.LIKELY, settings.list(Refusals.CODES));
        this.lookbackDays = settings.integer(XiaohongshuSource.LOOKBACK_DAYS);
        JsonPosts posts =
                new JsonPosts(XiaohongshuSource.FAULTS, refusals, context, settings.url(XiaohongshuSource.HOST), true);
        AccessTokens tokens = new AccessTokens(
                context,
                settings.secret(XiaohongshuSource.REFRESH_TOKEN),
                new Refresh(
                        posts, settings.text(XiaohongshuSource.APP_ID), settings.secret(XiaohongshuSource.APP_SECRET)));
        Api api = new Api(posts, tokens);
        this.adReport = new AdReport(
                api,
                context,
                settings.bool(XiaohongshuSource.REALTIME),
                settings.text(XiaohongshuSource.OFFLINE_REPORT),
                settings.text(XiaohongshuSource.REALTIME_REPORT));
        this.report = new DailyReader(
                adReport, plan(AdReport.INTERVAL, AdReport.RECENT, AdReport.KEPT_DAYS), this::accounts, context);
        this.notes = new DailyReader(
                new Notes(api, context), plan(Notes.INTERVAL, Notes.RECENT, Notes.KEPT_DAYS), this::accounts, context);
    }

    private DailyPlan plan(Duration interval, Duration recent, int keptDays) {
        return new DailyPlan(
                DailyPlan.SHANGHAI,
                interval,
                recent,
                SETTLED,
                Math.clamp(lookbackDays, 1, LONGEST_LOOKBACK),
                WINDOW_DAYS,
                keptDays);
    }

    @Override
    public Text check() throws SourceFault, InterruptedException {
        requireSettings();
        for (String account : accounts()) {
            adReport.probe(account);
        }
        return Text.of(
                "已连接小红书聚光，将读取设置中的 " + accounts.size() + " 个广告账户。",
                "Connected to Xiaohongshu; reads the " + accounts.size() + " advertiser account(s) of the settings.");
    }

    @Override
    public Page read(String stream, @Nullable String cursor) throws SourceFault, InterruptedException {
        requireSettings();
        if (stream.equals(AdReport.STREAM.name())) {
            return report.read(cursor);
        }
        if (stream.equals(Notes.STREAM.name())) {
            return notes.read(cursor);
        }
        throw XiaohongshuSource.FAULTS.fault(Fault.BUG, "没有数据流 " + stream, "there is no stream " + stream);
    }

    private List<String> accounts() throws SourceFault {
        for (String id : accounts) {
            if (!id.matches(ACCOUNT)) {
                throw XiaohongshuSource.FAULTS.fault(
                        Fault.SETTINGS,
                        "设置 advertiser-ids 每行应为一个数字账户 ID，现为“" + id + "”",
                        "setting advertiser-ids must be one numeric account id a line, found \"" + id + "\"");
            }
        }
        return accounts;
    }

    private void requireSettings() throws SourceFault {
        refusals.check(XiaohongshuSource.FAULTS);
        if (lookbackDays < 1 || lookbackDays > LONGEST_LOOKBACK) {
            throw XiaohongshuSource.FAULTS.fault(
                    Fault.SETTINGS,
                    "设置 lookback-days 应为 1 到 " + LONGEST_LOOKBACK + "，现为 " + lookbackDays,
                    "setting lookback-days must be 1 to " + LONGEST_LOOKBACK + ", found " + lookbackDays);
        }
        for (Setting part : List.of(XiaohongshuSource.OFFLINE_REPORT, XiaohongshuSource.REALTIME_REPORT)) {
            if (!settings.text(part).matches(PATH_PART)) {
                throw XiaohongshuSource.FAULTS.fault(
                        Fault.SETTINGS,
                        "设置 " + part.key() + " 应为报表地址的最后一段，如 creative",
                        "setting " + part.key() + " must be the last part of a report's path, such as creative");
            }
        }
    }
}
