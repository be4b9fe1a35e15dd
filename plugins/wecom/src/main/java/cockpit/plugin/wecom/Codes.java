package cockpit.plugin.wecom;

import cockpit.spi.source.Fault;
import java.time.Duration;
import java.util.Map;

/** What the channel's {@code errcode} means: the one place to correct when a live company shows another. */
final class Codes {

    static final long SUCCESS = 0;

    /** What a code asks for besides naming who must act. */
    enum Remedy {
        NONE,
        /** A new access token may help. */
        NEW_TOKEN,
        /** The member or contact that was asked for is gone: the others go on without. */
        SKIP
    }

    /**
     * A code's meaning.
     *
     * @param fault who must act; for {@link Remedy#NEW_TOKEN} only if a new token is refused as well
     * @param remedy what may be done before
     * @param pause how long a LIMIT waits
     * @param zh what happened and what to do
     * @param en the same in English
     */
    record Meaning(Fault fault, Remedy remedy, Duration pause, String zh, String en) {}

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Meaning SECRET =
            settings("应用密钥不正确，请检查设置 secret", "the app's secret is wrong; check the setting secret");
    private static final Meaning REFUSED = plain(Fault.BUG, "请求参数不被接受", "a parameter was refused");
    private static final Meaning TOKEN = new Meaning(
            Fault.SETTINGS,
            Remedy.NEW_TOKEN,
            MINUTE,
            "新取的访问令牌仍被拒绝，请检查设置 corp-id 与 secret",
            "a fresh access token is refused; check corp-id and secret");
    private static final Meaning GONE =
            new Meaning(Fault.DATA, Remedy.SKIP, MINUTE, "成员或客户已不存在", "the member or contact is no longer there");

    private static final Map<Long, Meaning> MEANINGS = Map.ofEntries(
            Map.entry(-1L, plain(Fault.UPSTREAM, "系统繁忙，稍后自动重试", "it is busy; it is tried again by itself")),
            Map.entry(40001L, SECRET),
            Map.entry(40091L, SECRET),
            Map.entry(40013L, settings("企业 ID 不正确，请检查设置 corp-id", "the corp id is wrong; check the setting corp-id")),
            Map.entry(40014L, TOKEN),
            Map.entry(42001L, TOKEN),
            Map.entry(41001L, plain(Fault.BUG, "请求缺少访问令牌", "a request lacked its access token")),
            Map.entry(
                    45009L,
                    new Meaning(
                            Fault.LIMIT,
                            Remedy.NONE,
                            MINUTE,
                            "调用次数超过限制，稍后自动继续",
                            "too many calls; reading goes on by itself")),
            Map.entry(
                    45033L,
                    new Meaning(
                            Fault.LIMIT,
                            Remedy.NONE,
                            Duration.ofSeconds(10),
                            "同时进行的调用过多，稍后自动继续",
                            "too many calls at once; reading goes on by itself")),
            Map.entry(
                    48002L,
                    plain(
                            Fault.ACCESS,
                            "应用没有该接口的权限，请在“客户联系 → 可调用接口的应用”中加入此应用",
                            "the app may not call this interface; add it to the apps of customer contact")),
            Map.entry(
                    60011L,
                    plain(
                            Fault.ACCESS,
                            "成员或部门不在应用的可见范围内，请在管理后台扩大可见范围",
                            "a member or department is outside the app's visible range; widen it in the console")),
            Map.entry(
                    60020L,
                    settings(
                            "服务器的出口 IP 不在企业可信 IP 中，请在应用详情页加入",
                            "this server's address is not among the app's trusted addresses; add it in the console")),
            Map.entry(84061L, GONE),
            Map.entry(60111L, GONE),
            Map.entry(
                    84074L,
                    plain(
                            Fault.ACCESS,
                            "没有客户联系权限，请为成员开通客户联系功能",
                            "customer contact is not permitted; switch it on for the members")),
            Map.entry(40096L, REFUSED),
            Map.entry(40035L, REFUSED),
            Map.entry(40058L, REFUSED),
            Map.entry(81017L, REFUSED),
            Map.entry(600018L, REFUSED));

    private static final Meaning UNKNOWN = plain(Fault.UPSTREAM, "返回了未知代码", "it answered an unknown code");

    private Codes() {}

    /** What a code other than {@link #SUCCESS} means. */
    static Meaning meaning(long code) {
        return MEANINGS.getOrDefault(code, UNKNOWN);
    }

    private static Meaning plain(Fault fault, String zh, String en) {
        return new Meaning(fault, Remedy.NONE, MINUTE, zh, en);
    }

    private static Meaning settings(String zh, String en) {
        return plain(Fault.SETTINGS, zh, en);
    }
}
