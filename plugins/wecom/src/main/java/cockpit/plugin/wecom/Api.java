package cockpit.plugin.wecom;

import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.source.AccessTokens;
import cockpit.spi.source.AccessTokens.Fetched;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Speaks the server API with a valid token: a refused one is renewed once, and the call repeated once. The channel stands no
 * more than a few calls of one company at once, so the streams of a connection take turns here.
 */
final class Api {

    static final String TOKEN_PATH = "/cgi-bin/gettoken";

    private static final int AT_ONCE = 3;
    private static final Pattern HINT = Pattern.compile("hint: ?\\[([A-Za-z0-9_-]{1,60})\\]");
    private static final Pattern CALLER = Pattern.compile("from ip: ?([0-9a-fA-F.:]{3,45})");
    private static final long CALLER_UNKNOWN = 60020;

    private final Gateway gateway;
    private final URI host;
    private final String corpId;
    private final Secret secret;
    private final AccessTokens tokens;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    Api(SourceContext context, URI host, String corpId, Secret secret) {
        this.gateway = context.gateway();
        this.host = host;
        this.corpId = corpId;
        this.secret = secret;
        this.tokens =
                new AccessTokens(context, "access-token", Secret.of(corpId + "\n" + secret.reveal()), this::fetchToken);
    }

    private sealed interface Answer {
        record Success(Json envelope) implements Answer {}

        record Refusal(Codes.Meaning meaning, SourceFault fault) implements Answer {}
    }

    Json get(String path, Map<String, String> query) throws SourceFault, InterruptedException {
        return required(call(token -> {
            Map<String, String> parameters = new TreeMap<>(query);
            parameters.put("access_token", token.reveal());
            return Request.get(host, path, parameters);
        }));
    }

    Json post(String path, String json) throws SourceFault, InterruptedException {
        return required(posted(path, json));
    }

    /** Empty where the channel says that the member or contact asked for is gone. */
    Optional<Json> postIfThere(String path, String json) throws SourceFault, InterruptedException {
        Answer answer = posted(path, json);
        return answer instanceof Answer.Refusal refusal && refusal.meaning().remedy() == Codes.Remedy.SKIP
                ? Optional.empty()
                : Optional.of(required(answer));
    }

    /** An answer that does not have the promised shape. */
    static SourceFault shape(String zh, String en) {
        return new SourceFault(
                Fault.DATA,
                Text.of(
                        "企业微信：" + zh + "，请确认设置 host 指向正式接口，或升级本插件。",
                        "WeCom: " + en + "; make sure that host is the real interface, or update this plugin."));
    }

    private Answer posted(String path, String json) throws SourceFault, InterruptedException {
        return call(token -> Request.postJson(
                host, path + "?access_token=" + URLEncoder.encode(token.reveal(), StandardCharsets.UTF_8), json));
    }

    private static Json required(Answer answer) throws SourceFault {
        return switch (answer) {
            case Answer.Success success -> success.envelope();
            case Answer.Refusal refusal -> throw refusal.fault();
        };
    }

    private Answer call(Function<Secret, Request> request) throws SourceFault, InterruptedException {
        turns.acquire();
        try {
            Secret token = tokens.current();
            Answer answer = answer(gateway.send(request.apply(token)));
            if (answer instanceof Answer.Refusal refusal && refusal.meaning().remedy() == Codes.Remedy.NEW_TOKEN) {
                answer = answer(gateway.send(request.apply(tokens.insteadOf(token))));
            }
            return answer;
        } finally {
            turns.release();
        }
    }

    private Fetched fetchToken() throws SourceFault, InterruptedException {
        Request request = Request.get(host, TOKEN_PATH, Map.of("corpid", corpId, "corpsecret", secret.reveal()));
        Json envelope = required(answer(gateway.send(request)));
        Optional<String> token = envelope.at("access_token").text().filter(text -> !text.isBlank());
        Optional<Long> seconds = envelope.at("expires_in").integer().filter(life -> life > 0);
        if (token.isEmpty() || seconds.isEmpty()) {
            throw shape("取令牌的应答不完整", "the answer with the token lacks it or its life");
        }
        return new Fetched(Secret.of(token.get()), Duration.ofSeconds(seconds.get()));
    }

    private static Answer answer(Reply reply) throws SourceFault {
        if (reply.status() >= 500) {
            throw new SourceFault(
                    Fault.UPSTREAM,
                    Text.of(
                            "企业微信：服务暂时不可用（HTTP " + reply.status() + "），稍后自动重试。",
                            "WeCom: out of service (HTTP " + reply.status() + "); it is tried again by itself."));
        }
        if (reply.status() == 429) {
            throw SourceFault.limit(
                    Text.of(
                            "企业微信：请求过于频繁（HTTP 429），稍后自动继续。",
                            "WeCom: too many requests (HTTP 429); reading goes on by itself."),
                    Duration.ofMinutes(1));
        }
        if (reply.status() == 404) {
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "企业微信：接口不存在（HTTP 404），请检查设置 host。",
                            "WeCom: there is no such interface (HTTP 404); check the setting host."));
        }
        Json envelope = reply.json();
        long code =
                envelope.at("errcode").integer().orElseThrow(() -> shape("应答缺少 errcode", "the answer has no errcode"));
        if (code == Codes.SUCCESS) {
            return new Answer.Success(envelope);
        }
        Codes.Meaning meaning = Codes.meaning(code);
        Text sentence = sentence(meaning, code, envelope.at("errmsg").text().orElse(""));
        return new Answer.Refusal(
                meaning,
                meaning.fault() == Fault.LIMIT
                        ? SourceFault.limit(sentence, meaning.pause())
                        : new SourceFault(meaning.fault(), sentence));
    }

    /** Of the channel's own words only the trace and, where it is the mend, our address are shown. */
    private static Text sentence(Codes.Meaning meaning, long code, String message) {
        Matcher hint = HINT.matcher(message);
        String trace = hint.find() ? hint.group(1) : "";
        Matcher caller = CALLER.matcher(message);
        String address = code == CALLER_UNKNOWN && caller.find() ? caller.group(1) : "";
        return Text.of(
                "企业微信：" + meaning.zh() + (address.isEmpty() ? "" : "：" + address) + "（代码 " + code
                        + (trace.isEmpty() ? "" : "，追踪编号 " + trace) + "）。",
                "WeCom: " + meaning.en() + (address.isEmpty() ? "" : ": " + address) + " (code " + code
                        + (trace.isEmpty() ? "" : ", trace " + trace) + ").");
    }
}
