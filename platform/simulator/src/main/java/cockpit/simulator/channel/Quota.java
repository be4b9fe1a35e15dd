package cockpit.simulator.channel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** So many calls within a sliding time; who asks more is refused for a while. Safe for use by several threads. */
public final class Quota {
    private final int most;
    private final Duration within;
    private final Duration penalty;
    private final InstantSource real;
    private final Map<String, Deque<Instant>> calls = new HashMap<>();
    private final Map<String, Instant> blocked = new HashMap<>();

    /**
     * For each of the names that are asked for.
     *
     * @param penalty how long nothing is answered after one call too many
     */
    public Quota(int most, Duration within, Duration penalty, InstantSource real) {
        this.most = most;
        this.within = within;
        this.penalty = penalty;
        this.real = real;
    }

    /** Whether one more call is within the quota; counts it. */
    public synchronized boolean take(String name) {
        Instant now = real.instant();
        Instant until = blocked.get(name);
        if (until != null && now.isBefore(until)) {
            return false;
        }
        blocked.remove(name);
        Deque<Instant> recent = calls.computeIfAbsent(name, any -> new ArrayDeque<>());
        Instant oldest = now.minus(within);
        while (!recent.isEmpty() && !recent.peekFirst().isAfter(oldest)) {
            recent.removeFirst();
        }
        if (recent.size() >= most) {
            blocked.put(name, now.plus(penalty));
            return false;
        }
        recent.addLast(now);
        return true;
    }
}
