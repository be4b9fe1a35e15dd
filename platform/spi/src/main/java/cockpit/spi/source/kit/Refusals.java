package cockpit.spi.source.kit;

import cockpit.spi.Setting;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.SourceFault;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a channel's refusals mean where its codes are not published: by a map of the likely ones that an admin may correct,
 * otherwise by words of the message. Immutable.
 */
public final class Refusals {

    /** The setting with which an admin corrects what a code means, one {@code code=MEANING} a line. */
    public static final Setting CODES = Setting.list("codes", Text.of("返回码含义", "Meaning of codes"))
            .explained(Text.of(
                    "平台未公开返回码。遇到判断有误的代码时，每行写一个“代码=含义”，含义可为 " + names() + "。",
                    "The channel's codes are not published. Where one is taken wrongly, write code=MEANING, one a line; meanings"
                            + " are " + names() + "."));

    private static final Duration FREQUENCY_WAIT = Duration.ofMinutes(1);
    private static final Duration NOT_READY_WAIT = Duration.ofMinutes(30);

    private static final List<Words> WORDS = List.of(
            new Words(Meaning.FREQUENCY, List.of("频", "too many", "frequen", "limit reached", "上限", "限流")),
            new Words(Meaning.NOT_READY, List.of("not ready", "未就绪", "未产出", "未完成")),
            new Words(Meaning.TOKEN, List.of("token", "令牌")),
            new Words(Meaning.PERMISSION, List.of("授权", "权限", "permission", "forbidden", "unauthorized")),
            new Words(Meaning.PARAMETER, List.of("参数", "param")));

    private final Map<String, Meaning> meanings;
    private final Optional<String> unreadable;

    private record Words(Meaning meaning, List<String> any) {}

    /** What is the matter. */
    public enum Meaning {
        /** The access token does not work; a new one may. */
        TOKEN,
        /** The refresh token does not work; only a new consent helps. */
        CONSENT,
        /** The app or its secret is refused. */
        APP,
        /** The consent does not cover what was asked for. */
        PERMISSION,
        /** Too many calls. */
        FREQUENCY,
        /** The figures are not made yet. */
        NOT_READY,
        /** The request is refused. */
        PARAMETER,
        /** The channel is out of service. */
        BUSY,
        /** Nobody knows. */
        UNKNOWN
    }

    /**
     * The likely meanings, corrected by the admin's lines.
     *
     * @param corrections value of {@link #CODES}
     */
    public Refusals(Map<String, Meaning> likely, List<String> corrections) {
        Map<String, Meaning> all = new HashMap<>(likely);
        Optional<String> bad = Optional.empty();
        for (String line : corrections) {
            Optional<Meaning> meaning = line.matches("[^=\\s]+\\s*=\\s*[A-Z_]+")
                    ? Arrays.stream(Meaning.values())
                            .filter(one -> one.name()
                                    .equals(line.substring(line.indexOf('=') + 1)
                                            .strip()))
                            .findFirst()
                    : Optional.empty();
            if (meaning.isPresent()) {
                all.put(line.substring(0, line.indexOf('=')).strip(), meaning.get());
            } else {
                bad = Optional.of(line);
            }
        }
        this.meanings = Map.copyOf(all);
        this.unreadable = bad;
    }

    /** @throws SourceFault SETTINGS if one of the admin's lines cannot be read */
    public void check(ChannelFaults faults) throws SourceFault {
        if (unreadable.isPresent()) {
            throw faults.fault(
                    Fault.SETTINGS,
                    "设置 codes 的“" + unreadable.get() + "”应为“代码=含义”，含义可为 " + names(),
                    "setting codes must be code=MEANING, one a line, with one of " + names() + "; found \""
                            + unreadable.get() + "\"");
        }
    }

    /**
     * What a refusal means.
     *
     * @param code the channel's code, as text
     * @param message the channel's words
     */
    public Meaning meaning(String code, String message) {
        Meaning known = meanings.get(code);
        if (known != null) {
            return known;
        }
        String words = message.toLowerCase(Locale.ROOT);
        return WORDS.stream()
                .filter(one -> one.any().stream().anyMatch(words::contains))
                .map(Words::meaning)
                .findFirst()
                .orElse(Meaning.UNKNOWN);
    }

    /**
     * The fault that a refusal becomes.
     *
     * @param detail code, the channel's words and its number of the request, as {@link JsonPosts} writes them
     */
    SourceFault fault(ChannelFaults faults, Meaning meaning, Text detail) {
        return switch (meaning) {
            case TOKEN ->
                faults.fault(
                        Fault.ACCESS,
                        "新的访问令牌也不被接受，请在开放平台重新授权，并更新设置 refresh-token" + detail.zh(),
                        "a fresh access token is refused as well; authorise again and enter the new refresh-token"
                                + detail.en());
            case CONSENT ->
                faults.fault(
                        Fault.ACCESS,
                        "刷新令牌已失效或已被使用，请在开放平台重新授权，并更新设置 refresh-token" + detail.zh(),
                        "the refresh token is dead or was used already; authorise again and enter the new one as"
                                + " refresh-token" + detail.en());
            case APP ->
                faults.fault(
                        Fault.SETTINGS,
                        "应用不被接受，请检查设置 app-id 与 app-secret" + detail.zh(),
                        "the app was refused; check app-id and app-secret" + detail.en());
            case PERMISSION ->
                faults.fault(
                        Fault.ACCESS,
                        "没有该账户或接口的权限，请检查授权范围与设置 advertiser-ids" + detail.zh(),
                        "no permission for the account or the interface; check the consent's scope and advertiser-ids"
                                + detail.en());
            case FREQUENCY ->
                faults.limit(
                        "请求过于频繁，稍后自动继续" + detail.zh(),
                        "too many requests; reading goes on by itself" + detail.en(),
                        FREQUENCY_WAIT);
            case NOT_READY ->
                faults.limit(
                        "数据尚未生成，稍后自动继续" + detail.zh(),
                        "the figures are not made yet; reading goes on by itself" + detail.en(),
                        NOT_READY_WAIT);
            case PARAMETER ->
                faults.fault(Fault.BUG, "请求参数不被接受" + detail.zh(), "a parameter was refused" + detail.en());
            case BUSY ->
                faults.fault(
                        Fault.UPSTREAM,
                        "服务暂时不可用，稍后自动重试" + detail.zh(),
                        "out of service; it is tried again by itself" + detail.en());
            case UNKNOWN ->
                faults.fault(
                        Fault.UPSTREAM,
                        "返回了未知代码" + detail.zh() + "；判断有误时可在设置 codes 中说明它的含义",
                        "it answered an unknown code" + detail.en() + "; say what it means in the setting codes");
        };
    }

    private static String names() {
        return String.join(
                ", ", Arrays.stream(Meaning.values()).map(Meaning::name).toList());
    }
}
