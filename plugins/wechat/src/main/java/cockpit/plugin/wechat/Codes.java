package cockpit.plugin.wechat;

import cockpit.spi.source.Fault;
import java.util.Map;

/** What the channel's {@code errcode} means: the one place to correct when a live account shows another. */
final class Codes {

    static final long SUCCESS = 0;

    /** What a code asks for besides naming who must act. */
    enum Remedy {
        NONE,
        /** A new access token may help. */
        NEW_TOKEN,
        /** The day is not worked out yet. */
        NOT_READY,
        /** The quota of the day is used up: nothing more before midnight. */
        UNTIL_MIDNIGHT
    }

    /**
     * A code's meaning.
     *
     * @param fault who must act; for {@link Remedy#NEW_TOKEN} only if a new token is refused as well
     * @param remedy what may be done before
     * @param zh what happened and what to do
     * @param en the same in English
     */
    record Meaning(Fault fault, Remedy remedy, String zh, String en) {}

    private static final Meaning SECRET =
            plain(Fault.SETTINGS, "AppID 或 AppSecret 不正确，请检查设置", "the app id or secret is wrong; check the settings");
    private static final Meaning TOKEN = new Meaning(
            Fault.SETTINGS,
            Remedy.NEW_TOKEN,
            "新取的访问令牌仍被拒绝，请检查 AppID 与 AppSecret",
            "a fresh access token is refused; check app id and secret");
    private static final Meaning ADDRESS = plain(
            Fault.SETTINGS,
            "服务器的出口 IP 不在白名单，请在公众平台加入",
            "this server's address is not on the account's list; add it in the console");
    private static final Meaning BANNED =
            plain(Fault.ACCESS, "接口或账号被封禁，请在公众平台查看通知", "the interface or account is banned; see the console");
    private static final Meaning REFUSED = plain(Fault.BUG, "请求参数不被接受", "a parameter was refused");

    private static final Map<Long, Meaning> MEANINGS = Map.ofEntries(
            Map.entry(-1L, plain(Fault.UPSTREAM, "系统繁忙，稍后自动重试", "it is busy; it is tried again by itself")),
            Map.entry(40001L, TOKEN),
            Map.entry(40014L, TOKEN),
            Map.entry(42001L, TOKEN),
            Map.entry(41001L, plain(Fault.BUG, "请求缺少访问令牌", "a request lacked its access token")),
            Map.entry(40013L, SECRET),
            Map.entry(40125L, SECRET),
            Map.entry(
                    40243L,
                    plain(
                            Fault.SETTINGS,
                            "AppSecret 已被冻结，请在公众平台解冻后更新设置",
                            "the app secret is frozen; release it in the console and update the settings")),
            Map.entry(40164L, ADDRESS),
            Map.entry(45035L, ADDRESS),
            Map.entry(
                    45009L,
                    new Meaning(
                            Fault.LIMIT,
                            Remedy.UNTIL_MIDNIGHT,
                            "当日调用次数已用完，零点后自动继续",
                            "the day's quota is used up; reading goes on after midnight")),
            Map.entry(45011L, plain(Fault.LIMIT, "请求过于频繁，稍后自动继续", "too many requests; reading goes on by itself")),
            Map.entry(
                    48001L,
                    plain(
                            Fault.ACCESS,
                            "账号没有该接口的权限，请完成认证或开通数据接口",
                            "the account may not call this interface; have it verified")),
            Map.entry(48004L, BANNED),
            Map.entry(50002L, BANNED),
            Map.entry(47001L, REFUSED),
            Map.entry(61500L, REFUSED),
            Map.entry(61501L, REFUSED),
            Map.entry(61502L, plain(Fault.ACCESS, "小游戏不支持数据接口", "a mini game has no such figures")),
            Map.entry(
                    61503L,
                    new Meaning(
                            Fault.LIMIT,
                            Remedy.NOT_READY,
                            "数据尚未生成，稍后自动再取",
                            "the figures are not ready; they are asked for again")));

    private static final Meaning UNKNOWN = plain(Fault.UPSTREAM, "返回了未知代码", "it answered an unknown code");

    private Codes() {}

    /** What a code other than {@link #SUCCESS} means. */
    static Meaning meaning(long code) {
        return MEANINGS.getOrDefault(code, UNKNOWN);
    }

    private static Meaning plain(Fault fault, String zh, String en) {
        return new Meaning(fault, Remedy.NONE, zh, en);
    }
}
