package cockpit.plugin.tencentads;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Feed;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import java.util.List;
import org.pf4j.Extension;

/** Reads what a brand spends on Tencent Ads and the leads that its forms bring. */
@Extension
public final class TencentAdsSource implements DataSource {

    static final Setting HOST = Setting.url("host", Text.of("接口地址", "API host"))
            .defaultTo("https://api.e.qq.com")
            .explained(Text.of("一般不用改；测试时可指向模拟器。", "Leave it, or point it at a simulator for a test."));
    static final Setting CLIENT_ID = Setting.text("client-id", Text.of("应用 ID", "Client ID"))
            .asRequired()
            .explained(Text.of("腾讯广告开发者平台中应用的 client_id。", "client_id of the app in the developer console."));
    static final Setting CLIENT_SECRET =
            Setting.secret("client-secret", Text.of("应用密钥", "Client secret")).asRequired();
    static final Setting REFRESH_TOKEN = Setting.secret("refresh-token", Text.of("刷新令牌", "Refresh token"))
            .asRequired()
            .explained(Text.of(
                    "授权后得到的 refresh_token；每次刷新会延长它的有效期，重新授权后才需要在此更新。",
                    "The refresh_token that the consent brought. Each refresh prolongs it; enter another only after a new"
                            + " consent."));
    static final Setting ACCOUNT_IDS = Setting.list("account-ids", Text.of("广告账户", "Advertiser accounts"))
            .asRequired()
            .explained(Text.of(
                    "每行一个推广账户 ID（account_id），须在授权范围内。", "One account_id a line; each must be covered by the consent."));
    static final Setting LOOKBACK_DAYS = Setting.integer("lookback-days", Text.of("每日回补天数", "Days read again"))
            .defaultTo("8")
            .explained(Text.of(
                    "平台会回补近几天的转化，每天 8:30 后重读这些天的报表；1 到 29。",
                    "Conversions fill back for days: these days of the report are read again after 8:30; 1 to 29."));

    private static final SourceDescription DESCRIPTION = new SourceDescription(
            "tencent-ads",
            TencentAds.TITLE,
            Text.of("读取腾讯广告的消耗报表和线索。", "Reads Tencent Ads' advertising reports and leads."),
            List.of(HOST, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, ACCOUNT_IDS, LOOKBACK_DAYS),
            List.of(AdReport.STREAM, Leads.STREAM));

    @Override
    public SourceDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Feed open(Settings settings, SourceContext context) {
        return new TencentAdsFeed(settings, context);
    }
}
