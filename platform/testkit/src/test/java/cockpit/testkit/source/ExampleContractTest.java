package cockpit.testkit.source;

import cockpit.spi.source.DataSource;
import cockpit.spi.source.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The example source")
class ExampleContractTest extends SourceContract {

    @Override
    protected DataSource source() {
        return new ExampleSource();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("api-token", "invented-token");
    }

    @Override
    protected RecordedGateway channel() {
        return new RecordedGateway().on("/orders", request -> {
            boolean first =
                    RecordedGateway.query(request).getOrDefault("page", "").equals("1");
            return RecordedReply.json("{\"orders\":[{\"id\":\"" + (first ? "A1" : "A2")
                    + "\",\"paid_at\":\"2026-03-01T12:00:00+08:00\",\"paid\":\"1,280.50\"}],\"more\":" + first
                    + ",\"next\":\"2\"}");
        });
    }

    @Override
    protected List<FaultCase> faults() {
        return List.of(
                FaultCase.when("401", status(RecordedReply.of(401, "")), Fault.SETTINGS)
                        .mentioning("api-token"),
                FaultCase.when("403", status(RecordedReply.of(403, "")), Fault.ACCESS),
                FaultCase.when("429", status(RecordedReply.of(429, "").with("Retry-After", "9")), Fault.LIMIT)
                        .after(Duration.ofSeconds(9)),
                FaultCase.when("503", status(RecordedReply.of(503, "")), Fault.UPSTREAM),
                FaultCase.when("no JSON", status(RecordedReply.of(200, "<html>")), Fault.DATA));
    }

    private static java.util.function.Consumer<RecordedGateway> status(RecordedReply reply) {
        return channel -> channel.on("/orders", reply);
    }
}
