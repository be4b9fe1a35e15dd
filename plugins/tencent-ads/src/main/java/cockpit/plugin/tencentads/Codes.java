package cockpit.plugin.tencentads;

import cockpit.spi.source.Fault;
import cockpit.spi.source.kit.DailyPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;

/** What the channel's codes mean: the one place to correct when a live account shows another. */
final class Codes {

    static final long SUCCESS = 0;

    private static final Duration USUAL_WAIT = Duration.ofMinutes(1);

    /** How long a limit lasts. */
    enum Wait {
        SECOND,
        USUAL,
        FIVE_MINUTES,
        NEXT_DAY
    }

    /**
     * A code's meaning.
     *
     * @param fault who must act; for {@link #renewsToken} only if a new token is refused as well
     * @param renewsToken whether a new access token may help
     * @param quotesMessage whether the channel's own words are shown, since the code alone says too little
     * @param lasts how long a limit lasts
     * @param zh what happened and what to do
     * @param en the same in English
     */
    record Meaning(
            Fault fault, boolean renewsToken, boolean quotesMessage, Optional<Wait> lasts, String zh, String en) {

        /** How long to wait from an instant on; a day's quota is given anew at midnight. */
        Duration wait(Instant now) {
            return switch (lasts.orElse(Wait.USUAL)) {
                case SECOND -> Duration.ofSeconds(1);
                case USUAL -> USUAL_WAIT;
                case FIVE_MINUTES -> Duration.ofMinutes(5);
                case NEXT_DAY -> {
                    ZonedDateTime here = now.atZone(DailyPlan.SHANGHAI);
                    yield Duration.between(here, here.toLocalDate().plusDays(1).atStartOfDay(DailyPlan.SHANGHAI));
                }
            };
        }
    }

    private static final Meaning REFUSED_PARAMETER = of(Fault.BUG, true, "请求参数不被接受", "a parameter was refused");
    private static final Meaning MALFORMED = of(Fault.BUG, true, "请求格式不被接受", "the request was malformed");
    private static final Meaning CONSENT = of(
            Fault.ACCESS,
            false,
            "刷新令牌已失效，请在腾讯广告重新授权，并更新设置 refresh-token",
            "the refresh token is dead; authorise again at Tencent Ads and enter the new one as refresh-token");
    private static final Meaning AUTHORISATION_CODE = of(
            Fault.SETTINGS,
            false,
            "授权码已使用或已过期，请重新授权，并更新设置 refresh-token",
            "the consent's code was used or is too old; authorise again and enter the new refresh-token");
    private static final Meaning BAD_TOKEN = renewing(
            Fault.SETTINGS,
            "访问令牌不正确，请检查设置 client-id、client-secret 与 refresh-token",
            "the access token is wrong; check client-id, client-secret and refresh-token");
    private static final Meaning ACCOUNT = of(
            Fault.ACCESS,
            false,
            "授权不包含该广告账户，请检查设置 account-ids，或用该账户重新授权",
            "the consent does not cover the account; check account-ids, or authorise again with that account");
    private static final Meaning OPERATOR = of(
            Fault.ACCESS,
            false,
            "该接口要求操作人实名认证（user_token），请在腾讯广告开发者平台完成认证",
            "the interface wants a verified operator (user_token); complete it in the developer console");
    private static final Meaning BUSY =
            of(Fault.UPSTREAM, false, "服务繁忙或维护中，稍后自动重试", "it is busy or maintained; it is tried again by itself");
    private static final Meaning UNKNOWN = of(Fault.UPSTREAM, true, "返回了未知代码", "it answered an unknown code");

    private static final Map<Long, Meaning> MEANINGS = Map.ofEntries(
            Map.entry(10000L, BUSY),
            Map.entry(10001L, BUSY),
            Map.entry(
                    11000L,
                    renewing(
                            Fault.ACCESS,
                            "访问令牌刷新后仍被判为过期，请在腾讯广告重新授权，并更新设置 refresh-token",
                            "a fresh access token counts as expired; authorise again at Tencent Ads and enter the new"
                                    + " refresh-token")),
            Map.entry(11002L, BAD_TOKEN),
            Map.entry(11004L, BAD_TOKEN),
            Map.entry(11005L, BAD_TOKEN),
            Map.entry(
                    11007L,
                    of(
                            Fault.SETTINGS,
                            false,
                            "应用不被接受，请检查设置 client-id 与 client-secret",
                            "the app was refused; check client-id and client-secret")),
            Map.entry(11008L, limit(Wait.USUAL)),
            Map.entry(11009L, AUTHORISATION_CODE),
            Map.entry(11010L, CONSENT),
            Map.entry(11012L, CONSENT),
            Map.entry(11013L, AUTHORISATION_CODE),
            Map.entry(
                    11014L,
                    of(
                            Fault.ACCESS,
                            false,
                            "授权范围不含该接口，请重新授权并勾选广告洞察（ads_insights）与广告管理（ads_management）",
                            "the consent lacks this interface; authorise again with ads_insights and ads_management")),
            Map.entry(11016L, limit(Wait.SECOND)),
            Map.entry(11017L, limit(Wait.FIVE_MINUTES)),
            Map.entry(11018L, limit(Wait.NEXT_DAY)),
            Map.entry(11019L, limit(Wait.USUAL)),
            Map.entry(
                    11030L,
                    of(
                            Fault.ACCESS,
                            false,
                            "长期令牌已被平台停用，请按授权流程重新授权，并更新设置 refresh-token",
                            "permanent tokens are refused; authorise anew and enter the refresh token as"
                                    + " refresh-token")),
            Map.entry(11101L, OPERATOR),
            Map.entry(11102L, OPERATOR),
            Map.entry(12000L, MALFORMED),
            Map.entry(12003L, MALFORMED),
            Map.entry(12100L, MALFORMED),
            Map.entry(
                    12101L,
                    of(
                            Fault.UPSTREAM,
                            false,
                            "请求时间与平台时间相差超过 5 分钟，请检查服务器时钟；稍后自动重试",
                            "the request's time is more than five minutes off; check this server's clock. It is tried"
                                    + " again")),
            Map.entry(12201L, ACCOUNT),
            Map.entry(12203L, ACCOUNT),
            Map.entry(18001L, REFUSED_PARAMETER),
            Map.entry(18002L, REFUSED_PARAMETER),
            Map.entry(18003L, REFUSED_PARAMETER),
            Map.entry(18004L, REFUSED_PARAMETER),
            Map.entry(18009L, REFUSED_PARAMETER),
            Map.entry(
                    31033L,
                    of(
                            Fault.ACCESS,
                            true,
                            "该参数只对白名单账户开放，请联系腾讯广告运营开通",
                            "a parameter is for allow-listed accounts only; ask Tencent Ads to open it")));

    private Codes() {}

    /** What a code other than {@link #SUCCESS} means. */
    static Meaning meaning(long code) {
        return MEANINGS.getOrDefault(code, UNKNOWN);
    }

    private static Meaning of(Fault fault, boolean quotes, String zh, String en) {
        return new Meaning(fault, false, quotes, Optional.empty(), zh, en);
    }

    private static Meaning renewing(Fault fault, String zh, String en) {
        return new Meaning(fault, true, false, Optional.empty(), zh, en);
    }

    private static Meaning limit(Wait lasts) {
        return new Meaning(
                Fault.LIMIT,
                false,
                false,
                Optional.of(lasts),
                lasts == Wait.NEXT_DAY ? "今日调用额度已用完，明天自动继续" : "请求过于频繁，稍后自动继续",
                lasts == Wait.NEXT_DAY
                        ? "today's quota is used up; reading goes on tomorrow"
                        : "too many requests; reading goes on by itself");
    }
}
