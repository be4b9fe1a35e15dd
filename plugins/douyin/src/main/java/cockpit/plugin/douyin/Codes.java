package cockpit.plugin.douyin;

import cockpit.spi.source.Fault;
import java.util.Map;

/** What the channel's return codes mean: the one place to correct when a live account shows another. */
final class Codes {

    static final long SUCCESS = 0;

    /**
     * A return code's meaning.
     *
     * @param fault who must act; for {@link #renewsToken} only if a new token is refused as well
     * @param renewsToken whether a new access token may help
     * @param quotesMessage whether the channel's own words are shown, since the code alone says too little
     * @param zh what happened and what to do
     * @param en the same in English
     */
    record Meaning(Fault fault, boolean renewsToken, boolean quotesMessage, String zh, String en) {}

    private static final String CONSENT_ZH = "刷新令牌已失效或已被使用，请在巨量引擎重新授权，并更新设置 refresh-token";
    private static final String CONSENT_EN =
            "the refresh token is dead or was used already; re-authorise at Ocean Engine"
                    + " and enter the new one as refresh-token";
    private static final String LIMIT_ZH = "请求过于频繁，稍后自动继续";
    private static final String LIMIT_EN = "too many requests; reading goes on by itself";

    private static final Map<Long, Meaning> MEANINGS = Map.ofEntries(
            plain(40000, Fault.BUG, true, "请求参数不被接受", "a parameter was refused"),
            plain(40001, Fault.BUG, true, "请求参数不被接受", "a parameter was refused"),
            plain(
                    40002,
                    Fault.ACCESS,
                    false,
                    "没有该账户或接口的权限，请检查授权范围与设置 advertiser-ids",
                    "no permission for the account or the interface; check the consent's scope and advertiser-ids"),
            plain(40100, Fault.LIMIT, false, LIMIT_ZH, LIMIT_EN),
            plain(40110, Fault.LIMIT, false, LIMIT_ZH, LIMIT_EN),
            plain(40130, Fault.LIMIT, false, LIMIT_ZH, LIMIT_EN),
            renewing(
                    40102,
                    Fault.ACCESS,
                    "访问令牌刷新后仍被判为过期，请在巨量引擎重新授权，并更新设置 refresh-token",
                    "a fresh access token counts as expired; re-authorise at Ocean Engine and enter the new refresh-token"),
            plain(40103, Fault.ACCESS, false, CONSENT_ZH, CONSENT_EN),
            plain(40107, Fault.ACCESS, false, CONSENT_ZH, CONSENT_EN),
            renewing(
                    40104,
                    Fault.SETTINGS,
                    "访问令牌缺失，请检查设置 app-id、app-secret 与 refresh-token",
                    "the access token is missing; check app-id, app-secret and refresh-token"),
            renewing(
                    40105,
                    Fault.SETTINGS,
                    "访问令牌不正确，请检查设置 app-id、app-secret 与 refresh-token",
                    "the access token is wrong; check app-id, app-secret and refresh-token"),
            plain(
                    40113,
                    Fault.SETTINGS,
                    false,
                    "应用不存在或已停用，请检查设置 app-id",
                    "the app does not exist or is disabled; check app-id"),
            plain(
                    40115,
                    Fault.SETTINGS,
                    false,
                    "授权码已使用或已过期，请重新授权，并更新设置 refresh-token",
                    "the consent's code was used or is too old; authorise again and enter the new refresh-token"),
            plain(
                    40118,
                    Fault.ACCESS,
                    false,
                    "应用不在该接口的白名单中，请在开放平台申请接口权限",
                    "the app is not on this interface's list; apply for it in the developer console"),
            plain(
                    40119,
                    Fault.ACCESS,
                    false,
                    "开发者与广告主不属于同一公司，请重新授权并勾选敏感物料授权（material_auth=1）",
                    "developer and advertiser are different companies; authorise again with material_auth=1"),
            plain(50000, Fault.UPSTREAM, false, "服务超时，稍后自动重试", "it timed out; it is tried again by itself"));

    private static final Meaning UNKNOWN =
            new Meaning(Fault.UPSTREAM, false, true, "返回了未知代码", "it answered an unknown code");

    private Codes() {}

    /** What a code other than {@link #SUCCESS} means. */
    static Meaning meaning(long code) {
        return MEANINGS.getOrDefault(code, UNKNOWN);
    }

    private static Map.Entry<Long, Meaning> plain(long code, Fault fault, boolean quotes, String zh, String en) {
        return Map.entry(code, new Meaning(fault, false, quotes, zh, en));
    }

    private static Map.Entry<Long, Meaning> renewing(long code, Fault fault, String zh, String en) {
        return Map.entry(code, new Meaning(fault, true, false, zh, en));
    }
}
