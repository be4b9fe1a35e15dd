package cockpit.plugin.douyin;

import cockpit.spi.source.DataSource;
import cockpit.spi.source.Fault;
import cockpit.testkit.source.FaultCase;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import cockpit.testkit.source.RotatingChannel;
import cockpit.testkit.source.SourceContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Ocean Engine")
class DouyinContractTest extends SourceContract {

    private static final String REQUEST_ID = "20260302091500FEDCBA";

    @Override
    protected DataSource source() {
        return new DouyinSource();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "app-id", "1790000000000001",
                "app-secret", "invented-app-secret",
                "refresh-token", FakeOceanEngine.CONSENTED);
    }

    @Override
    protected RecordedGateway channel() {
        return new RecordedGateway()
                .on(Refresh.PATH, RecordedReply.resource(getClass(), "token.json"))
                .on(Advertisers.PATH, RecordedReply.resource(getClass(), "advertisers.json"))
                .on(FakeOceanEngine.REPORT_PATH, RecordedReply.resource(getClass(), "report.json"))
                .on(FakeOceanEngine.LEADS_PATH, RecordedReply.resource(getClass(), "leads.json"));
    }

    @Override
    protected List<String> tokensInAnswers() {
        return List.of("recorded-access-token-1", "recorded-refresh-token-1");
    }

    @Override
    protected Optional<RotatingChannel> rotation() {
        FakeOceanEngine channel = new FakeOceanEngine().withAccounts("1730000000000001");
        return Optional.of(new RotatingChannel(
                channel.gateway(),
                request -> request.uri().getPath().equals(Refresh.PATH),
                channel::expireAccessToken));
    }

    @Override
    protected List<FaultCase> faults() {
        List<FaultCase> cases = new ArrayList<>();
        cases.add(refused(40000, Fault.BUG));
        cases.add(refused(40001, Fault.BUG));
        cases.add(refused(40002, Fault.ACCESS).mentioning("advertiser-ids", REQUEST_ID));
        for (int code : List.of(40100, 40110, 40130)) {
            cases.add(FaultCase.when(
                            code + " with X-RateLimit-RetryIn",
                            everyList(refusal(code).with("X-RateLimit-RetryIn", "7")),
                            Fault.LIMIT)
                    .after(Duration.ofSeconds(7)));
        }
        cases.add(refused(40100, Fault.LIMIT).after(Duration.ofMinutes(1)));
        cases.add(refused(40102, Fault.ACCESS).mentioning("refresh-token"));
        cases.add(refused(40104, Fault.SETTINGS).mentioning("app-secret"));
        cases.add(refused(40105, Fault.SETTINGS).mentioning("app-secret"));
        for (int code : List.of(40103, 40107)) {
            cases.add(FaultCase.when(
                            code + " at the refresh", channel -> channel.on(Refresh.PATH, refusal(code)), Fault.ACCESS)
                    .mentioning("refresh-token", REQUEST_ID));
        }
        cases.add(FaultCase.when(
                        "40113 at the refresh", channel -> channel.on(Refresh.PATH, refusal(40113)), Fault.SETTINGS)
                .mentioning("app-id"));
        cases.add(refused(40115, Fault.SETTINGS).mentioning("refresh-token"));
        cases.add(refused(40118, Fault.ACCESS));
        cases.add(refused(40119, Fault.ACCESS).mentioning("material_auth"));
        cases.add(refused(50000, Fault.UPSTREAM).mentioning(REQUEST_ID));
        cases.add(refused(47777, Fault.UPSTREAM).mentioning("47777", REQUEST_ID));
        cases.add(FaultCase.when("HTTP 502", everyList(RecordedReply.of(502, "<html>")), Fault.UPSTREAM)
                .mentioning("502"));
        cases.add(
                FaultCase.when("HTTP 429", everyList(RecordedReply.of(429, "").with("Retry-After", "30")), Fault.LIMIT)
                        .after(Duration.ofSeconds(30)));
        cases.add(FaultCase.when("HTTP 404", everyList(RecordedReply.of(404, "<html>")), Fault.SETTINGS)
                .mentioning("host"));
        cases.add(FaultCase.when("an answer that is no JSON", everyList(RecordedReply.of(200, "<html>")), Fault.DATA));
        cases.add(FaultCase.when(
                "an envelope without code",
                everyList(RecordedReply.json("{\"message\":\"OK\",\"data\":{}}")),
                Fault.DATA));
        cases.add(FaultCase.when(
                "success without data", everyList(RecordedReply.json("{\"code\":0,\"message\":\"OK\"}")), Fault.DATA));
        cases.add(FaultCase.when(
                "success without a list",
                everyList(RecordedReply.json("{\"code\":0,\"data\":{\"page_info\":{\"total_page\":1}}}")),
                Fault.DATA));
        cases.add(FaultCase.when(
                "success without page_info",
                everyList(RecordedReply.json("{\"code\":0,\"data\":{\"rows\":[],\"list\":[]}}")),
                Fault.DATA));
        cases.add(FaultCase.when(
                "a refresh that brings no token",
                channel -> channel.on(Refresh.PATH, RecordedReply.json("{\"code\":0,\"data\":{\"expires_in\":86400}}")),
                Fault.DATA));
        cases.add(FaultCase.when(
                        "a consent without accounts",
                        channel ->
                                channel.on(Advertisers.PATH, RecordedReply.json("{\"code\":0,\"data\":{\"list\":[]}}")),
                        Fault.ACCESS)
                .mentioning("advertiser-ids"));
        List<FaultCase> all = new ArrayList<>(cases);
        cases.forEach(one -> all.add(new FaultCase(
                one.situation() + " (leads)",
                Optional.of("lead"),
                one.prepare(),
                one.expected(),
                one.retryAfter(),
                one.mentions())));
        return all;
    }

    private static FaultCase refused(int code, Fault expected) {
        return FaultCase.when(Integer.toString(code), everyList(refusal(code)), expected);
    }

    private static Consumer<RecordedGateway> everyList(RecordedReply reply) {
        return channel -> channel.on(FakeOceanEngine.REPORT_PATH, reply).on(FakeOceanEngine.LEADS_PATH, reply);
    }

    /** The channel's words name a token and a phone number, as a careless one might. */
    private static RecordedReply refusal(int code) {
        return RecordedReply.json(
                "{\"code\":" + code + ",\"message\":\"refused recorded-access-token-1 for 13900000002\","
                        + "\"request_id\":\"" + REQUEST_ID + "\",\"data\":{}}");
    }
}
