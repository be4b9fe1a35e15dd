package cockpit.plugin.tmall;

import cockpit.spi.source.Fault;
import java.util.Map;

/** What the platform's codes mean: the one place to correct when a live shop shows another. */
final class Codes {

    /**
     * A code's meaning.
     *
     * @param fault who must act; for {@link #renewsSession} only if a new session is refused as well
     * @param renewsSession whether a refreshed session may help
     * @param quotesMessage whether the platform's own words are shown, since the code alone says too little
     * @param zh what happened and what to do
     * @param en the same in English
     */
    record Meaning(Fault fault, boolean renewsSession, boolean quotesMessage, String zh, String en) {}

    static final long LIMITED = 7;
    private static final long REMOTE = 15;
    private static final long FORBIDDEN = 11;

    /** Calls of the day are used up: the limit ends at midnight of the platform. */
    static final String DAY_LIMIT = "accesscontrol.limited-by-app-access-count";

    /** The back end is busy for a moment. */
    static final String BACK_END_LIMIT = "isp.call-limited";

    private static final String CALLER_AT_FAULT = "isv.";
    private static final String IP_LIST = "isv.permission-ip-whitelist-limit";

    private static final Meaning LIMIT =
            meaning(Fault.LIMIT, "请求过于频繁，稍后自动继续", "too many requests; reading goes on by itself");
    private static final Meaning NO_PERMISSION = meaning(
            Fault.ACCESS,
            "应用或店铺没有该接口的权限，请在开放平台申请接口权限包后重新授权",
            "the app or the shop has no permission for this interface; apply for its package at the open platform and"
                    + " consent again");
    private static final Meaning REFUSED = new Meaning(Fault.BUG, false, true, "请求不被接受", "the request was refused");
    private static final Meaning WRONG_SECRET = meaning(
            Fault.SETTINGS, "签名不正确，请检查设置 app-key 与 app-secret", "the signature is wrong; check app-key and app-secret");
    private static final Meaning WRONG_KEY =
            meaning(Fault.SETTINGS, "应用不存在，请检查设置 app-key", "there is no such app; check app-key");
    private static final Meaning CLOCK = meaning(
            Fault.UPSTREAM,
            "本服务器时间与平台相差超过 10 分钟，请校准服务器时间；稍后自动重试",
            "this server's clock is more than ten minutes from the platform's; set it right. It is tried again by itself");
    private static final Meaning BUSY =
            new Meaning(Fault.UPSTREAM, false, true, "服务暂时不可用，稍后自动重试", "out of service; it is tried again by itself");
    private static final Meaning CALLER_LISTED = new Meaning(
            Fault.SETTINGS,
            false,
            true,
            "本服务器的 IP 不在应用的白名单中，请在开放平台控制台添加",
            "this server's IP is not on the app's list; add it in the console of the open platform");
    private static final Meaning SESSION = new Meaning(
            Fault.ACCESS,
            true,
            false,
            "店铺授权已失效，请店铺重新授权，并更新设置 session",
            "the shop's consent has ended; let the shop consent again and enter the new session");
    private static final Meaning UNKNOWN =
            new Meaning(Fault.UPSTREAM, false, true, "返回了未知代码", "it answered an unknown code");

    private static final Map<Long, Meaning> MEANINGS = Map.ofEntries(
            Map.entry(LIMITED, LIMIT),
            Map.entry(10L, BUSY),
            Map.entry(FORBIDDEN, NO_PERMISSION),
            Map.entry(12L, NO_PERMISSION),
            Map.entry(13L, NO_PERMISSION),
            Map.entry(REMOTE, BUSY),
            Map.entry(21L, REFUSED),
            Map.entry(22L, REFUSED),
            Map.entry(23L, REFUSED),
            Map.entry(24L, WRONG_SECRET),
            Map.entry(25L, WRONG_SECRET),
            Map.entry(26L, SESSION),
            Map.entry(27L, SESSION),
            Map.entry(28L, WRONG_KEY),
            Map.entry(29L, WRONG_KEY),
            Map.entry(30L, REFUSED),
            Map.entry(31L, CLOCK),
            Map.entry(32L, REFUSED),
            Map.entry(33L, REFUSED),
            Map.entry(34L, REFUSED),
            Map.entry(40L, REFUSED),
            Map.entry(41L, REFUSED));

    private Codes() {}

    static Meaning meaning(long code, String subCode) {
        if (subCode.equals(IP_LIST)) {
            return CALLER_LISTED;
        }
        if (subCode.equals(BACK_END_LIMIT)) {
            return LIMIT;
        }
        if (code == REMOTE && subCode.startsWith(CALLER_AT_FAULT)) {
            return REFUSED;
        }
        return MEANINGS.getOrDefault(code, UNKNOWN);
    }

    private static Meaning meaning(Fault fault, String zh, String en) {
        return new Meaning(fault, false, false, zh, en);
    }
}
