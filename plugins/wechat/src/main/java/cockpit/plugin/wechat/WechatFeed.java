package cockpit.plugin.wechat;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DailyReader;
import cockpit.spi.source.DailyReader.Plan;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Page;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.WebhookDelivery;
import cockpit.spi.source.WebhookFeed;
import cockpit.spi.source.WebhookRejection;
import cockpit.spi.source.WebhookRequest;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One open connection. Holds nothing that must survive it: tokens are in the store, progress is in the cursors. */
final class WechatFeed implements WebhookFeed {

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** How many of the newest days are read again at noon. */
    static final int SETTLING_DAYS = 3;

    /** The channel has figures since the end of 2014; three years are more than anyone charts. */
    private static final int KEPT_DAYS = 1_095;

    private static final LocalTime READY = LocalTime.of(8, 30);
    private static final LocalTime SETTLED = LocalTime.of(12, 30);

    private static final Plan FOLLOWERS = new Plan(ZONE, READY, SETTLED, SETTLING_DAYS, Followers.SPAN_DAYS, KEPT_DAYS);
    private static final Plan DAILY = new Plan(ZONE, READY, SETTLED, SETTLING_DAYS, 30, KEPT_DAYS);
    private static final Plan RETENTION =
            new Plan(ZONE, READY, SETTLED, Retention.SETTLING_DAYS, Retention.SETTLING_DAYS, KEPT_DAYS);

    private final Settings settings;
    private final SourceContext context;
    private final Optional<Api> account;
    private final Optional<Api> app;
    private final Map<String, DailyReader> readers = new HashMap<>();
    private final Callback callback;

    WechatFeed(Settings settings, SourceContext context) {
        this.settings = settings;
        this.context = context;
        this.account = api(WechatSource.APP_ID, WechatSource.SECRET);
        this.app = api(WechatSource.MINI_APP_ID, WechatSource.MINI_SECRET);
        account.ifPresent(api -> {
            reader(Followers.STREAM, FOLLOWERS, new Followers(api));
            reader(Articles.STREAM, DAILY, new Articles(api));
        });
        app.ifPresent(api -> {
            reader(AppDays.STREAM, DAILY, new AppDays(api));
            reader(Pages.STREAM, DAILY, new Pages(api));
            reader(Parts.STREAM, DAILY, new Parts(api));
            reader(Retention.STREAM, RETENTION, new Retention(api));
        });
        this.callback =
                new Callback(settings, account.or(() -> app).map(Api::appId).orElse(""));
    }

    private Optional<Api> api(Setting id, Setting secret) {
        return settings.find(id).isPresent() && settings.find(secret).isPresent()
                ? Optional.of(
                        new Api(context, settings.url(WechatSource.HOST), settings.text(id), settings.secret(secret)))
                : Optional.empty();
    }

    private void reader(Stream stream, Plan plan, DailyReader.Table table) {
        readers.put(stream.name(), new DailyReader(plan, table, context));
    }

    @Override
    public Text check() throws SourceFault, InterruptedException {
        requireWholeSettings();
        List<String> zh = new ArrayList<>();
        List<String> en = new ArrayList<>();
        if (account.isPresent()) {
            account.get().check();
            zh.add("公众号");
            en.add("the official account");
        }
        if (app.isPresent()) {
            app.get().check();
            zh.add("小程序");
            en.add("the mini program");
        }
        boolean called = Callback.hasToken(settings);
        return Text.of(
                "已连接微信" + String.join("和", zh) + "；" + (called ? "等待事件回调。" : "未配置事件回调。"),
                "Connected to " + String.join(" and ", en) + "; "
                        + (called ? "waiting for callbacks." : "callbacks are not set up."));
    }

    @Override
    public Page read(String stream, @Nullable String cursor) throws SourceFault, InterruptedException {
        DailyReader reader = readers.get(stream);
        if (reader != null) {
            return reader.read(cursor);
        }
        if (WechatSource.PULLED.stream().noneMatch(pulled -> pulled.name().equals(stream))) {
            throw new SourceFault(
                    Fault.BUG, Text.of("微信：数据流 " + stream + " 不能读取。", "WeChat: stream " + stream + " cannot be read."));
        }
        requireWholeSettings();
        // The connection has no app of this kind; with one entered later it begins as if it had never been read.
        return new Page(List.of(), null, false);
    }

    @Override
    public WebhookDelivery receive(WebhookRequest request) throws WebhookRejection {
        return callback.receive(request, context.now());
    }

    private void requireWholeSettings() throws SourceFault {
        requireBoth(WechatSource.APP_ID, WechatSource.SECRET);
        requireBoth(WechatSource.MINI_APP_ID, WechatSource.MINI_SECRET);
        if (account.isEmpty() && app.isEmpty()) {
            throw settings(
                    "请至少填写公众号（app-id、app-secret）或小程序（mini-app-id、mini-app-secret）",
                    "enter an official account (app-id, app-secret) or a mini program (mini-app-id, mini-app-secret)");
        }
        if (Callback.hasToken(settings) && !Callback.isPlain(settings) && !Callback.hasKey(settings)) {
            throw settings(
                    "安全模式的回调需要设置 callback-key，即 43 位 EncodingAESKey",
                    "callbacks in safe mode need callback-key, the EncodingAESKey of 43 characters");
        }
    }

    private void requireBoth(Setting id, Setting secret) throws SourceFault {
        boolean hasId = settings.find(id).isPresent();
        if (hasId != settings.find(secret).isPresent()) {
            Setting missing = hasId ? secret : id;
            throw settings("缺少设置 " + missing.key(), "setting " + missing.key() + " is missing");
        }
    }

    private static SourceFault settings(String zh, String en) {
        return new SourceFault(Fault.SETTINGS, Text.of("微信：" + zh + "。", "WeChat: " + en + "."));
    }
}
