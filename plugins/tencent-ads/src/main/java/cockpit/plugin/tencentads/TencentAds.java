package cockpit.plugin.tencentads;

import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Json;
import cockpit.spi.source.Reply;
import cockpit.spi.source.Request;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.kit.ChannelFaults;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Speaks the Marketing API v3: the three parameters of every call, envelope and codes. Knows nothing of tokens but that a
 * request may carry one.
 */
final class TencentAds {

    static final Text TITLE = Text.of("腾讯广告", "Tencent Ads");
    static final ChannelFaults FAULTS = new ChannelFaults(TITLE);

    private static final String VERSION = "/v3.0";

    private final SourceContext context;
    private final URI host;

    TencentAds(SourceContext context, URI host) {
        this.context = context;
        this.host = host;
    }

    /** Either data, or a code and the fault that it becomes unless a new token helps. */
    sealed interface Answer {
        record Success(Json data) implements Answer {}

        record Refusal(Codes.Meaning meaning, SourceFault fault) implements Answer {}
    }

    /** GET with an access token. Each call has a nonce of its own, since the channel refuses one that it has seen. */
    Answer get(String path, Map<String, String> query, Secret accessToken) throws SourceFault, InterruptedException {
        Map<String, String> parameters = new TreeMap<>(query);
        parameters.put("access_token", accessToken.reveal());
        parameters.put("timestamp", Long.toString(context.now().getEpochSecond()));
        parameters.put("nonce", UUID.randomUUID().toString().replace("-", ""));
        return answer(context.gateway().send(Request.get(host, VERSION + path, parameters)), List.of(accessToken));
    }

    /** GET of the authorisation, which takes neither token nor nonce. */
    Answer authorise(String path, Map<String, String> query, List<Secret> hidden)
            throws SourceFault, InterruptedException {
        return answer(context.gateway().send(Request.get(host, path, query)), hidden);
    }

    private Answer answer(Reply reply, List<Secret> hidden) throws SourceFault {
        FAULTS.check(reply);
        Json envelope = reply.json();
        Optional<Long> code = envelope.at("code").integer();
        if (code.isEmpty()) {
            throw FAULTS.shape("应答缺少 code", "the answer has no code");
        }
        if (code.get() != Codes.SUCCESS) {
            return refusal(code.get(), envelope, hidden);
        }
        if (envelope.at("data").isObject()) {
            return new Answer.Success(envelope.at("data"));
        }
        // A part of what was asked for was refused, and nothing was left.
        Optional<Json> error = envelope.at("errors").elements().stream().findFirst();
        Optional<Long> inner = error.flatMap(one -> one.at("code").integer());
        if (inner.isPresent() && inner.get() != Codes.SUCCESS) {
            return refusal(inner.get(), error.orElse(envelope), hidden);
        }
        throw FAULTS.shape("应答缺少 data", "the answer has no data");
    }

    private Answer refusal(long code, Json envelope, List<Secret> hidden) {
        Codes.Meaning meaning = Codes.meaning(code);
        Optional<String> trace = envelope.at("trace_id").text().filter(id -> id.matches("[A-Za-z0-9_-]{1,80}"));
        String english = envelope.at("message").text().orElse("");
        String chinese =
                envelope.at("message_cn").text().filter(text -> !text.isBlank()).orElse(english);
        String zh = meaning.zh() + quoted(meaning, chinese, "：“", "”", hidden) + "（代码 " + code
                + trace.map(id -> "，请求编号 " + id).orElse("") + "）";
        String en = meaning.en() + quoted(meaning, english, ": \"", "\"", hidden) + " (code " + code
                + trace.map(id -> ", request " + id).orElse("") + ")";
        return new Answer.Refusal(
                meaning,
                meaning.fault() == Fault.LIMIT
                        ? FAULTS.limit(zh, en, meaning.wait(context.now()))
                        : FAULTS.fault(meaning.fault(), zh, en));
    }

    private static String quoted(
            Codes.Meaning meaning, String words, String before, String after, List<Secret> hidden) {
        String safe = meaning.quotesMessage() ? ChannelFaults.quoted(words, hidden) : "";
        return safe.isEmpty() ? "" : before + safe + after;
    }
}
