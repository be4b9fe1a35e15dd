package cockpit.plugin.kuaishou;

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

/** Reads what a brand spends on Kuaishou and the leads that its forms bring. */
@Extension
public final class KuaishouSource implements DataSource {

    static final Text TITLE = Text.of("快手磁力引擎", "Kuaishou");
    static final ChannelFaults FAULTS = new ChannelFaults(TITLE);

    static final Setting HOST = Setting.url("host", Text.of("接口地址", "API host"))
            .defaultTo("https://ad.e.kuaishou.com")
            .explained(Text.of("一般不用改；测试时可指向模拟器。", "Leave it, or point it at a simulator for a test."));
    static final Setting APP_ID = Setting.text("app-id", Text.of("应用 ID", "App ID"))
            .asRequired()
            .explained(Text.of("磁力引擎开放平台应用的 app_id。", "app_id from the developer console."));
    static final Setting APP_SECRET =
            Setting.secret("app-secret", Text.of("应用密钥", "App secret")).asRequired();
    static final Setting REFRESH_TOKEN = Setting.secret("refresh-token", Text.of("刷新令牌", "Refresh token"))
            .asRequired()
            .explained(Text.of(
                    "授权后得到的 refresh_token。每次刷新后平台会换发新令牌，由系统保管；重新授权后才需要在此更新。",
                    "The refresh_token that the consent brought. The system keeps the ones that follow; enter a new one"
                            + " only after a new consent."));
    static final Setting ADVERTISER_IDS = Setting.list("advertiser-ids", Text.of("广告账户", "Advertiser accounts"))
            .explained(
                    Text.of(
                            "每行一个广告主 ID（不是快手号）；留空则读取授权的全部广告账户。",
                            "One advertiser_id a line, not the Kuaishou user id; empty for every account that the token may read."));
    static final Setting LOOKBACK_DAYS = Setting.integer("lookback-days", Text.of("每日回补天数", "Days read again"))
            .defaultTo("8")
            .explained(Text.of(
                    "平台会回补近几天的转化，每天 9:30 后重读这些天的报表；1 到 29，超过 6 天时以文件方式读取。",
                    "Conversions fill back for days: these days of the report are read again after 9:30; 1 to 29, more than"
                            + " 6 as a file."));

    private static final SourceDescription DESCRIPTION = new SourceDescription(
            "kuaishou",
            TITLE,
            Text.of("读取快手磁力引擎的广告消耗报表和线索。", "Reads Kuaishou's advertising reports and leads."),
            List.of(HOST, APP_ID, APP_SECRET, REFRESH_TOKEN, ADVERTISER_IDS, LOOKBACK_DAYS, Refusals.CODES),
            List.of(AdReport.STREAM, Leads.STREAM));

    @Override
    public SourceDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Feed open(Settings settings, SourceContext context) {
        return new KuaishouFeed(settings, context);
    }
}
