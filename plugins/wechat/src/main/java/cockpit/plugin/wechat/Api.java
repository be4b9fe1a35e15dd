package cockpit.plugin.wechat;

import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.source.AccessTokens;
import cockpit.spi.source.AccessTokens.Fetched;
import cockpit.spi.source.Fault;
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
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks the data interfaces of one app with a valid token: a refused one is renewed once, and the call repeated once. */
final class Api {

    static final String TOKEN_PATH = "/cgi-bin/stable_token";

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration NOT_READY = Duration.ofMinutes(45);
    private static final Pattern TRACE = Pattern.compile("rid: ?([0-9a-fA-F-]{8,60})");
    private static final Pattern CALLER = Pattern.compile("invalid ip ([0-9a-fA-F.:]{3,45})");

    private final SourceContext context;
    private final URI host;
    private final String appId;
    private final Secret secret;
    private final AccessTokens tokens;

    Api(SourceContext context, URI host, String appId, Secret secret) {
        this.context = context;
        this.host = host;
        this.appId = appId;
        this.secret = secret;
        this.tokens = new AccessTokens(
                context, "access-token-" + appId, Secret.of(appId + "\n" + secret.reveal()), this::fetchToken);
    }

    private sealed interface Answer {
        record Success(Json body) implements Answer {}

        record Refusal(Codes.Meaning meaning, SourceFault fault) implements Answer {}
    }

    String appId() {
        return appId;
    }

    /** Asks whether id and secret work, at the cost of a token at most. */
    void check() throws SourceFault, InterruptedException {
        tokens.current();
    }

    /**
     * Figures of a range of days.
     *
     * @param from first day, in the interface's own form
     * @return empty where the channel has not worked them out
     */
    Optional<Json> figures(String path, String from, String to) throws SourceFault, InterruptedException {
        String json = "{\"begin_date\":" + Json.quoted(from) + ",\"end_date\":" + Json.quoted(to) + "}";
        Secret token = tokens.current();
        Answer answer = post(path, json, token);
        if (answer instanceof Answer.Refusal refusal && refusal.meaning().remedy() == Codes.Remedy.NEW_TOKEN) {
            answer = post(path, json, tokens.insteadOf(token));
        }
        return switch (answer) {
            case Answer.Success success -> Optional.of(success.body());
            case Answer.Refusal refusal -> {
                if (refusal.meaning().remedy() == Codes.Remedy.NOT_READY) {
                    yield Optional.empty();
                }
                throw refusal.fault();
            }
        };
    }

    /** An answer that does not have the promised shape. */
    static SourceFault shape(String zh, String en) {
        return new SourceFault(
                Fault.DATA,
                Text.of(
                        "微信：" + zh + "，请确认设置 host 指向正式接口，或升级本插件。",
                        "WeChat: " + en + "; make sure that host is the real interface, or update this plugin."));
    }

    private Answer post(String path, String json, Secret token) throws SourceFault, InterruptedException {
        String address = path + "?access_token=" + URLEncoder.encode(token.reveal(), StandardCharsets.UTF_8);
        return answer(context.gateway().send(Request.postJson(host, address, json)));
    }

    private Fetched fetchToken() throws SourceFault, InterruptedException {
        String json = "{\"grant_type\":\"client_credential\",\"appid\":" + Json.quoted(appId) + ",\"secret\":"
                + Json.quoted(secret.reveal()) + ",\"force_refresh\":false}";
        Json body =
                switch (answer(context.gateway().send(Request.postJson(host, TOKEN_PATH, json)))) {
                    case Answer.Success success -> success.body();
                    case Answer.Refusal refusal -> throw refusal.fault();
                };
        Optional<String> token = body.at("access_token").text().filter(text -> !text.isBlank());
        Optional<Long> seconds = body.at("expires_in").integer().filter(life -> life > 0);
        if (token.isEmpty() || seconds.isEmpty()) {
            throw shape("取令牌的应答不完整", "the answer with the token lacks it or its life");
        }
        return new Fetched(Secret.of(token.get()), Duration.ofSeconds(seconds.get()));
    }

    private Answer answer(Reply reply) throws SourceFault {
        if (reply.status() >= 500) {
            throw new SourceFault(
                    Fault.UPSTREAM,
                    Text.of(
                            "微信：服务暂时不可用（HTTP " + reply.status() + "），稍后自动重试。",
                            "WeChat: out of service (HTTP " + reply.status() + "); it is tried again by itself."));
        }
        if (reply.status() == 429) {
            throw SourceFault.limit(
                    Text.of(
                            "微信：请求过于频繁（HTTP 429），稍后自动继续。",
                            "WeChat: too many requests (HTTP 429); reading goes on by itself."),
                    MINUTE);
        }
        if (reply.status() == 404) {
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "微信：接口不存在（HTTP 404），请检查设置 host。",
                            "WeChat: there is no such interface (HTTP 404); check the setting host."));
        }
        Json body = reply.json();
        if (!body.isObject()) {
            throw shape("应答不是对象", "the answer is no object");
        }
        // Figures and tokens come without a code where all is well; what must be in them is checked by who reads them.
        long code = body.at("errcode").isMissing()
                ? Codes.SUCCESS
                : body.at("errcode").integer().orElseThrow(() -> shape("errcode 不是整数", "errcode is no number"));
        if (code == Codes.SUCCESS) {
            return new Answer.Success(body);
        }
        Codes.Meaning meaning = Codes.meaning(code);
        Text sentence = sentence(meaning, code, body.at("errmsg").text().orElse(""));
        return new Answer.Refusal(
                meaning,
                meaning.fault() == Fault.LIMIT
                        ? SourceFault.limit(sentence, pause(meaning.remedy()))
                        : new SourceFault(meaning.fault(), sentence));
    }

    private Duration pause(Codes.Remedy remedy) {
        return switch (remedy) {
            case UNTIL_MIDNIGHT -> {
                Instant now = context.now();
                ZonedDateTime midnight =
                        LocalDate.ofInstant(now, WechatFeed.ZONE).plusDays(1).atStartOfDay(WechatFeed.ZONE);
                yield Duration.between(now, midnight.toInstant());
            }
            case NOT_READY -> NOT_READY;
            case NONE, NEW_TOKEN -> MINUTE;
        };
    }

    /** Of the channel's own words only the trace and, where it is the mend, our address are shown. */
    private static Text sentence(Codes.Meaning meaning, long code, String message) {
        Matcher trace = TRACE.matcher(message);
        String rid = trace.find() ? trace.group(1) : "";
        Matcher caller = CALLER.matcher(message);
        String address = (code == 40164 || code == 45035) && caller.find() ? caller.group(1) : "";
        return Text.of(
                "微信：" + meaning.zh() + (address.isEmpty() ? "" : "：" + address) + "（代码 " + code
                        + (rid.isEmpty() ? "" : "，追踪编号 " + rid) + "）。",
                "WeChat: " + meaning.en() + (address.isEmpty() ? "" : ": " + address) + " (code " + code
                        + (rid.isEmpty() ? "" : ", trace " + rid) + ").");
    }
}
