package cockpit.plugin.douyin;

import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Gateway;
import cockpit.spi.source.Json;
import cockpit.spi.source.Reply;
import cockpit.spi.source.Request;
import cockpit.spi.source.SourceFault;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Speaks the Marketing API: envelope, codes and limits. Knows nothing of tokens but that a request may carry one.
 */
final class OceanEngine {

    private static final Duration USUAL_WAIT = Duration.ofMinutes(1);
    private static final BigDecimal LONGEST_WAIT_SECONDS = BigDecimal.valueOf(3600);
    private static final int QUOTED = 160;

    private final Gateway gateway;
    private final URI host;

    OceanEngine(Gateway gateway, URI host) {
        this.gateway = gateway;
        this.host = host;
    }

    /** Either data, or a code and the fault that it becomes unless a new token helps. */
    sealed interface Answer {
        record Success(Json data) implements Answer {}

        record Refusal(Codes.Meaning meaning, SourceFault fault) implements Answer {}
    }

    /** GET with an access token. */
    Answer get(String path, Map<String, String> query, Secret accessToken) throws SourceFault, InterruptedException {
        Map<String, String> parameters = new TreeMap<>(query);
        if (path.equals(Advertisers.PATH)) {
            // The one call that wants the token among its parameters.
            parameters.put("access_token", accessToken.reveal());
        }
        Request request = Request.get(host, path, parameters).with("Access-Token", accessToken.reveal());
        return answer(gateway.send(request), List.of(accessToken));
    }

    /** @param hidden what must not be seen in a message: secrets that the body carries */
    Answer post(String path, String json, List<Secret> hidden) throws SourceFault, InterruptedException {
        return answer(gateway.send(Request.postJson(host, path, json)), hidden);
    }

    private Answer answer(Reply reply, List<Secret> hidden) throws SourceFault {
        if (reply.status() >= 500) {
            throw new SourceFault(
                    Fault.UPSTREAM,
                    Text.of(
                            "巨量引擎：服务暂时不可用（HTTP " + reply.status() + "），稍后自动重试。",
                            "Ocean Engine: out of service (HTTP " + reply.status()
                                    + "); it is tried again by itself."));
        }
        if (reply.status() == 429) {
            throw SourceFault.limit(
                    Text.of(
                            "巨量引擎：请求过于频繁（HTTP 429），稍后自动继续。",
                            "Ocean Engine: too many requests (HTTP 429); reading goes on by itself."),
                    wait(reply));
        }
        if (reply.status() == 404) {
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "巨量引擎：接口不存在（HTTP 404），请检查设置 host。",
                            "Ocean Engine: there is no such interface (HTTP 404); check the setting host."));
        }
        Json envelope = reply.json();
        Optional<Long> code = envelope.at("code").integer();
        if (code.isEmpty()) {
            throw shape("应答缺少 code", "the answer has no code");
        }
        if (code.get() == Codes.SUCCESS) {
            Json data = envelope.at("data");
            if (!data.isObject()) {
                throw shape("应答缺少 data", "the answer has no data");
            }
            return new Answer.Success(data);
        }
        Codes.Meaning meaning = Codes.meaning(code.get());
        Text sentence = sentence(meaning, code.get(), envelope, hidden);
        return new Answer.Refusal(
                meaning,
                meaning.fault() == Fault.LIMIT
                        ? SourceFault.limit(sentence, wait(reply))
                        : new SourceFault(meaning.fault(), sentence));
    }

    /** An answer that does not have the promised shape. */
    static SourceFault shape(String zh, String en) {
        return new SourceFault(
                Fault.DATA,
                Text.of(
                        "巨量引擎：" + zh + "，请确认设置 host 指向正式接口，或升级本插件。",
                        "Ocean Engine: " + en + "; make sure that host is the real interface, or update this plugin."));
    }

    private static Text sentence(Codes.Meaning meaning, long code, Json envelope, List<Secret> hidden) {
        String request = envelope.at("request_id")
                .text()
                .filter(id -> id.matches("[A-Za-z0-9_-]{1,80}"))
                .orElse("");
        String message =
                meaning.quotesMessage() ? safe(envelope.at("message").text().orElse(""), hidden) : "";
        return Text.of(
                "巨量引擎：" + meaning.zh() + (message.isEmpty() ? "" : "：“" + message + "”") + "（代码 " + code
                        + (request.isEmpty() ? "" : "，请求编号 " + request) + "）。",
                "Ocean Engine: " + meaning.en() + (message.isEmpty() ? "" : ": \"" + message + "\"") + " (code " + code
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

    private static Duration wait(Reply reply) {
        return reply.header("X-RateLimit-RetryIn")
                .or(() -> reply.header("Retry-After"))
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,9}(\\.\\d{1,9})?"))
                .map(BigDecimal::new)
                .map(seconds -> seconds.min(LONGEST_WAIT_SECONDS).max(BigDecimal.ONE))
                .map(seconds -> Duration.ofMillis(seconds.movePointRight(3).longValue()))
                .orElse(USUAL_WAIT);
    }
}
