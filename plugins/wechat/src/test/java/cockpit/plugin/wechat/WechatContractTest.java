package cockpit.plugin.wechat;

import cockpit.spi.Secret;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Fault;
import cockpit.spi.source.WebhookRequest;
import cockpit.testkit.source.FaultCase;
import cockpit.testkit.source.PushExample;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import cockpit.testkit.source.RotatingChannel;
import cockpit.testkit.source.SourceContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;

@DisplayName("WeChat")
class WechatContractTest extends SourceContract {

    private static final String RID = "69a3f1c2-1b7e02d4-5d0c9ab1";

    static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry(Api.TOKEN_PATH, "token.json"),
            Map.entry(Followers.CHANGES_PATH, "changes.json"),
            Map.entry(Followers.STAND_PATH, "stands.json"),
            Map.entry(Articles.READ_PATH, "reads.json"),
            Map.entry(Articles.SHARE_PATH, "shares.json"),
            Map.entry(AppDays.TREND_PATH, "trend.json"),
            Map.entry(AppDays.SUMMARY_PATH, "summary.json"),
            Map.entry(Pages.PATH, "pages.json"),
            Map.entry(Parts.PATH, "distribution.json"),
            Map.entry(Retention.PATH, "retention.json"));

    @Override
    protected DataSource source() {
        return new WechatSource();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "app-id",
                Callbacks.APP,
                "app-secret",
                "invented-app-secret",
                "mini-app-id",
                "wxMini",
                "mini-app-secret",
                "invented-mini-secret",
                "callback-token",
                Callbacks.TOKEN.reveal(),
                "callback-key",
                Callbacks.KEY.reveal());
    }

    @Override
    protected RecordedGateway channel() {
        RecordedGateway channel = new RecordedGateway();
        ANSWERS.forEach((path, name) -> channel.on(path, RecordedReply.resource(getClass(), name)));
        return channel;
    }

    @Override
    protected int historyDays() {
        return 20;
    }

    @Override
    protected List<String> tokensInAnswers() {
        return List.of("recorded-access-token-1");
    }

    @Override
    protected Optional<RotatingChannel> rotation() {
        AtomicInteger given = new AtomicInteger();
        AtomicInteger dead = new AtomicInteger();
        RecordedGateway gateway = new RecordedGateway().allow("api.weixin.qq.com");
        gateway.onEverything(request -> {
            String path = request.uri().getPath();
            if (path.equals(Api.TOKEN_PATH)) {
                int number = Math.max(given.get(), dead.get() + 1);
                given.set(number);
                return RecordedReply.json("{\"access_token\":\"token-" + number + "\",\"expires_in\":7200}");
            }
            String token = RecordedGateway.query(request).getOrDefault("access_token", "");
            return !token.equals("token-" + given.get()) || dead.get() == given.get()
                    ? RecordedReply.json("{\"errcode\":40001,\"errmsg\":\"invalid credential\"}")
                    : RecordedReply.resource(getClass(), ANSWERS.getOrDefault(path, ""));
        });
        return Optional.of(new RotatingChannel(
                gateway, request -> request.uri().getPath().equals(Api.TOKEN_PATH), () -> dead.set(given.get())));
    }

    @Override
    protected List<PushExample> pushes() {
        return List.of(
                PushExample.of("a new follower", Callbacks.event("subscribe", "qrscene_desk_7"), "touch", 1),
                PushExample.of("a lost follower", Callbacks.event("unsubscribe", ""), "touch", 1),
                PushExample.of("a scan", Callbacks.event("SCAN", "desk_7"), "touch", 1),
                PushExample.of("a click", Callbacks.event("CLICK", "menu_1"), "touch", 1),
                PushExample.of("a link", Callbacks.event("VIEW", "https://invented.example"), "touch", 1),
                PushExample.of("a message", Callbacks.message("text", "<Content>13900000001</Content>"), "touch", 1),
                PushExample.ping(Callbacks.event("LOCATION", "")),
                PushExample.ping(Callbacks.event("something_new", "")),
                PushExample.ping(Callbacks.message("something_new", "")));
    }

    @Override
    protected WebhookRequest signed(String eventId, Instant at, byte[] body) {
        return signedBy(Callbacks.TOKEN, eventId, at, body);
    }

    @Override
    protected WebhookRequest signedByAStranger(String eventId, Instant at, byte[] body) {
        return signedBy(Secret.of("a-token-of-somebody-else"), eventId, at, body);
    }

    /** Another event is another message: messages carry an id of their own. */
    private static WebhookRequest signedBy(Secret token, String eventId, Instant at, byte[] body) {
        String message = new String(body, StandardCharsets.UTF_8);
        return Callbacks.sealed(
                token,
                at,
                message.endsWith("</xml>")
                        ? message.replaceFirst("</xml>$", "<MsgId>" + eventId + "</MsgId></xml>")
                        : message);
    }

    @Override
    protected List<String> signatureHeaders() {
        return List.of();
    }

    @Override
    protected List<FaultCase> faults() {
        List<FaultCase> cases = new ArrayList<>();
        for (cockpit.spi.source.Stream pulled : WechatSource.PULLED) {
            String stream = pulled.name();
            for (int code : List.of(41001, 47001, 61500, 61501)) {
                cases.add(refused(code, Fault.BUG, stream));
            }
            for (int code : List.of(48001, 48004, 50002, 61502)) {
                cases.add(refused(code, Fault.ACCESS, stream).mentioning(RID));
            }
            for (int code : List.of(40001, 40014, 42001, 40013, 40125, 40243)) {
                cases.add(refused(code, Fault.SETTINGS, stream));
            }
            for (int code : List.of(40164, 45035)) {
                cases.add(refused(code, Fault.SETTINGS, stream).mentioning("1.2.3.4"));
            }
            cases.add(refused(45009, Fault.LIMIT, stream).after(Duration.ofHours(14)));
            cases.add(refused(45011, Fault.LIMIT, stream).after(Duration.ofMinutes(1)));
            cases.add(refused(61503, Fault.LIMIT, stream).after(Duration.ofMinutes(45)));
            cases.add(refused(-1, Fault.UPSTREAM, stream));
            cases.add(refused(47777, Fault.UPSTREAM, stream).mentioning("47777", RID));
            cases.add(when("HTTP 502", RecordedReply.of(502, "<html>"), Fault.UPSTREAM, stream));
            cases.add(when("HTTP 429", RecordedReply.of(429, ""), Fault.LIMIT, stream));
            cases.add(when("HTTP 404", RecordedReply.of(404, "<html>"), Fault.SETTINGS, stream)
                    .mentioning("host"));
            cases.add(when("an answer that is no JSON", RecordedReply.of(200, "<html>"), Fault.DATA, stream));
            cases.add(when("an answer without a list", RecordedReply.json("{\"a\":1}"), Fault.DATA, stream));
        }
        for (int code : List.of(40013, 40125, 40243, 40164)) {
            cases.add(FaultCase.when(
                    code + " for the token", channel -> channel.on(Api.TOKEN_PATH, refusal(code)), Fault.SETTINGS));
        }
        cases.add(FaultCase.when(
                "a token that is missing",
                channel -> channel.on(Api.TOKEN_PATH, RecordedReply.json("{\"expires_in\":7200}")),
                Fault.DATA));
        return cases;
    }

    private static FaultCase refused(int code, Fault expected, String stream) {
        return when(Integer.toString(code), refusal(code), expected, stream);
    }

    private static FaultCase when(String situation, RecordedReply reply, Fault expected, String stream) {
        return FaultCase.when(
                        situation + " (" + stream + ")",
                        channel -> ANSWERS.keySet().stream()
                                .filter(path -> !path.equals(Api.TOKEN_PATH))
                                .forEach(path -> channel.on(path, reply)),
                        expected)
                .reading(stream);
    }

    /** The channel's words name a token and a phone number, as a careless one might. */
    private static RecordedReply refusal(int code) {
        return RecordedReply.json("{\"errcode\":" + code + ",\"errmsg\":\"invalid ip 1.2.3.4, refused"
                + " recorded-access-token-1 for 13900000002 rid: " + RID + "\"}");
    }
}
