package cockpit.plugin.tencentads;

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

@DisplayName("Tencent Ads")
class TencentAdsContractTest extends SourceContract {

    @Override
    protected DataSource source() {
        return new TencentAdsSource();
    }

    @Override
    protected Map<String, String> settings() {
        return Connection.settings();
    }

    @Override
    protected RecordedGateway channel() {
        return new RecordedGateway()
                .on(Refresh.PATH, RecordedReply.resource(getClass(), "token.json"))
                .on(FakeTencentAds.REPORT_PATH, RecordedReply.resource(getClass(), "report.json"))
                .on(FakeTencentAds.LEADS_PATH, RecordedReply.resource(getClass(), "leads.json"));
    }

    @Override
    protected List<String> tokensInAnswers() {
        return List.of("recorded-access-token-1");
    }

    @Override
    protected Optional<RotatingChannel> rotation() {
        FakeTencentAds channel = new FakeTencentAds();
        return Optional.of(new RotatingChannel(
                channel.gateway(),
                request -> request.uri().getPath().equals(Refresh.PATH),
                channel::expireAccessToken));
    }

    @Override
    protected List<FaultCase> faults() {
        List<FaultCase> cases = new ArrayList<>();
        for (int code : List.of(10000, 10001)) {
            cases.add(refused(code, Fault.UPSTREAM).mentioning("T1"));
        }
        cases.add(refused(11000, Fault.ACCESS).mentioning("refresh-token"));
        for (int code : List.of(11002, 11004, 11005)) {
            cases.add(refused(code, Fault.SETTINGS).mentioning("client-secret"));
        }
        cases.add(refused(11014, Fault.ACCESS).mentioning("ads_insights"));
        cases.add(refused(11016, Fault.LIMIT).after(Duration.ofSeconds(1)));
        cases.add(refused(11017, Fault.LIMIT).after(Duration.ofMinutes(5)));
        // It is ten in the morning.
        cases.add(refused(11018, Fault.LIMIT).after(Duration.ofHours(14)));
        cases.add(refused(11008, Fault.LIMIT).after(Duration.ofMinutes(1)));
        cases.add(refused(11019, Fault.LIMIT).after(Duration.ofMinutes(1)));
        cases.add(refused(11030, Fault.ACCESS).mentioning("refresh-token"));
        cases.add(refused(11101, Fault.ACCESS).mentioning("user_token"));
        cases.add(refused(12000, Fault.BUG));
        cases.add(refused(12100, Fault.BUG));
        cases.add(refused(12101, Fault.UPSTREAM));
        cases.add(refused(12201, Fault.ACCESS).mentioning("account-ids", "T1"));
        cases.add(refused(12203, Fault.ACCESS).mentioning("account-ids"));
        cases.add(refused(18001, Fault.BUG));
        cases.add(refused(31033, Fault.ACCESS));
        cases.add(refused(47777, Fault.UPSTREAM).mentioning("47777", "T1"));
        for (int code : List.of(11010, 11012)) {
            cases.add(FaultCase.when(
                            code + " at the refresh",
                            channel -> channel.on(Refresh.PATH, FakeTencentAds.refusal(code)),
                            Fault.ACCESS)
                    .mentioning("refresh-token", "T1"));
        }
        cases.add(FaultCase.when(
                        "11007 at the refresh",
                        channel -> channel.on(Refresh.PATH, FakeTencentAds.refusal(11007)),
                        Fault.SETTINGS)
                .mentioning("client-id"));
        cases.add(FaultCase.when(
                "a refresh that brings no token",
                channel -> channel.on(
                        Refresh.PATH, RecordedReply.json("{\"code\":0,\"data\":{\"access_token_expires_in\":86400}}")),
                Fault.DATA));
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
                everyList(RecordedReply.json("{\"message\":\"\",\"data\":{}}")),
                Fault.DATA));
        cases.add(FaultCase.when(
                "success without data", everyList(RecordedReply.json("{\"code\":0,\"message\":\"\"}")), Fault.DATA));
        cases.add(FaultCase.when(
                "success whose only part was refused",
                everyList(RecordedReply.json("{\"code\":0,\"errors\":[{\"code\":12201,\"message\":\"no\"}]}")),
                Fault.ACCESS));
        cases.add(FaultCase.when(
                "success without a list",
                everyList(RecordedReply.json("{\"code\":0,\"data\":{\"page_info\":{\"total_number\":7}}}")),
                Fault.DATA));
        cases.add(FaultCase.when(
                "success without page_info",
                everyList(RecordedReply.json("{\"code\":0,\"data\":{\"list\":[]}}")),
                Fault.DATA));
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
        return FaultCase.when(Integer.toString(code), everyList(FakeTencentAds.refusal(code)), expected);
    }

    private static Consumer<RecordedGateway> everyList(RecordedReply reply) {
        return channel -> channel.on(FakeTencentAds.REPORT_PATH, reply).on(FakeTencentAds.LEADS_PATH, reply);
    }
}
