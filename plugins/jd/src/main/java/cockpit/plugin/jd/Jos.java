package cockpit.plugin.jd;

import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Json;
import cockpit.spi.source.Reply;
import cockpit.spi.source.Request;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Speaks the open platform: signed forms around one JSON text, answers with two layers of success, codes. */
final class Jos {

    static final String PATH = "/routerjson";
    static final String REFRESH_PATH = "/oauth2/refresh_token";

    /** The platform means Shanghai without saying so. */
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final Duration USUAL_WAIT = Duration.ofMinutes(1);
    private static final int QUOTED = 160;

    private final SourceContext context;
    private final URI host;
    private final URI authHost;
    private final String appKey;
    private final Secret appSecret;

    Jos(SourceContext context, URI host, URI authHost, String appKey, Secret appSecret) {
        this.context = context;
        this.host = host;
        this.authHost = authHost;
        this.appKey = appKey;
        this.appSecret = appSecret;
    }

    /** Either the unwrapped answer, or the fault that it becomes unless a new token helps. */
    sealed interface Answer {
        record Success(Json body) implements Answer {}

        record Refusal(Codes.Meaning meaning, SourceFault fault) implements Answer {}
    }

    static String time(Instant instant) {
        return TIME.format(instant.atZone(ZONE));
    }

    /** A member in the newer spelling ({@code orderId}) or the older one ({@code order_id}). */
    static Json member(Json object, String camelCase) {
        Json newer = object.at(camelCase);
        return newer.isMissing()
                ? object.at(camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT))
                : newer;
    }

    static Optional<String> text(Json object, String camelCase) {
        return member(object, camelCase).text().map(String::strip).filter(text -> !text.isEmpty());
    }

    /** A time with its offset; the platform writes the first day of its calendars where there is none yet. */
    static Optional<String> instant(Json object, String camelCase) {
        return text(object, camelCase)
                .filter(text -> text.matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}"))
                .filter(text -> !text.startsWith("0001-") && !text.startsWith("1970-01-01"))
                .map(text -> text.replace(' ', 'T') + "+08:00");
    }

    /** The JSON text of the business parameters, all of them texts, in this order. */
    static String parameters(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Upper-case MD5 over secret, names and values in order of the names, and secret. */
    static String sign(Map<String, String> form, Secret secret) {
        StringBuilder text = new StringBuilder(secret.reveal());
        new TreeMap<>(form).forEach((name, value) -> {
            if (!name.equals("sign")) {
                text.append(name).append(value);
            }
        });
        text.append(secret.reveal());
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("MD5")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no MD5.", e);
        }
    }

    /** Calls an interface. The JSON text is signed and sent byte for byte the same. */
    Answer call(String method, Map<String, String> values, Secret token) throws SourceFault, InterruptedException {
        Map<String, String> form = new TreeMap<>();
        form.put("360buy_param_json", parameters(values));
        form.put("method", method);
        form.put("app_key", appKey);
        form.put("access_token", token.reveal());
        form.put("timestamp", time(context.now()));
        form.put("v", "2.0");
        form.put("sign", sign(form, appSecret));
        return answer(context.gateway().send(post(host, PATH, form)), List.of(token), "host");
    }

    /** Asks for a new token. */
    Answer refresh(Secret refreshToken) throws SourceFault, InterruptedException {
        Map<String, String> form = new TreeMap<>(Map.of(
                "app_key",
                appKey,
                "app_secret",
                appSecret.reveal(),
                "grant_type",
                "refresh_token",
                "refresh_token",
                refreshToken.reveal()));
        return answer(
                context.gateway().send(post(authHost, REFRESH_PATH, form)),
                List.of(refreshToken, appSecret),
                "auth-host");
    }

    private static Request post(URI host, String path, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(entry -> URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return new Request(
                "POST",
                Request.get(host, path, Map.of()).uri(),
                Map.of("Content-Type", "application/x-www-form-urlencoded;charset=utf-8"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer answer(Reply reply, List<Secret> hidden, String setting) throws SourceFault {
        if (reply.status() >= 500) {
            throw new SourceFault(
                    Fault.UPSTREAM,
                    Text.of(
                            "京东：服务暂时不可用（HTTP " + reply.status() + "），稍后自动重试。",
                            "JD: out of service (HTTP " + reply.status() + "); it is tried again by itself."));
        }
        if (reply.status() == 429) {
            throw SourceFault.limit(
                    Text.of(
                            "京东：请求过于频繁（HTTP 429），稍后自动继续。",
                            "JD: too many requests (HTTP 429); reading goes on by itself."),
                    USUAL_WAIT);
        }
        if (reply.status() == 404) {
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "京东：接口不存在（HTTP 404），请检查设置 " + setting + "。",
                            "JD: there is no such interface (HTTP 404); check the setting " + setting + "."));
        }
        Json body = reply.json();
        Json error = body.at("error_response").isObject() ? body.at("error_response") : body.at("errorResponse");
        if (error.isObject()) {
            return refusal(
                    error.at("code").text().orElseThrow(() -> shape("错误应答缺少 code", "the refusal has no code")),
                    error.at("zh_desc").text().orElse(""),
                    hidden);
        }
        // The name ends in “_responce”, as the platform spells it; a later correction is taken as well.
        List<String> wrappers = body.members().keySet().stream()
                .filter(name -> name.endsWith("_responce") || name.endsWith("_response"))
                .toList();
        Json inner = wrappers.isEmpty() ? body : body.at(wrappers.getFirst());
        Optional<String> code = inner.at("code").text();
        if (code.isPresent() && !code.get().equals(Codes.SUCCESS)) {
            return refusal(code.get(), inner.at("zh_desc").text().orElse(""), hidden);
        }
        if (!inner.isObject() || (code.isEmpty() && !wrappers.isEmpty())) {
            throw shape("应答缺少 code", "the answer has no code");
        }
        return new Answer.Success(inner);
    }

    /** The second layer: what the business result says of itself. */
    static Json succeeded(Json result, Json verdict, List<Secret> hidden) throws SourceFault {
        Optional<String> success = verdict.at("success").text();
        if (success.filter("true"::equals).isPresent()) {
            return result;
        }
        Optional<String> code = text(verdict, "numberCode");
        if (success.isEmpty() || code.isEmpty()) {
            throw shape("应答缺少业务结果", "the answer lacks the business result");
        }
        Answer answer = refusal(code.get(), text(verdict, "chineseErrCode").orElse(""), hidden);
        throw answer instanceof Answer.Refusal refusal
                ? refusal.fault()
                : shape("应答缺少业务结果", "the answer lacks the business result");
    }

    private static Answer refusal(String code, String words, List<Secret> hidden) {
        Codes.Meaning meaning = Codes.meaning(code);
        String shown = code.matches("[A-Za-z0-9_-]{1,40}") ? code : "?";
        String message = meaning.quotesMessage() ? safe(words, hidden) : "";
        Text sentence = Text.of(
                "京东：" + meaning.zh() + (message.isEmpty() ? "" : "：“" + message + "”") + "（代码 " + shown + "）。",
                "JD: " + meaning.en() + (message.isEmpty() ? "" : ": \"" + message + "\"") + " (code " + shown + ").");
        return new Answer.Refusal(
                meaning,
                meaning.fault() == Fault.LIMIT
                        ? SourceFault.limit(sentence, USUAL_WAIT)
                        : new SourceFault(meaning.fault(), sentence));
    }

    /** An answer that does not have the promised shape. */
    static SourceFault shape(String zh, String en) {
        return new SourceFault(
                Fault.DATA,
                Text.of(
                        "京东：" + zh + "，请确认设置 host 指向正式接口，或升级本插件。",
                        "JD: " + en + "; make sure that host is the real interface, or update this plugin."));
    }

    private static String safe(String message, List<Secret> hidden) {
        String text = message.replaceAll("\\p{Cntrl}+", " ").strip();
        for (Secret secret : hidden) {
            text = text.replace(secret.reveal(), "******");
        }
        text = text.replaceAll("(?<!\\d)1\\d{10}(?!\\d)", "***********");
        return text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text;
    }
}
