package cockpit.plugin.tmall;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Feed;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import java.util.Arrays;
import java.util.List;
import org.pf4j.Extension;

/** Reads what a shop at Tmall or Taobao sells and gives back. */
@Extension
public final class TmallSource implements DataSource {

    static final Setting HOST = Setting.url("host", Text.of("接口地址", "API host"))
            .defaultTo("https://eco.taobao.com")
            .explained(Text.of("一般不用改；测试时可指向沙箱或模拟器。", "Leave it, or point it at a sandbox or simulator for a test."));
    static final Setting APP_KEY = Setting.text("app-key", Text.of("应用 AppKey", "App key"))
            .asRequired()
            .explained(Text.of("淘宝开放平台控制台中的 AppKey。", "AppKey from the console of the open platform."));
    static final Setting APP_SECRET =
            Setting.secret("app-secret", Text.of("应用密钥", "App secret")).asRequired();
    static final Setting SESSION = Setting.secret("session", Text.of("店铺授权 SessionKey", "Session key"))
            .asRequired()
            .explained(Text.of(
                    "店铺授权后得到的 access_token。商家自用应用约一年有效，到期前需重新授权。",
                    "The access_token of the shop's consent. It lives about a year for a merchant's own app; consent again"
                            + " before it ends."));
    static final Setting SESSION_ENDS = Setting.text("consent-until", Text.of("授权到期日", "Consent ends on"))
            .explained(Text.of(
                    "可选，yyyy-MM-dd；到期前 14 天起测试连接会提醒。",
                    "Optional, yyyy-MM-dd; from 14 days before that the connection's check reminds of it."));
    static final Setting REFRESH_TOKEN = Setting.secret("refresh-token", Text.of("刷新令牌", "Refresh token"))
            .explained(Text.of(
                    "仅服务市场订购类应用有；填写后授权过期时自动刷新一次。",
                    "Apps of the service market have one; with it an expired session is refreshed once by itself."));
    static final Setting SIGN_METHOD = Setting.choice(
            "sign-method",
            Text.of("签名方法", "Signature"),
            Arrays.stream(Signature.values())
                    .map(method -> new Setting.Choice(method.word(), Text.same(method.title())))
                    .toList());
    static final Setting ORG_UNIT = Setting.text("org-unit", Text.of("店铺所属组织", "Org unit"))
            .explained(Text.of(
                    "可选，组织编码；留空则店铺销售只计入总部。",
                    "Optional, a code of the org tree; empty: the shop's sales count for the whole company only."));
    static final Setting MESSAGES = Setting.bool("messages", Text.of("使用消息服务", "Use the message service"))
            .explained(
                    Text.of(
                            "应用已订阅 TMC 交易消息时打开：变更的订单在数秒内读到。",
                            "For an app that is subscribed to the trade messages of TMC: changed trades are read within seconds."));

    private static final SourceDescription DESCRIPTION = new SourceDescription(
            "tmall",
            Text.of("天猫 / 淘宝", "Tmall / Taobao"),
            Text.of("读取天猫或淘宝店铺的订单、订单明细和退款。", "Reads a Tmall or Taobao shop's trades, their lines and refunds."),
            List.of(HOST, APP_KEY, APP_SECRET, SESSION, SESSION_ENDS, REFRESH_TOKEN, SIGN_METHOD, ORG_UNIT, MESSAGES),
            List.of(Trades.STREAM, TradeLines.STREAM, Refunds.STREAM));

    @Override
    public SourceDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Feed open(Settings settings, SourceContext context) {
        return new TmallFeed(settings, context);
    }
}
