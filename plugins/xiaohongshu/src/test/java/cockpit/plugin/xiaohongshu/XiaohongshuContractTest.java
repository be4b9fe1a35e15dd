package cockpit.plugin.xiaohongshu;

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

@DisplayName("Xiaohongshu")
class XiaohongshuContractTest extends SourceContract {

    @Override
    protected DataSource source() {
        return new XiaohongshuSource();
    }

    @Override
    protected Map<String, String> settings() {
        return Connection.settings();
    }

    @Override
    protected RecordedGateway channel() {
        return new RecordedGateway()
                .on(Refresh.PATH, RecordedReply.resource(getClass(), "token.json"))
                .on(FakeXiaohongshu.OFFLINE_PATH, RecordedReply.resource(getClass(), "offline.json"))
                .on(FakeXiaohongshu.REALTIME_PATH, RecordedReply.resource(getClass(), "realtime.json"))
                .on(FakeXiaohongshu.NOTES_PATH, RecordedReply.resource(getClass(), "notes.json"));
    }

    @Override
    protected List<String> tokensInAnswers() {
        return List.of("recorded-access-token-1", "recorded-refresh-token-1");
    }

    @Override
    protected Optional<RotatingChannel> rotation() {
        FakeXiaohongshu channel = new FakeXiaohongshu();
        return Optional.of(new RotatingChannel(
                channel.gateway(),
                request -> request.uri().getPath().equals(Refresh.PATH),
                channel::expireAccessToken));
    }

    @Override
    protected List<FaultCase> faults() {
        List<FaultCase> cases = new ArrayList<>();
        cases.add(refused(400, Fault.BUG));
        cases.add(refused(401, Fault.ACCESS).mentioning("refresh-token", "R1"));
        cases.add(refused(403, Fault.ACCESS).mentioning("advertiser-ids"));
        cases.add(refused(429, Fault.LIMIT).after(Duration.ofMinutes(1)));
        cases.add(refused(500, Fault.UPSTREAM));
        cases.add(worded("1001", "数据未产出，请稍后再试", Fault.LIMIT).after(Duration.ofMinutes(30)));
        cases.add(worded("1002", "请求频率过高", Fault.LIMIT));
        cases.add(worded("1003", "没有权限", Fault.ACCESS));
        cases.add(worded("47777", "系统错误", Fault.UPSTREAM).mentioning("47777", "codes"));
        cases.add(FaultCase.when(
                        "a dead refresh token",
                        channel -> channel.on(
                                Refresh.PATH,
                                RecordedReply.json(
                                        "{\"success\":false,\"code\":4011,\"msg\":\"refresh token invalid\"}")),
                        Fault.ACCESS)
                .mentioning("refresh-token"));
        cases.add(FaultCase.when(
                "a refresh that brings no token",
                channel -> channel.on(
                        Refresh.PATH,
                        RecordedReply.json(
                                "{\"success\":true,\"code\":0,\"data\":{\"access_token_expires_in\":86400}}")),
                Fault.DATA));
        cases.add(FaultCase.when("HTTP 502", everyList(RecordedReply.of(502, "<html>")), Fault.UPSTREAM));
        cases.add(FaultCase.when("HTTP 404", everyList(RecordedReply.of(404, "<html>")), Fault.SETTINGS)
                .mentioning("host"));
        cases.add(
                FaultCase.when("HTTP 429", everyList(RecordedReply.of(429, "").with("Retry-After", "30")), Fault.LIMIT)
                        .after(Duration.ofSeconds(30)));
        cases.add(FaultCase.when("an answer that is no JSON", everyList(RecordedReply.of(200, "<html>")), Fault.DATA));
        cases.add(FaultCase.when(
                "code 0 without success",
                everyList(RecordedReply.json("{\"code\":0,\"data\":{\"data_list\":[]}}")),
                Fault.DATA));
        cases.add(FaultCase.when(
                "code 0 that is no success",
                everyList(RecordedReply.json("{\"success\":false,\"code\":0,\"msg\":\"\"}")),
                Fault.UPSTREAM));
        cases.add(FaultCase.when(
                "success without data", everyList(RecordedReply.json("{\"success\":true,\"code\":0}")), Fault.DATA));
        cases.add(FaultCase.when(
                "success without a list",
                everyList(RecordedReply.json("{\"success\":true,\"code\":0,\"data\":{\"total_count\":3}}")),
                Fault.DATA));
        List<FaultCase> all = new ArrayList<>(cases);
        cases.forEach(one -> all.add(new FaultCase(
                one.situation() + " (notes)",
                Optional.of("note"),
                one.prepare(),
                one.expected(),
                one.retryAfter(),
                one.mentions())));
        return all;
    }

    private static FaultCase refused(int code, Fault expected) {
        return FaultCase.when(Integer.toString(code), everyList(FakeXiaohongshu.refusal(code)), expected);
    }

    private static FaultCase worded(String code, String message, Fault expected) {
        return FaultCase.when(
                code + " " + message,
                everyList(RecordedReply.json(
                        "{\"success\":false,\"code\":\"" + code + "\",\"message\":\"" + message + "\"}")),
                expected);
    }

    private static Consumer<RecordedGateway> everyList(RecordedReply reply) {
        return channel -> channel.on(FakeXiaohongshu.OFFLINE_PATH, reply)
                .on(FakeXiaohongshu.REALTIME_PATH, reply)
                .on(FakeXiaohongshu.NOTES_PATH, reply);
    }
}
