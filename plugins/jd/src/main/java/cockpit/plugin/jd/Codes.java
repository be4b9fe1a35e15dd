package cockpit.plugin.jd;

import cockpit.spi.source.Fault;
import java.util.Map;

/** What the platform's codes mean: the one place to correct when a live shop shows another. */
final class Codes {

    /** The gateway's word for success; the business result says for itself whether it succeeded. */
    static final String SUCCESS = "0";

    /**
     * A code's meaning.
     *
     * @param fault who must act; for {@link #renewsToken} only if a new token is refused as well
     * @param renewsToken whether a refreshed token may help
     * @param quotesMessage whether the platform's own words are shown, since the code alone says too little
     * @param zh what happened and what to do
     * @param en the same in English
     */
    record Meaning(Fault fault, boolean renewsToken, boolean quotesMessage, String zh, String en) {}

    private static final Meaning REFUSED = new Meaning(Fault.BUG, false, true, "请求不被接受", "the request was refused");
    private static final Meaning LIMIT =
            meaning(Fault.LIMIT, "请求过于频繁，稍后自动继续", "too many requests; reading goes on by itself");
    private static final Meaning CLOCK = meaning(
            Fault.UPSTREAM,
            "本服务器时间与平台相差过大，请校准服务器时间；稍后自动重试",
            "this server's clock is too far from the platform's; set it right. It is tried again by itself");
    private static final Meaning SIGNATURE = meaning(
            Fault.SETTINGS, "签名不正确，请检查设置 app-key 与 app-secret", "the signature is wrong; check app-key and app-secret");
    private static final Meaning KEY =
            meaning(Fault.SETTINGS, "应用不存在，请检查设置 app-key", "there is no such app; check app-key");
    private static final Meaning TOKEN = new Meaning(
            Fault.ACCESS,
            true,
            false,
            "商家授权已失效，请重新授权，并更新设置 access-token",
            "the merchant's consent has ended; consent again and enter the new access-token");
    private static final Meaning PERMISSION = meaning(
            Fault.ACCESS,
            "应用没有该接口的权限，请在宙斯控制台申请后重新授权",
            "the app has no permission for this interface; apply for it in the console and consent again");
    private static final Meaning MERCHANT = meaning(
            Fault.ACCESS,
            "授权的商家与应用不符，请用店铺主账号重新授权，并更新设置 access-token",
            "the consent is of another merchant; consent again with the shop's account and enter the new access-token");
    private static final Meaning UNKNOWN =
            new Meaning(Fault.UPSTREAM, false, true, "返回了未知代码", "it answered an unknown code");

    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            Map.entry("2", LIMIT),
            Map.entry("4", REFUSED),
            Map.entry("5", REFUSED),
            Map.entry("7", CLOCK),
            Map.entry("8", CLOCK),
            Map.entry("11", SIGNATURE),
            Map.entry("12", SIGNATURE),
            Map.entry("14", REFUSED),
            Map.entry("15", REFUSED),
            Map.entry("18", TOKEN),
            Map.entry("19", TOKEN),
            Map.entry("20", KEY),
            Map.entry("21", KEY),
            Map.entry("24", PERMISSION),
            Map.entry("10500001", MERCHANT));

    private Codes() {}

    static Meaning meaning(String code) {
        return MEANINGS.getOrDefault(code, UNKNOWN);
    }

    private static Meaning meaning(Fault fault, String zh, String en) {
        return new Meaning(fault, false, false, zh, en);
    }
}
