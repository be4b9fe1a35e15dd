package cockpit.plugin.xiaohongshu;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Feed;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.kit.ChannelFaults;
import cockpit.spi.source.kit.Refusals;
import java.util.List;
import org.pf4j.Extension;

/** Reads what a brand spends on Xiaohongshu and how its notes do there. */
@Extension
public final class XiaohongshuSource implements DataSource {

    static final Text TITLE = Text.of("小红书聚光", "Xiaohongshu");
    static final ChannelFaults FAULTS = new ChannelFaults(TITLE);

    static final Setting HOST = Setting.url("host", Text.of("接口地址", "API host"))
            .defaultTo("https://adapi.xiaohongshu.com")
            .explained(Text.of("一般不用改；测试时可指向模拟器。", "Leave it, or point it at a simulator for a test."));
    static final Setting APP_ID = Setting.text("app-id", Text.of("应用 ID", "App ID"))
            .asRequired()
            .explained(Text.of("聚光营销开放平台应用的 app_id。", "app_id from the developer console."));
    static final Setting APP_SECRET =
            Setting.secret("app-secret", Text.of("应用密钥", "App secret")).asRequired();
    static final Setting REFRESH_TOKEN = Setting.secret("refresh-token", Text.of("刷新令牌", "Refresh token"))
            .asRequired()
            .explained(Text.of(
                    "授权后得到的 refresh_token。每次刷新后平台会换发新令牌，由系统保管；重新授权后才需要在此更新。",
                    "The refresh_token that the consent brought. The system keeps the ones that follow; enter a new one"
                            + " only after a new consent."));
    static final Setting ADVERTISER_IDS = Setting.list("advertiser-ids", Text.of("广告账户", "Advertiser accounts"))
            .asRequired()
            .explained(Text.of(
                    "每行一个广告主 ID（advertiser_id），授权成功页会列出。",
                    "One advertiser_id a line; the page after the consent lists them."));
    static final Setting LOOKBACK_DAYS = Setting.integer("lookback-days", Text.of("每日回补天数", "Days read again"))
            .defaultTo("8")
            .explained(Text.of(
                    "私信留资会回补近几天的转化，每天 10:30 后重读这些天的报表；1 到 29。",
                    "Contacts in messages fill back for days: these days of the report are read again after 10:30; 1 to"
                            + " 29."));
    static final Setting REALTIME = Setting.bool("realtime", Text.of("读取当天数据", "Read today"))
            .defaultTo("true")
            .explained(Text.of(
                    "当天数据来自实时报表；账户没有实时报表权限时关闭，关闭后最新数据为昨天。",
                    "Today's figures come from the realtime report; switch it off where the account may not read it. The"
                            + " newest day is yesterday then."));
    static final Setting OFFLINE_REPORT = Setting.text("offline-report", Text.of("离线报表", "Offline report"))
            .defaultTo("creative")
            .explained(Text.of(
                    "离线创意报表地址的最后一段；部分账户为 creativity。",
                    "Last part of the offline report's path; some accounts know it as creativity."));
    static final Setting REALTIME_REPORT = Setting.text("realtime-report", Text.of("实时报表", "Realtime report"))
            .defaultTo("creativity")
            .explained(Text.of("实时创意报表地址的最后一段。", "Last part of the realtime report's path."));

    private static final SourceDescription DESCRIPTION = new SourceDescription(
            "xiaohongshu",
            TITLE,
            Text.of("读取小红书聚光的广告消耗报表和投放笔记的表现。", "Reads Xiaohongshu's advertising reports and how promoted notes do."),
            List.of(
                    HOST,
                    APP_ID,
                    APP_SECRET,
                    REFRESH_TOKEN,
                    ADVERTISER_IDS,
                    LOOKBACK_DAYS,
                    REALTIME,
                    OFFLINE_REPORT,
                    REALTIME_REPORT,
                    Refusals.CODES),
            List.of(AdReport.STREAM, Notes.STREAM));

    @Override
    public SourceDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Feed open(Settings settings, SourceContext context) {
        return new XiaohongshuFeed(settings, context);
    }
}
