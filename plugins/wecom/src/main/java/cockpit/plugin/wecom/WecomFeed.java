package cockpit.plugin.wecom;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DailyReader;
import cockpit.spi.source.EncryptedCallbacks;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Page;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.WebhookDelivery;
import cockpit.spi.source.WebhookFeed;
import cockpit.spi.source.WebhookRejection;
import cockpit.spi.source.WebhookRequest;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** One open connection. Holds nothing that must survive it: the token is in the store, progress is in the cursors. */
final class WecomFeed implements WebhookFeed {

    /** Figures of a day are there after eight of the next morning and are still corrected for some days. */
    static final DailyReader.Plan DAILY =
            new DailyReader.Plan(ZoneId.of("Asia/Shanghai"), LocalTime.of(8, 30), LocalTime.of(12, 30), 3, 30, 179);

    private final Settings settings;
    private final SourceContext context;
    private final Staff staff;
    private final Contacts contacts;
    private final DailyReader staffDays;
    private final DailyReader groupDays;
    private final Callback callback;

    WecomFeed(Settings settings, SourceContext context) {
        this.settings = settings;
        this.context = context;
        String corpId = settings.text(WecomSource.CORP_ID);
        Api api = new Api(context, settings.url(WecomSource.HOST), corpId, settings.secret(WecomSource.SECRET));
        this.staff = new Staff(
                api,
                context,
                settings.list(WecomSource.STAFF_IDS),
                Staff.UnitFrom.of(settings.text(WecomSource.ORG_UNIT_FROM)));
        this.contacts = new Contacts(api, staff, new Tags(api, context), corpId);
        this.staffDays = new DailyReader(DAILY, new StaffDays(api, staff, corpId), context);
        this.groupDays = new DailyReader(DAILY, new GroupDays(api, staff, corpId), context);
        this.callback = new Callback(settings, corpId, staff);
    }

    /** Epoch seconds of a day's beginning, as the channel wants them. */
    static long midnight(LocalDate day) {
        return day.atStartOfDay(DAILY.zone()).toEpochSecond();
    }

    @Override
    public Text check() throws SourceFault, InterruptedException {
        requireWholeCallback();
        int count = staff.ids().size();
        boolean called = Callback.isSetUp(settings);
        return Text.of(
                "已连接企业微信，可读取 " + count + " 名成员的客户；" + (called ? "等待事件回调。" : "未配置事件回调。"),
                "Connected to WeCom; reads the customers of " + count + " member(s); "
                        + (called ? "waiting for callbacks." : "callbacks are not set up."));
    }

    @Override
    public Page read(String stream, @Nullable String cursor) throws SourceFault, InterruptedException {
        if (stream.equals(Contacts.CONTACT.name())) {
            return contacts.contacts(cursor);
        }
        if (stream.equals(Contacts.TAG.name())) {
            return contacts.tags(cursor);
        }
        if (stream.equals(StaffDays.STREAM.name())) {
            return staffDays.read(cursor);
        }
        if (stream.equals(GroupDays.STREAM.name())) {
            return groupDays.read(cursor);
        }
        throw new SourceFault(
                Fault.BUG, Text.of("企业微信：数据流 " + stream + " 不能读取。", "WeCom: stream " + stream + " cannot be read."));
    }

    @Override
    public WebhookDelivery receive(WebhookRequest request) throws WebhookRejection {
        return callback.receive(request, context.now());
    }

    private void requireWholeCallback() throws SourceFault {
        boolean token = settings.find(WecomSource.CALLBACK_TOKEN).isPresent();
        boolean key = settings.find(WecomSource.CALLBACK_KEY).isPresent();
        if (token != key) {
            Setting missing = token ? WecomSource.CALLBACK_KEY : WecomSource.CALLBACK_TOKEN;
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "企业微信：接收回调需要同时填写 callback-token 与 callback-key，缺少 " + missing.key() + "。",
                            "WeCom: callbacks need callback-token and callback-key; " + missing.key()
                                    + " is missing."));
        }
        if (key && !EncryptedCallbacks.isKey(settings.secret(WecomSource.CALLBACK_KEY))) {
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "企业微信：设置 callback-key 应为管理后台给出的 43 位 EncodingAESKey。",
                            "WeCom: setting callback-key must be the EncodingAESKey of 43 characters from the console."));
        }
    }
}
