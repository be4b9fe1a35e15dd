package cockpit.plugin.wechat;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Feed;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.Stream;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.Extension;

/** Reads how many follow a brand's official account and use its mini program, and hears of those who come and go. */
@Extension
public final class WechatSource implements DataSource {

    static final Text TITLE = Text.of("微信", "WeChat");
    static final String PLAIN = "plain";

    static final Setting HOST = Setting.url("host", Text.of("接口地址", "API host"))
            .defaultTo("https://api.weixin.qq.com")
            .explained(Text.of("一般不用改；测试时可指向模拟器。", "Leave it, or point it at a simulator for a test."));
    static final Setting APP_ID = Setting.text("app-id", Text.of("公众号 AppID", "App ID of the official account"))
            .explained(Text.of("没有公众号则与密钥一起留空。", "Empty, with the secret, where there is none."));
    static final Setting SECRET =
            Setting.secret("app-secret", Text.of("公众号 AppSecret", "Secret of the official account"));
    static final Setting MINI_APP_ID = Setting.text("mini-app-id", Text.of("小程序 AppID", "App ID of the mini program"))
            .explained(Text.of("没有小程序则与密钥一起留空。", "Empty, with the secret, where there is none."));
    static final Setting MINI_SECRET =
            Setting.secret("mini-app-secret", Text.of("小程序 AppSecret", "Secret of the mini program"));
    static final Setting CALLBACK_TOKEN = Setting.secret("callback-token", Text.of("回调 Token", "Callback token"))
            .explained(Text.of("服务器配置中的令牌；不接收回调则留空。", "Token of the callback; empty for none."));
    static final Setting CALLBACK_KEY = Setting.secret(
                    "callback-key", Text.of("回调 EncodingAESKey", "Callback EncodingAESKey"))
            .explained(Text.of("43 位，安全模式必填。", "43 characters; needed in safe mode."));
    static final Setting CALLBACK_MODE = Setting.choice(
                    "callback-mode",
                    Text.of("消息加解密方式", "How callbacks are sent"),
                    List.of(
                            new Setting.Choice("encrypted", Text.of("安全模式或兼容模式", "Safe or compatible mode")),
                            new Setting.Choice(PLAIN, Text.of("明文模式", "Plain"))))
            .explained(Text.of(
                    "明文模式的签名不保护内容，请尽量使用安全模式。",
                    "A plain callback's signature does not protect its content; prefer safe mode."));

    static final List<Stream> PULLED =
            List.of(Followers.STREAM, Articles.STREAM, AppDays.STREAM, Pages.STREAM, Parts.STREAM, Retention.STREAM);

    private static final SourceDescription DESCRIPTION = new SourceDescription(
            "wechat",
            TITLE,
            Text.of(
                    "读取公众号的粉丝和文章、小程序的访问、页面、分布和留存，并接收公众号事件回调。",
                    "Reads followers and articles of an official account, visits, pages and retention of a mini program,"
                            + " and takes the account's callback."),
            List.of(HOST, APP_ID, SECRET, MINI_APP_ID, MINI_SECRET, CALLBACK_TOKEN, CALLBACK_KEY, CALLBACK_MODE),
            streams());

    private static List<Stream> streams() {
        List<Stream> all = new ArrayList<>(PULLED);
        all.add(Callback.TOUCH);
        return all;
    }

    @Override
    public SourceDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Feed open(Settings settings, SourceContext context) {
        return new WechatFeed(settings, context);
    }
}
