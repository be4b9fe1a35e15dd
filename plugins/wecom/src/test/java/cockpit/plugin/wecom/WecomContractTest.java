package cockpit.plugin.wecom;

import cockpit.spi.Secret;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Request;
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
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;

@DisplayName("WeCom")
class WecomContractTest extends SourceContract {

    private static final String HINT = "1666171714612133626296668";
    private static final List<String> LISTS = List.of(Contacts.PATH, StaffDays.PATH, GroupDays.PATH);

    @Override
    protected DataSource source() {
        return new WecomSource();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "corp-id",
                Callbacks.CORP,
                "secret",
                "invented-app-secret",
                "callback-token",
                Callbacks.TOKEN.reveal(),
                "callback-key",
                Callbacks.KEY.reveal());
    }

    @Override
    protected RecordedGateway channel() {
        return new RecordedGateway()
                .on(Api.TOKEN_PATH, RecordedReply.resource(getClass(), "token.json"))
                .on(Staff.FOLLOWERS_PATH, RecordedReply.resource(getClass(), "followers.json"))
                .on(Contacts.PATH, RecordedReply.resource(getClass(), "contacts.json"))
                .on(Tags.PATH, RecordedReply.resource(getClass(), "tags.json"))
                .on(StaffDays.PATH, RecordedReply.resource(getClass(), "behavior.json"))
                .on(GroupDays.PATH, RecordedReply.resource(getClass(), "groups.json"));
    }

    @Override
    protected List<String> tokensInAnswers() {
        return List.of("recorded-access-token-1");
    }

    @Override
    protected Optional<RotatingChannel> rotation() {
        AtomicInteger given = new AtomicInteger();
        AtomicInteger dead = new AtomicInteger();
        RecordedGateway gateway = new RecordedGateway().allow("qyapi.weixin.qq.com");
        gateway.onEverything(request -> {
            if (request.uri().getPath().equals(Api.TOKEN_PATH)) {
                int number = Math.max(given.get(), dead.get() + 1);
                given.set(number);
                return RecordedReply.json(
                        "{\"errcode\":0,\"access_token\":\"token-" + number + "\",\"expires_in\":7200}");
            }
            String token = RecordedGateway.query(request).getOrDefault("access_token", "");
            if (!token.equals("token-" + given.get()) || dead.get() == given.get()) {
                return RecordedReply.json("{\"errcode\":42001,\"errmsg\":\"access_token expired\"}");
            }
            return healthy(request);
        });
        return Optional.of(new RotatingChannel(
                gateway, request -> request.uri().getPath().equals(Api.TOKEN_PATH), () -> dead.set(given.get())));
    }

    private RecordedReply healthy(Request request) {
        return RecordedReply.resource(
                getClass(),
                switch (request.uri().getPath()) {
                    case Staff.FOLLOWERS_PATH -> "followers.json";
                    case Contacts.PATH -> "contacts.json";
                    default -> throw new AssertionError(request);
                });
    }

    @Override
    protected List<PushExample> pushes() {
        return List.of(
                PushExample.of(
                        "a new contact",
                        Callbacks.contact("add_external_contact", "<State><![CDATA[dy_0301_A]]></State>"),
                        "touch",
                        1),
                PushExample.of("half a contact", Callbacks.contact("add_half_external_contact", ""), "touch", 1),
                PushExample.of("a contact who left", Callbacks.contact("del_follow_user", ""), "touch", 1),
                PushExample.of(
                        "a contact whom staff removed",
                        Callbacks.contact("del_external_contact", "<Source>DELETE_BY_TRANSFER</Source>"),
                        "touch",
                        1),
                PushExample.ping(Callbacks.contact("edit_external_contact", "")),
                PushExample.ping(Callbacks.contact("something_new", "")),
                PushExample.ping("<xml><MsgType>event</MsgType><Event>change_external_chat</Event></xml>"),
                PushExample.ping("<xml><MsgType>event</MsgType><Event>change_external_tag</Event></xml>"),
                PushExample.ping("<xml><MsgType>text</MsgType><Content>hello</Content></xml>"));
    }

    @Override
    protected WebhookRequest signed(String eventId, Instant at, byte[] body) {
        return signedBy(Callbacks.TOKEN, eventId, at, body);
    }

    @Override
    protected WebhookRequest signedByAStranger(String eventId, Instant at, byte[] body) {
        return signedBy(Secret.of("a-token-of-somebody-else"), eventId, at, body);
    }

    /** The channel has no event ids: another event is another message. */
    private static WebhookRequest signedBy(Secret token, String eventId, Instant at, byte[] body) {
        String message = new String(body, StandardCharsets.UTF_8);
        return Callbacks.post(
                token,
                at,
                message.endsWith("</xml>")
                        ? message.replaceFirst("</xml>$", "<Id>" + eventId + "</Id></xml>")
                        : message);
    }

    @Override
    protected List<String> signatureHeaders() {
        return List.of();
    }

    @Override
    protected List<FaultCase> faults() {
        List<FaultCase> cases = new ArrayList<>();
        for (String stream : List.of("contact", "contact_tag", "staff_day", "group_day")) {
            for (int code : List.of(41001, 40096, 40035, 40058, 81017, 600018)) {
                cases.add(refused(code, Fault.BUG, stream));
            }
            for (int code : List.of(48002, 60011, 84074)) {
                cases.add(refused(code, Fault.ACCESS, stream).mentioning(HINT));
            }
            cases.add(refused(60020, Fault.SETTINGS, stream).mentioning("1.2.3.4"));
            cases.add(refused(40014, Fault.SETTINGS, stream).mentioning("corp-id"));
            cases.add(refused(42001, Fault.SETTINGS, stream).mentioning("secret"));
            cases.add(refused(45009, Fault.LIMIT, stream).after(Duration.ofMinutes(1)));
            cases.add(refused(45033, Fault.LIMIT, stream).after(Duration.ofSeconds(10)));
            cases.add(refused(-1, Fault.UPSTREAM, stream));
            cases.add(refused(47777, Fault.UPSTREAM, stream).mentioning("47777", HINT));
            cases.add(when("HTTP 502", RecordedReply.of(502, "<html>"), Fault.UPSTREAM, stream)
                    .mentioning("502"));
            cases.add(when("HTTP 429", RecordedReply.of(429, ""), Fault.LIMIT, stream));
            cases.add(when("HTTP 404", RecordedReply.of(404, "<html>"), Fault.SETTINGS, stream)
                    .mentioning("host"));
            cases.add(when("an answer that is no JSON", RecordedReply.of(200, "<html>"), Fault.DATA, stream));
            cases.add(when("an answer without errcode", RecordedReply.json("{\"a\":1}"), Fault.DATA, stream));
            cases.add(when(
                    "success without its list",
                    RecordedReply.json("{\"errcode\":0,\"errmsg\":\"ok\"}"),
                    Fault.DATA,
                    stream));
        }
        cases.add(token(40001, Fault.SETTINGS).mentioning("secret"));
        cases.add(token(40091, Fault.SETTINGS).mentioning("secret"));
        cases.add(token(40013, Fault.SETTINGS).mentioning("corp-id"));
        cases.add(FaultCase.when(
                "a token that is missing",
                channel -> channel.on(Api.TOKEN_PATH, RecordedReply.json("{\"errcode\":0,\"expires_in\":7200}")),
                Fault.DATA));
        cases.add(FaultCase.when(
                        "a company without members",
                        channel -> channel.on(
                                Staff.FOLLOWERS_PATH, RecordedReply.json("{\"errcode\":0,\"follow_user\":[]}")),
                        Fault.ACCESS)
                .mentioning("staff-ids"));
        cases.add(FaultCase.when("48002 for the tags", channel -> channel.on(Tags.PATH, refusal(48002)), Fault.ACCESS)
                .reading("contact_tag"));
        return cases;
    }

    private static FaultCase token(int code, Fault expected) {
        return FaultCase.when(code + " for the token", channel -> channel.on(Api.TOKEN_PATH, refusal(code)), expected);
    }

    private static FaultCase refused(int code, Fault expected, String stream) {
        return when(Integer.toString(code), refusal(code), expected, stream);
    }

    private static FaultCase when(String situation, RecordedReply reply, Fault expected, String stream) {
        return FaultCase.when(situation + " (" + stream + ")", everyList(reply), expected)
                .reading(stream);
    }

    private static Consumer<RecordedGateway> everyList(RecordedReply reply) {
        return channel -> LISTS.forEach(path -> channel.on(path, reply));
    }

    /** The channel's words name a token and a phone number, as a careless one might. */
    private static RecordedReply refusal(int code) {
        return RecordedReply.json("{\"errcode\":" + code + ",\"errmsg\":\"refused recorded-access-token-1 for"
                + " 13900000002, hint: [" + HINT + "], from ip: 1.2.3.4, more info at https://invented.example\"}");
    }
}
