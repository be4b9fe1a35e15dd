package cockpit.core.ingest;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What a connection has done since the server started. */
final class Tally {

    /** Failures that are nobody's of the plugin contract: the warehouse or the metadata could not be written. */
    static final String INTERNAL = "INTERNAL";

    final LongAdder pages = new LongAdder();
    final LongAdder rows = new LongAdder();
    final LongAdder changed = new LongAdder();
    final LongAdder setAside = new LongAdder();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

    void failed(Problem problem) {
        failures.computeIfAbsent(problem.fault().map(Enum::name).orElse(INTERNAL), _ -> new LongAdder())
                .increment();
    }

    Map<String, Long> failures() {
        Map<String, Long> all = new TreeMap<>();
        failures.forEach((kind, count) -> all.put(kind, count.sum()));
        return all;
    }
}
