package cockpit.plugin.jd;

import cockpit.spi.source.DataSource;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Reply;
import cockpit.spi.source.Request;
import cockpit.testkit.source.FaultCase;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import cockpit.testkit.source.RotatingChannel;
import cockpit.testkit.source.SourceContract;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;

@DisplayName("JD")
class JdContractTest extends SourceContract {

    static final Map<String, String> SETTINGS = Map.of(
            "app-key", "APPKEY1",
            "app-secret", "invented-app-secret",
            "access-token", "invented-access-token",
            "refresh-token", "invented-refresh-token");

    static Map<String, String> form(Request request) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : RecordedGateway.body(request).split("&", -1)) {
            int equals = pair.indexOf('=');
            form.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    /** The whole shop lies in one window; the others are empty. */
    static Reply recorded(Request request) {
        Map<String, String> form = form(request);
        boolean services = Refunds.METHOD.equals(form.get("method"));
        String text = form.getOrDefault("360buy_param_json", "");
        String from = text.replaceFirst(".*\"(?:start_date|updateTimeBegin)\":\"([^\"]*)\".*", "$1");
        String to = text.replaceFirst(".*\"(?:end_date|updateTimeEnd)\":\"([^\"]*)\".*", "$1");
        if (from.compareTo("2026-03-01 10:00:00") > 0 || to.compareTo("2026-03-01 14:00:00") < 0) {
            return RecordedReply.json(
                    services
                            ? "{\"x_responce\":{\"code\":\"0\",\"pageResult\":{\"success\":true,\"totalCount\":\"0\"}}}"
                            : "{\"x_responce\":{\"code\":\"0\",\"searchorderinfo_result\":{\"apiResult\":{\"success\":true},"
                                    + "\"orderTotal\":\"0\"}}}");
        }
        return RecordedReply.resource(JdContractTest.class, services ? "services.json" : "orders.json");
    }

    @Override
    protected DataSource source() {
        return new JdSource();
    }

    @Override
    protected Map<String, String> settings() {
        return SETTINGS;
    }

    @Override
    protected RecordedGateway channel() {
        return new RecordedGateway().on(Jos.PATH, JdContractTest::recorded);
    }

    @Override
    protected Optional<RotatingChannel> rotation() {
        AtomicReference<String> access = new AtomicReference<>("expired");
        AtomicReference<String> refresh = new AtomicReference<>("invented-refresh-token");
        AtomicInteger generation = new AtomicInteger();
        RecordedGateway gateway = new RecordedGateway()
                .allow("api.jd.com")
                .allow("open-oauth.jd.com")
                .on(
                        Jos.PATH,
                        request -> access.get().equals(form(request).get("access_token"))
                                ? recorded(request)
                                : RecordedReply.json(refusal("19")))
                .on(Jos.REFRESH_PATH, request -> {
                    synchronized (generation) {
                        if (!refresh.get().equals(form(request).get("refresh_token"))) {
                            return RecordedReply.json(refusal("19"));
                        }
                        int number = generation.incrementAndGet();
                        access.set("access-token-" + number);
                        refresh.set("refresh-token-" + number);
                        return RecordedReply.json("{\"access_token\":\"" + access.get() + "\",\"refresh_token\":\""
                                + refresh.get() + "\",\"expires_in\":31536000}");
                    }
                });
        return Optional.of(new RotatingChannel(
                gateway, request -> request.uri().getPath().equals(Jos.REFRESH_PATH), () -> access.set("expired")));
    }

    static String refusal(String code) {
        return "{\"error_response\":{\"code\":\"" + code
                + "\",\"zh_desc\":\"refused invented-access-token for 13900000002\",\"en_desc\":\"refused\"}}";
    }

    @Override
    protected List<FaultCase> faults() {
        List<FaultCase> cases = new ArrayList<>();
        cases.add(when("2", RecordedReply.json(refusal("2")), Fault.LIMIT).after(Duration.ofMinutes(1)));
        for (String code : List.of("4", "5", "14", "15")) {
            cases.add(when(code, RecordedReply.json(refusal(code)), Fault.BUG));
        }
        for (String code : List.of("7", "8")) {
            cases.add(when(code, RecordedReply.json(refusal(code)), Fault.UPSTREAM));
        }
        for (String code : List.of("11", "12")) {
            cases.add(when(code, RecordedReply.json(refusal(code)), Fault.SETTINGS)
                    .mentioning("app-secret"));
        }
        for (String code : List.of("20", "21")) {
            cases.add(when(code, RecordedReply.json(refusal(code)), Fault.SETTINGS)
                    .mentioning("app-key"));
        }
        cases.add(when("24", RecordedReply.json(refusal("24")), Fault.ACCESS));
        cases.add(FaultCase.when(
                        "19, and the refresh is refused as well",
                        channel -> channel.on(Jos.PATH, RecordedReply.json(refusal("19")))
                                .on(Jos.REFRESH_PATH, RecordedReply.json(refusal("19"))),
                        Fault.ACCESS)
                .mentioning("access-token"));
        cases.add(when("4711", RecordedReply.json(refusal("4711")), Fault.UPSTREAM)
                .mentioning("4711"));
        cases.add(when("HTTP 502", RecordedReply.of(502, "<html>"), Fault.UPSTREAM)
                .mentioning("502"));
        cases.add(when("HTTP 429", RecordedReply.of(429, ""), Fault.LIMIT));
        cases.add(when("HTTP 404", RecordedReply.of(404, "<html>"), Fault.SETTINGS)
                .mentioning("host"));
        cases.add(when("an answer that is no JSON", RecordedReply.of(200, "<html>"), Fault.DATA));
        cases.add(when("no business result", RecordedReply.json("{\"x_responce\":{\"code\":\"0\"}}"), Fault.DATA));
        List<FaultCase> all = new ArrayList<>(cases);
        all.add(when(
                        "the gateway succeeds, the business does not",
                        RecordedReply.json("{\"x_responce\":{\"code\":\"0\",\"searchorderinfo_result\":{\"apiResult\":"
                                + "{\"success\":false,\"numberCode\":\"10500001\"}}}}"),
                        Fault.ACCESS)
                .mentioning("10500001"));
        all.add(when(
                "orders that are said to be there and are not",
                RecordedReply.json("{\"x_responce\":{\"code\":\"0\",\"searchorderinfo_result\":{\"apiResult\":"
                        + "{\"success\":true},\"orderTotal\":\"7\"}}}"),
                Fault.DATA));
        for (String stream : List.of("order_line", "cancellation", "refund")) {
            cases.forEach(one -> all.add(new FaultCase(
                    one.situation() + " (" + stream + ")",
                    Optional.of(stream),
                    one.prepare(),
                    one.expected(),
                    one.retryAfter(),
                    one.mentions())));
        }
        return all;
    }

    private static FaultCase when(String situation, RecordedReply reply, Fault expected) {
        return FaultCase.when(situation, channel -> channel.on(Jos.PATH, reply), expected);
    }
}
