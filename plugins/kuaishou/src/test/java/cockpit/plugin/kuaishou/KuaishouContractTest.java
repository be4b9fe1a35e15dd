package cockpit.plugin.kuaishou;

import cockpit.spi.source.DataSource;
import cockpit.spi.source.Fault;
import cockpit.testkit.source.FaultCase;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import cockpit.testkit.source.RotatingChannel;
import cockpit.testkit.source.SourceContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Kuaishou")
class KuaishouContractTest extends SourceContract {

    @Override
    protected DataSource source() {
        return new KuaishouSource();
    }

    @Override
    protected Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Connection.settings());
        settings.remove("advertiser-ids");
        return settings;
    }

    @Override
    protected RecordedGateway channel() {
        return new RecordedGateway()
                .on(Refresh.PATH, RecordedReply.resource(getClass(), "token.json"))
                .on(FakeKuaishou.ADVERTISERS_PATH, RecordedReply.resource(getClass(), "advertisers.json"))
                .on(FakeKuaishou.REPORT_PATH, RecordedReply.resource(getClass(), "report.json"))
                .on(
                        FakeKuaishou.CREATE_PATH,
                        RecordedReply.json("{\"code\":0,\"message\":\"OK\",\"data\":{\"task_id\":700}}"))
                .on(
                        FakeKuaishou.LIST_PATH,
                        RecordedReply.json("{\"code\":0,\"message\":\"OK\",\"data\":{\"total_count\":1,\"details\":["
                                + "{\"task_id\":700,\"task_status\":2}]}}"))
                .on(FakeKuaishou.DOWNLOAD_PATH, RecordedReply.resource(getClass(), "history.csv"))
                .on(FakeKuaishou.LEADS_PATH, RecordedReply.resource(getClass(), "leads.json"));
    }

    @Override
    protected List<String> tokensInAnswers() {
        return List.of("recorded-access-token-1", "recorded-refresh-token-1");
    }

    @Override
    protected Optional<RotatingChannel> rotation() {
        FakeKuaishou channel = new FakeKuaishou();
        return Optional.of(new RotatingChannel(
                channel.gateway(),
                request -> request.uri().getPath().equals(Refresh.PATH),
                channel::expireAccessToken));
    }

    @Override
    protected List<FaultCase> faults() {
        List<FaultCase> cases = new ArrayList<>();
        cases.add(refused(400000, Fault.BUG));
        for (int code : List.of(401001, 401002)) {
            cases.add(refused(code, Fault.ACCESS).mentioning("refresh-token", "R1"));
        }
        cases.add(refused(401004, Fault.SETTINGS).mentioning("app-secret"));
        cases.add(refused(402000, Fault.LIMIT).after(Duration.ofMinutes(1)));
        cases.add(refused(403000, Fault.ACCESS).mentioning("advertiser-ids"));
        cases.add(refused(500000, Fault.UPSTREAM));
        // The words decide where the code says nothing; these are the channel's.
        cases.add(worded(401000, "daily operation limit reached", Fault.LIMIT));
        cases.add(worded(401000, "forbidden to read this advertiser", Fault.ACCESS));
        cases.add(worded(477777, "OK", Fault.UPSTREAM).mentioning("477777", "codes"));
        cases.add(FaultCase.when(
                        "401003 at the refresh",
                        channel -> channel.on(Refresh.PATH, FakeKuaishou.refusal(401003)),
                        Fault.ACCESS)
                .mentioning("refresh-token"));
        cases.add(FaultCase.when(
                "a refresh that brings no token",
                channel -> channel.on(
                        Refresh.PATH, RecordedReply.json("{\"code\":0,\"data\":{\"access_token_expires_in\":86400}}")),
                Fault.DATA));
        cases.add(FaultCase.when(
                        "a consent without accounts",
                        channel -> channel.on(
                                FakeKuaishou.ADVERTISERS_PATH,
                                RecordedReply.json("{\"code\":0,\"data\":{\"isEnd\":true,\"details\":[]}}")),
                        Fault.ACCESS)
                .mentioning("advertiser-ids"));
        cases.add(FaultCase.when("HTTP 401", everyList(RecordedReply.of(401, "")), Fault.ACCESS));
        cases.add(FaultCase.when("HTTP 403", everyList(RecordedReply.of(403, "")), Fault.ACCESS));
        cases.add(FaultCase.when("HTTP 502", everyList(RecordedReply.of(502, "<html>")), Fault.UPSTREAM));
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
                "success without details",
                everyList(RecordedReply.json("{\"code\":0,\"data\":{\"total_count\":3}}")),
                Fault.DATA));
        cases.add(FaultCase.when(
                "success without total_count",
                everyList(RecordedReply.json("{\"code\":0,\"data\":{\"details\":[]}}")),
                Fault.DATA));
        List<FaultCase> all = new ArrayList<>(cases);
        cases.forEach(one -> all.add(new FaultCase(
                one.situation() + " (leads)",
                Optional.of("lead"),
                one.prepare(),
                one.expected(),
                one.retryAfter(),
                one.mentions())));
        all.add(FaultCase.when(
                "a history that is in the making",
                channel -> channel.on(
                        FakeKuaishou.LIST_PATH,
                        RecordedReply.json(
                                "{\"code\":0,\"data\":{\"details\":[{\"task_id\":700,\"task_status\":1}]}}")),
                Fault.LIMIT));
        all.add(FaultCase.when(
                        "a history that fails again and again",
                        channel -> channel.on(
                                FakeKuaishou.LIST_PATH,
                                RecordedReply.json(
                                        "{\"code\":0,\"data\":{\"details\":[{\"task_id\":700,\"task_status\":3}]}}")),
                        Fault.UPSTREAM)
                .mentioning("700"));
        all.add(FaultCase.when(
                        "a file with other columns",
                        channel -> channel.on(FakeKuaishou.DOWNLOAD_PATH, RecordedReply.of(200, "甲,乙\n1,2\n")),
                        Fault.DATA)
                .mentioning("stat_date"));
        return all;
    }

    private static FaultCase refused(int code, Fault expected) {
        return FaultCase.when(Integer.toString(code), everyList(FakeKuaishou.refusal(code)), expected);
    }

    private static FaultCase worded(int code, String message, Fault expected) {
        return FaultCase.when(
                code + " " + message,
                everyList(RecordedReply.json("{\"code\":" + code + ",\"message\":\"" + message + "\"}")),
                expected);
    }

    private static Consumer<RecordedGateway> everyList(RecordedReply reply) {
        return channel -> channel.on(FakeKuaishou.REPORT_PATH, reply).on(FakeKuaishou.LEADS_PATH, reply);
    }
}
