package cockpit.testkit.source;

import cockpit.spi.source.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A recorded answer and the fault that it must become.
 *
 * @param situation what happened, as the test's name: {@code 40113: the app is disabled}
 * @param stream which stream is read; empty for the first pulled one
 * @param prepare makes a healthy channel answer so
 * @param expected who must act
 * @param retryAfter how long the channel asked to wait; empty where it says nothing
 * @param mentions what the sentence must name in both languages, such as a setting's key or the channel's request id
 */
public record FaultCase(
        String situation,
        Optional<String> stream,
        Consumer<RecordedGateway> prepare,
        Fault expected,
        Optional<Duration> retryAfter,
        List<String> mentions) {

    public FaultCase {
        mentions = List.copyOf(mentions);
    }

    public static FaultCase when(String situation, Consumer<RecordedGateway> prepare, Fault expected) {
        return new FaultCase(situation, Optional.empty(), prepare, expected, Optional.empty(), List.of());
    }

    /** The same case for a stream by name. */
    public FaultCase reading(String streamName) {
        return new FaultCase(situation, Optional.of(streamName), prepare, expected, retryAfter, mentions);
    }

    /** The same case, where the fault must carry how long to wait. */
    public FaultCase after(Duration wait) {
        return new FaultCase(situation, stream, prepare, expected, Optional.of(wait), mentions);
    }

    /** The same case, whose sentence must name these. */
    public FaultCase mentioning(String... words) {
        return new FaultCase(situation, stream, prepare, expected, retryAfter, List.of(words));
    }
}
