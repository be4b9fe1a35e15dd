package cockpit.plugin.jd;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Feed;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import java.util.List;
import org.pf4j.Extension;

/** Reads what a shop at JD sells and gives back. */
@Extension
public final class JdSource implements DataSource {

    static final Setting HOST = Setting.url("host", Text.of("接口地址", "API host"))
            .defaultTo("https://api.jd.com")
            .explained(Text.of("一般不用改；测试时可指向预发环境或模拟器。", "Leave it, or point it at the pre-release or a simulator."));
    static final Setting AUTH_HOST = Setting.url("auth-host", Text.of("授权地址", "Consent host"))
            .defaultTo("https://open-oauth.jd.com")
            .explained(Text.of("刷新令牌的地址，一般不用改。", "Where tokens are refreshed; leave it."));
    static final Setting APP_KEY = Setting.text("app-key", Text.of("应用 AppKey", "App key"))
            .asRequired()
            .explained(Text.of("京东宙斯控制台中的 AppKey。", "AppKey from the JOS console."));
    static final Setting APP_SECRET =
            Setting.secret("app-secret", Text.of("应用密钥", "App secret")).asRequired();
    static final Setting ACCESS_TOKEN = Setting.secret("access-token", Text.of("访问令牌", "Access token"))
            .asRequired()
            .explained(Text.of("商家授权后得到的 access_token。", "The access_token that the merchant's consent brought."));
    static final Setting REFRESH_TOKEN = Setting.secret("refresh-token", Text.of("刷新令牌", "Refresh token"))
            .explained(
                    Text.of(
                            "平台只在令牌的最后 24 小时内接受刷新；填写后到期时自动刷新。",
                            "The platform refreshes within the last 24 hours of a token only; with it that is done by itself."));
    static final Setting CONSENT_UNTIL = Setting.text("consent-until", Text.of("授权到期日", "Consent ends on"))
            .explained(Text.of(
                    "可选，yyyy-MM-dd；到期前 3 天起测试连接会提醒。",
                    "Optional, yyyy-MM-dd; from 3 days before that the connection's check reminds of it."));
    static final Setting ORDER_STATES = Setting.text("order-states", Text.of("订单状态", "Order states"))
            .defaultTo(OrderStates.ALL)
            .explained(Text.of(
                    "要读取的状态，逗号分隔；一般不用改。", "States to read, with commas; leave it unless the platform adds one."));
    static final Setting ORG_UNIT = Setting.text("org-unit", Text.of("店铺所属组织", "Org unit"))
            .explained(Text.of(
                    "可选，组织编码；留空则店铺销售只计入总部。",
                    "Optional, a code of the org tree; empty: the shop's sales count for the whole company only."));

    private static final SourceDescription DESCRIPTION = new SourceDescription(
            "jd",
            Text.of("京东", "JD"),
            Text.of("读取京东店铺的订单、订单明细、退款和付款后取消。", "Reads a JD shop's orders, lines, refunds and paid cancellations."),
            List.of(
                    HOST,
                    AUTH_HOST,
                    APP_KEY,
                    APP_SECRET,
                    ACCESS_TOKEN,
                    REFRESH_TOKEN,
                    CONSENT_UNTIL,
                    ORDER_STATES,
                    ORG_UNIT),
            List.of(Orders.STREAM, OrderLines.STREAM, Cancellations.STREAM, Refunds.STREAM));

    @Override
    public SourceDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Feed open(Settings settings, SourceContext context) {
        return new JdFeed(settings, context);
    }
}
