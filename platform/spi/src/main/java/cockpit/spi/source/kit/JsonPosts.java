package cockpit.spi.source.kit;

import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.source.Json;
import cockpit.spi.source.Reply;
import cockpit.spi.source.Request;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.kit.Refusals.Meaning;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Speaks to a channel that takes JSON by POST with an access token in the header {@code Access-Token}, and answers
 * {@code {code, message, data, request_id}} with code 0 for success. A refused token is renewed once, and the call repeated
 * once.
 */
public final class JsonPosts {

    private static final String SUCCESS = "0";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final List<String> MESSAGES = List.of("message", "msg", "errorMsg");
    private static final List<String> CODES = List.of("code", "errorCode");

    private final ChannelFaults faults;
    private final Refusals refusals;
    private final SourceContext context;
    private final URI host;
    private final boolean saysSuccess;

    /** @param saysSuccess whether an answer without {@code "success": true} is a failure whatever its code */
    public JsonPosts(ChannelFaults faults, Refusals refusals, SourceContext context, URI host, boolean saysSuccess) {
        this.faults = faults;
        this.refusals = refusals;
        this.context = context;
        this.host = host;
        this.saysSuccess = saysSuccess;
    }

    private sealed interface Answer {
        record Success(Json data) implements Answer {}

        record Refusal(Meaning meaning, Text detail) implements Answer {}
    }

    /** Sends a request with a token. */
    private interface Call {
        Reply with(Secret token) throws SourceFault, InterruptedException;
    }

    /** POST with a valid token. @return the answer's {@code data} */
    public Json post(String path, Map<String, Object> body, AccessTokens tokens)
            throws SourceFault, InterruptedException {
        String json = Json.of(body).toJson();
        Call call = token ->
                context.gateway().send(Request.postJson(host, path, json).with("Access-Token", token.reveal()));
        Secret token = tokens.current();
        Answer answer = answer(call.with(token), Optional.of(List.of(token)));
        if (answer instanceof Answer.Refusal refusal && refusal.meaning() == Meaning.TOKEN) {
            Secret other = tokens.insteadOf(token);
            answer = answer(call.with(other), Optional.of(List.of(token, other)));
        }
        return data(answer);
    }

    /**
     * POST that needs no token: the one that brings it. The channel's words are not shown: they may name tokens that we do not
     * know.
     *
     * @return the answer's {@code data}
     * @throws SourceFault ACCESS if the channel refused a token: the refresh token, then
     */
    public Json authorise(String path, Map<String, Object> body) throws SourceFault, InterruptedException {
        Answer answer = answer(
                context.gateway()
                        .send(Request.postJson(host, path, Json.of(body).toJson())),
                Optional.empty());
        if (answer instanceof Answer.Refusal refusal
                && (refusal.meaning() == Meaning.TOKEN || refusal.meaning() == Meaning.PERMISSION)) {
            throw refusals.fault(faults, Meaning.CONSENT, refusal.detail());
        }
        return data(answer);
    }

    /**
     * GET of a file with a valid token.
     *
     * @throws SourceFault if the channel answered a refusal in JSON instead
     */
    public byte[] download(String path, Map<String, String> query, AccessTokens tokens)
            throws SourceFault, InterruptedException {
        Call call =
                token -> context.gateway().send(Request.get(host, path, query).with("Access-Token", token.reveal()));
        Secret token = tokens.current();
        Reply reply = call.with(token);
        if (!isRefusal(reply)) {
            return reply.body();
        }
        Answer answer = answer(reply, Optional.of(List.of(token)));
        if (answer instanceof Answer.Refusal refusal && refusal.meaning() == Meaning.TOKEN) {
            Secret other = tokens.insteadOf(token);
            reply = call.with(other);
            if (!isRefusal(reply)) {
                return reply.body();
            }
            answer = answer(reply, Optional.of(List.of(token, other)));
        }
        data(answer);
        throw faults.shape("下载应答不是文件", "the answer to a download is no file");
    }

    private static boolean isRefusal(Reply reply) {
        byte[] body = reply.body();
        return reply.status() != 200 || body.length == 0 || body[0] == '{' || body[0] == '<';
    }

    private Json data(Answer answer) throws SourceFault {
        return switch (answer) {
            case Answer.Success success -> success.data();
            case Answer.Refusal refusal -> throw refusals.fault(faults, refusal.meaning(), refusal.detail());
        };
    }

    /** @param hidden secrets that the channel's words are shown without; empty where they are not shown at all */
    private Answer answer(Reply reply, Optional<List<Secret>> hidden) throws SourceFault {
        faults.check(reply);
        if (reply.status() == UNAUTHORIZED || reply.status() == FORBIDDEN) {
            return new Answer.Refusal(
                    reply.status() == UNAUTHORIZED ? Meaning.TOKEN : Meaning.PERMISSION,
                    Text.of("（HTTP " + reply.status() + "）", " (HTTP " + reply.status() + ")"));
        }
        Json envelope = reply.json();
        Optional<String> code = first(envelope, CODES).filter(text -> text.matches("[A-Za-z0-9_.-]{1,40}"));
        Optional<String> success = envelope.at("success").text();
        if (code.isEmpty() || (saysSuccess && success.isEmpty())) {
            throw faults.shape("应答缺少 code 或 success", "the answer has no code or does not say whether it succeeded");
        }
        if (code.get().equals(SUCCESS) && (!saysSuccess || success.get().equals("true"))) {
            if (!envelope.at("data").isObject()) {
                throw faults.shape("应答缺少 data", "the answer has no data");
            }
            return new Answer.Success(envelope.at("data"));
        }
        String words = first(envelope, MESSAGES).orElse("");
        Optional<String> request = envelope.at("request_id").text().filter(id -> id.matches("[A-Za-z0-9_-]{1,80}"));
        String quoted =
                hidden.map(secrets -> ChannelFaults.quoted(words, secrets)).orElse("");
        return new Answer.Refusal(
                refusals.meaning(code.get(), words),
                Text.of(
                        (quoted.isEmpty() ? "" : "：“" + quoted + "”") + "（代码 " + code.get()
                                + request.map(id -> "，请求编号 " + id).orElse("") + "）",
                        (quoted.isEmpty() ? "" : ": \"" + quoted + "\"") + " (code " + code.get()
                                + request.map(id -> ", request " + id).orElse("") + ")"));
    }

    private static Optional<String> first(Json envelope, List<String> names) {
        return names.stream()
                .flatMap(name -> envelope.at(name).text().stream())
                .filter(text -> !text.isBlank())
                .findFirst();
    }
}
