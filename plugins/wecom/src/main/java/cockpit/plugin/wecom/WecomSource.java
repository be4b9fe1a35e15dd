package cockpit.plugin.wecom;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Feed;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import java.util.List;
import org.pf4j.Extension;

/** Reads a company's private domain in WeCom: who its customers' friends are, and what happens between them. */
@Extension
public final class WecomSource implements DataSource {

    static final Text TITLE = Text.of("企业微信", "WeCom");

    static final Setting HOST = Setting.url("host", Text.of("接口地址", "API host"))
            .defaultTo("https://qyapi.weixin.qq.com")
            .explained(Text.of("一般不用改；测试时可指向模拟器。", "Leave it, or point it at a simulator for a test."));
    static final Setting CORP_ID = Setting.text("corp-id", Text.of("企业 ID", "Corp ID"))
            .asRequired()
            .explained(Text.of("管理后台“我的企业”最下方的企业 ID。", "At the bottom of the company's page in the console."));
    static final Setting SECRET = Setting.secret("secret", Text.of("应用密钥", "App secret"))
            .asRequired()
            .explained(Text.of(
                    "自建应用的 Secret；应用须在“客户联系 → 可调用接口的应用”中。",
                    "Secret of an app of your own that customer contact lists among its apps."));
    static final Setting CALLBACK_TOKEN = Setting.secret("callback-token", Text.of("回调 Token", "Callback token"))
            .explained(Text.of("接收事件服务器配置中的 Token；不接收回调则留空。", "Token of the callback; empty for none."));
    static final Setting CALLBACK_KEY = Setting.secret(
                    "callback-key", Text.of("回调 EncodingAESKey", "Callback EncodingAESKey"))
            .explained(Text.of("43 位，与 Token 在同一页。", "43 characters, beside the token."));
    static final Setting STAFF_IDS = Setting.list("staff-ids", Text.of("成员", "Members"))
            .explained(Text.of(
                    "每行一个成员 UserID；留空则读取所有开通客户联系的成员。",
                    "One user id a line; empty for everybody who has customer contact."));
    static final Setting ORG_UNIT_FROM = Setting.choice(
                    "org-unit-from",
                    Text.of("门店取自", "Store is taken from"),
                    List.of(
                            new Setting.Choice(Staff.UnitFrom.NONE.word(), Text.of("不区分门店", "No store")),
                            new Setting.Choice(Staff.UnitFrom.DEPARTMENT_ID.word(), Text.of("部门 ID", "Department id")),
                            new Setting.Choice(
                                    Staff.UnitFrom.DEPARTMENT_NAME.word(),
                                    Text.of("部门名称的第一个词", "First word of the department's name")),
                            new Setting.Choice(Staff.UnitFrom.STAFF.word(), Text.of("成员 UserID", "User id"))))
            .explained(Text.of(
                    "成员属于哪家门店；取得的代码可在连接的 org-units 中对应到组织。",
                    "Which store a member works for; map the codes to org units under the connection's org-units."));

    private static final SourceDescription DESCRIPTION = new SourceDescription(
            "wecom",
            TITLE,
            Text.of(
                    "读取企业微信的客户好友、标签、成员联系客户统计和客户群统计，并接收客户变更回调。",
                    "Reads contacts, tags, the staff's figures and group chats, and takes the callback of contacts that"
                            + " change."),
            List.of(HOST, CORP_ID, SECRET, CALLBACK_TOKEN, CALLBACK_KEY, STAFF_IDS, ORG_UNIT_FROM),
            List.of(Contacts.CONTACT, Contacts.TAG, StaffDays.STREAM, GroupDays.STREAM, Callback.TOUCH));

    @Override
    public SourceDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Feed open(Settings settings, SourceContext context) {
        return new WecomFeed(settings, context);
    }
}
