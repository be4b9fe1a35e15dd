package cockpit.plugin.tmall;

import cockpit.spi.source.DataSource;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Reply;
import cockpit.spi.source.Request;
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
import org.junit.jupiter.api.DisplayName;

@DisplayName("Tmall")
class TmallContractTest extends SourceContract {

    private static final String REQUEST_ID = "15tdemo0002";

    @Override
    protected DataSource source() {
        return new TmallSource();
    }

    @Override
    protected Map<String, String> settings() {
        return Connection.settings();
    }

    @Override
    protected RecordedGateway channel() {
        return new RecordedGateway().on(Top.PATH, this::recorded);
    }

    /** The whole shop lies in one window; the others are empty. */
    private Reply recorded(Request request) {
        Map<String, String> form = FakeTop.form(request);
        boolean march = form.getOrDefault("start_modified", "").compareTo("2026-03-01 13:00:00") <= 0
                && form.getOrDefault("end_modified", "").compareTo("2026-03-01 13:30:00") >= 0;
        if (!march) {
            return RecordedReply.json("{\"any_response\":{\"total_results\":0}}");
        }
        return RecordedReply.resource(
                getClass(), Refunds.METHOD.equals(form.get("method")) ? "refunds.json" : "trades.json");
    }

    @Override
    protected Optional<RotatingChannel> rotation() {
        FakeTop channel = new FakeTop();
        channel.expire();
        return Optional.of(new RotatingChannel(channel.gateway(), FakeTop::isRefresh, channel::expire));
    }

    @Override
    protected List<FaultCase> faults() {
        List<FaultCase> cases = new ArrayList<>();
        cases.add(limited("accesscontrol.limited-by-api-access-count", "This ban will last for 7 more seconds", 8));
        cases.add(limited("accesscontrol.limited-by-app-api-access-count", "This ban will last for 1 more seconds", 2));
        cases.add(limited("isp.call-limited", "", 1));
        // Ten in the morning of Shanghai: fourteen hours to midnight.
        cases.add(limited("accesscontrol.limited-by-app-access-count", "", 14 * 3600));
        cases.add(limited("something-new", "", 60));
        cases.add(refused(10, "", Fault.UPSTREAM).mentioning(REQUEST_ID));
        cases.add(refused(11, "isv.permission-api-package-limit", Fault.ACCESS).mentioning(REQUEST_ID));
        cases.add(
                refused(11, "isv.permission-ip-whitelist-limit", Fault.SETTINGS).mentioning("IP"));
        cases.add(refused(12, "", Fault.ACCESS));
        cases.add(refused(13, "", Fault.ACCESS));
        cases.add(refused(15, "isp.top-remote-connection-timeout", Fault.UPSTREAM));
        cases.add(refused(15, "isv.trade-not-exist", Fault.BUG));
        for (int code : List.of(21, 22, 23, 30, 32, 33, 34, 40, 41)) {
            cases.add(refused(code, "", Fault.BUG));
        }
        cases.add(refused(24, "", Fault.SETTINGS).mentioning("app-secret"));
        cases.add(refused(25, "", Fault.SETTINGS).mentioning("app-secret"));
        cases.add(refused(28, "", Fault.SETTINGS).mentioning("app-key"));
        cases.add(refused(29, "", Fault.SETTINGS).mentioning("app-key"));
        cases.add(refused(31, "", Fault.UPSTREAM));
        cases.add(refused(27, "invalid-sessionkey", Fault.ACCESS).mentioning("session", REQUEST_ID));
        cases.add(refused(4711, "", Fault.UPSTREAM).mentioning("4711", REQUEST_ID));
        cases.add(when("HTTP 502", RecordedReply.of(502, "<html>"), Fault.UPSTREAM)
                .mentioning("502"));
        cases.add(when("HTTP 429", RecordedReply.of(429, "").with("Retry-After", "30"), Fault.LIMIT)
                .after(Duration.ofSeconds(30)));
        cases.add(when("HTTP 404", RecordedReply.of(404, "<html>"), Fault.SETTINGS)
                .mentioning("host"));
        cases.add(when("an answer that is no JSON", RecordedReply.of(200, "<html>"), Fault.DATA));
        cases.add(when(
                "an answer without its number of rows",
                RecordedReply.json("{\"x_response\":{\"trades\":{\"trade\":[]}}}"),
                Fault.DATA));
        cases.add(when(
                "rows that are said to be there and are not",
                RecordedReply.json("{\"x_response\":{\"total_results\":3}}"),
                Fault.DATA));
        cases.add(when("a refusal without code", RecordedReply.json("{\"error_response\":{}}"), Fault.DATA));
        List<FaultCase> all = new ArrayList<>(cases);
        for (String stream : List.of("order_line", "refund")) {
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

    private static FaultCase limited(String subCode, String words, int seconds) {
        return when("7 " + subCode, RecordedReply.json(FakeTop.refusal(7, subCode, words)), Fault.LIMIT)
                .after(Duration.ofSeconds(seconds));
    }

    private static FaultCase refused(int code, String subCode, Fault expected) {
        return when(
                code + " " + subCode,
                RecordedReply.json(FakeTop.refusal(code, subCode, "refused " + FakeTop.SESSION + " for 13900000002")),
                expected);
    }

    private static FaultCase when(String situation, RecordedReply reply, Fault expected) {
        return FaultCase.when(situation, channel -> channel.on(Top.PATH, reply), expected);
    }
}
