package cockpit.plugin.douyin;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Feed;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import java.util.List;
import org.pf4j.Extension;

/** Reads what a brand spends on Ocean Engine and the leads that its forms bring. */
@Extension
public final class DouyinSource implements DataSource {

    static final Setting HOST = Setting.url("host", Text.of("接口地址", "API host"))
            .defaultTo("https://api.oceanengine.com")
            .explained(Text.of("一般不用改；测试时可指向模拟器。", "Leave it, or point it at a simulator for a test."));
    static final Setting APP_ID = Setting.text("app-id", Text.of("应用 ID", "App ID"))
            .asRequired()
            .explained(Text.of("巨量引擎开放平台“应用管理”中的 APP ID。", "APP ID from the developer console."));
    static final Setting APP_SECRET =
            Setting.secret("app-secret", Text.of("应用密钥", "App secret")).asRequired();
    static final Setting REFRESH_TOKEN = Setting.secret("refresh-token", Text.of("刷新令牌", "Refresh token"))
            .asRequired()
            .explained(Text.of(
                    "授权后得到的 refresh_token。每次刷新后平台会换发新令牌，由系统保管；重新授权后才需要在此更新。",
                    "The refresh_token that the consent brought. The system keeps the ones that follow; enter a new one"
                            + " only after a new consent."));
    static final Setting ADVERTISER_IDS = Setting.list("advertiser-ids", Text.of("广告账户", "Advertiser accounts"))
            .explained(Text.of(
                    "每行一个账户 ID；留空则读取授权的全部广告账户。",
                    "One account id a line; empty for every advertiser account that the token may read."));
    static final Setting LOOKBACK_DAYS = Setting.integer("lookback-days", Text.of("每日回补天数", "Days read again"))
            .defaultTo("8")
            .explained(Text.of(
                    "平台会回补近几天的转化，每天 8:30 后重读这些天的报表；1 到 29。",
                    "Conversions fill back for days: these days of the report are read again after 8:30; 1 to 29."));
    static final Setting REPORT_TOPIC = Setting.text("report-topic", Text.of("报表主题", "Report topic"))
            .defaultTo("BASIC_DATA")
            .explained(Text.of(
                    "自定义报表的 data_topic，账户不支持默认主题时才需要改。",
                    "data_topic of the custom report; change it only if an account lacks the default one."));

    private static final SourceDescription DESCRIPTION = new SourceDescription(
            "douyin",
            Text.of("巨量引擎", "Ocean Engine"),
            Text.of("读取巨量引擎的广告消耗报表和飞鱼线索。", "Reads Ocean Engine's advertising reports and Feiyu leads."),
            List.of(HOST, APP_ID, APP_SECRET, REFRESH_TOKEN, ADVERTISER_IDS, LOOKBACK_DAYS, REPORT_TOPIC),
            List.of(AdReport.STREAM, Leads.STREAM));

    @Override
    public SourceDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Feed open(Settings settings, SourceContext context) {
        return new DouyinFeed(settings, context);
    }
}
