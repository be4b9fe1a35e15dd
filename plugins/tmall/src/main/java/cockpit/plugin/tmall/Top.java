package cockpit.plugin.tmall;

import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Gateway;
import cockpit.spi.source.Json;
import cockpit.spi.source.Reply;
import cockpit.spi.source.Request;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Speaks the open platform: one address, signed forms, wrapped answers, codes. Knows of sessions only that a call may carry one. */
final class Top {

    static final String PATH = "/router/rest";

    /** The platform means Shanghai without saying so. */
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final Pattern BAN = Pattern.compile("last for (\\d{1,6}) more second");
    private static final Duration USUAL_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);
    private static final int QUOTED = 160;

    private final Gateway gateway;
    private final SourceContext context;
    private final URI host;
    private final String appKey;
    private final Secret appSecret;
    private final Signature signature;

    Top(SourceContext context, URI host, String appKey, Secret appSecret, Signature signature) {
        this.gateway = context.gateway();
        this.context = context;
        this.host = host;
        this.appKey = appKey;
        this.appSecret = appSecret;
        this.signature = signature;
    }

    /** Either the unwrapped answer, or the fault that it becomes unless a new session helps. */
    sealed interface Answer {
        record Success(Json body) implements Answer {}

        record Refusal(Codes.Meaning meaning, SourceFault fault) implements Answer {}
    }

    /** An instant as the platform writes it. */
    static String time(Instant instant) {
        return TIME.format(instant.atZone(ZONE));
    }

    /** A time of the platform with its offset, as the host takes it in any zone; empty where it is none. */
    static Optional<String> instant(Json value) {
        return value.text()
                .map(String::strip)
                .filter(text -> text.matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}"))
                .map(text -> text.replace(' ', 'T') + "+08:00");
    }

    /**
     * The rows of a list, in either of the platform's forms: {@code {"trades":{"trade":[…]}}} or {@code {"trades":[…]}}; a
     * single row may stand without its list.
     */
    static List<Json> list(Json body, String plural, String singular) {
        Json wrapper = body.at(plural);
        Json inner = wrapper.isObject() && !wrapper.at(singular).isMissing() ? wrapper.at(singular) : wrapper;
        if (inner.isObject()) {
            return inner.members().isEmpty() ? List.of() : List.of(inner);
        }
        return inner.elements();
    }

    /** Calls an interface without a session. */
    Answer call(String method, Map<String, String> parameters, List<Secret> hidden)
            throws SourceFault, InterruptedException {
        return call(method, parameters, Optional.empty(), hidden);
    }

    /** Calls an interface with a session. */
    Answer call(String method, Map<String, String> parameters, Secret session)
            throws SourceFault, InterruptedException {
        return call(method, parameters, Optional.of(session), List.of(session));
    }

    private Answer call(String method, Map<String, String> parameters, Optional<Secret> session, List<Secret> hidden)
            throws SourceFault, InterruptedException {
        Map<String, String> form = new TreeMap<>(parameters);
        form.put("method", method);
        form.put("app_key", appKey);
        form.put("timestamp", time(context.now()));
        form.put("v", "2.0");
        form.put("format", "json");
        form.put("sign_method", signature.word());
        session.ifPresent(one -> form.put("session", one.reveal()));
        form.put("sign", signature.sign(form, appSecret));
        return answer(gateway.send(post(form)), hidden);
    }

    private Request post(Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(entry -> URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        Request address = Request.get(host, PATH, Map.of());
        return new Request(
                "POST",
                address.uri(),
                Map.of("Content-Type", "application/x-www-form-urlencoded;charset=utf-8"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private Answer answer(Reply reply, List<Secret> hidden) throws SourceFault {
        if (reply.status() >= 500) {
            throw new SourceFault(
                    Fault.UPSTREAM,
                    Text.of(
                            "天猫：服务暂时不可用（HTTP " + reply.status() + "），稍后自动重试。",
                            "Tmall: out of service (HTTP " + reply.status() + "); it is tried again by itself."));
        }
        if (reply.status() == 429) {
            throw SourceFault.limit(
                    Text.of(
                            "天猫：请求过于频繁（HTTP 429），稍后自动继续。",
                            "Tmall: too many requests (HTTP 429); reading goes on by itself."),
                    reply.header("Retry-After")
                            .map(String::strip)
                            .filter(text -> text.matches("\\d{1,5}"))
                            .map(text -> Duration.ofSeconds(Math.max(1, Long.parseLong(text))))
                            .orElse(USUAL_WAIT));
        }
        if (reply.status() == 404) {
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "天猫：接口不存在（HTTP 404），请检查设置 host。",
                            "Tmall: there is no such interface (HTTP 404); check the setting host."));
        }
        Json body = reply.json();
        Json error = body.at("error_response");
        if (error.isObject()) {
            return refusal(error, hidden);
        }
        // Wrapped, the one member is named after the method; simplified, the members stand by themselves.
        List<String> wrappers = body.members().keySet().stream()
                .filter(name -> name.endsWith("_response"))
                .toList();
        Json inner = wrappers.isEmpty() ? body : body.at(wrappers.getFirst());
        if (!inner.isObject()) {
            throw shape("应答不是对象", "the answer is no object");
        }
        return new Answer.Success(inner);
    }

    private Answer refusal(Json error, List<Secret> hidden) throws SourceFault {
        Optional<Long> code = error.at("code").integer();
        if (code.isEmpty()) {
            throw shape("错误应答缺少 code", "the refusal has no code");
        }
        String subCode = error.at("sub_code").text().orElse("");
        Codes.Meaning meaning = Codes.meaning(code.get(), subCode);
        Text sentence = sentence(meaning, code.get(), subCode, error, hidden);
        return new Answer.Refusal(
                meaning,
                meaning.fault() == Fault.LIMIT
                        ? SourceFault.limit(
                                sentence,
                                wait(subCode, error.at("sub_msg").text().orElse("")))
                        : new SourceFault(meaning.fault(), sentence));
    }

    /** An answer that does not have the promised shape. */
    static SourceFault shape(String zh, String en) {
        return new SourceFault(
                Fault.DATA,
                Text.of(
                        "天猫：" + zh + "，请确认设置 host 指向正式接口，或升级本插件。",
                        "Tmall: " + en + "; make sure that host is the real interface, or update this plugin."));
    }

    private Duration wait(String subCode, String words) {
        if (subCode.equals(Codes.DAY_LIMIT)) {
            ZonedDateTime now = context.now().atZone(ZONE);
            Duration rest = Duration.between(now, now.toLocalDate().plusDays(1).atStartOfDay(ZONE));
            return rest.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : rest;
        }
        Matcher ban = BAN.matcher(words);
        if (ban.find()) {
            Duration wait = Duration.ofSeconds(Long.parseLong(ban.group(1)) + 1);
            return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        }
        return subCode.equals(Codes.BACK_END_LIMIT) ? Duration.ofSeconds(1) : USUAL_WAIT;
    }

    private static Text sentence(Codes.Meaning meaning, long code, String subCode, Json error, List<Secret> hidden) {
        String request = error.at("request_id")
                .text()
                .filter(id -> id.matches("[A-Za-z0-9_-]{1,80}"))
                .orElse("");
        String known = subCode.matches("[A-Za-z0-9._:-]{1,100}") ? " " + subCode : "";
        String message = meaning.quotesMessage()
                ? safe(
                        error.at("sub_msg")
                                .text()
                                .or(() -> error.at("msg").text())
                                .orElse(""),
                        hidden)
                : "";
        return Text.of(
                "天猫：" + meaning.zh() + (message.isEmpty() ? "" : "：“" + message + "”") + "（代码 " + code + known
                        + (request.isEmpty() ? "" : "，请求编号 " + request) + "）。",
                "Tmall: " + meaning.en() + (message.isEmpty() ? "" : ": \"" + message + "\"") + " (code " + code + known
                        + (request.isEmpty() ? "" : ", request " + request) + ").");
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
