package cockpit.simulator.oceanengine;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Ocean Engine's three layers of limits by the sliding second: the customer's, counted first, the developer's for an
 * API, and the platform's for an API. Who asks more than 100 times the developer's limit within a minute is refused
 * for five minutes. Safe for use by several threads.
 */
final class RateLimiter {
    private static final long SECOND = 1000;
    private static final long MINUTE = 60_000;
    private static final long PENALTY = 300_000;
    private static final int PENALTY_FACTOR = 100;

    private final Limits limits;
    private final InstantSource real;
    private final Map<String, Deque<Long>> seconds = new HashMap<>();
    private final Map<String, Deque<Long>> minutes = new HashMap<>();
    private final Map<String, Long> penalties = new HashMap<>();

    /**
     * Calls in a second.
     *
     * @param developer by developer and API
     * @param customer by customer
     * @param platform by API
     */
    record Limits(int developer, int customer, int platform) {}

    /**
     * What the limiter says.
     *
     * @param code {@link Code#OK} or the layer's refusal
     * @param dimension the layer
     * @param limit of the layer
     * @param remaining calls left in this second
     * @param retryIn seconds to wait
     */
    record Verdict(Code code, String dimension, int limit, int remaining, long retryIn) {}

    RateLimiter(Limits limits, InstantSource real) {
        this.limits = limits;
        this.real = real;
    }

    synchronized Verdict ask(String api) {
        long now = real.millis();
        Deque<Long> minute = minutes.computeIfAbsent(api, key -> new ArrayDeque<>());
        forget(minute, now - MINUTE);
        minute.addLast(now);
        long until = penalties.getOrDefault(api, 0L);
        if (minute.size() > PENALTY_FACTOR * limits.developer() && until <= now) {
            until = now + PENALTY;
            penalties.put(api, until);
        }
        if (until > now) {
            long wait = (until - now + 999) / 1000;
            return new Verdict(Code.DEVELOPER_LIMIT, "developer", limits.developer(), 0, wait);
        }
        Deque<Long> customer = second("customer", now);
        if (customer.size() >= limits.customer()) {
            return new Verdict(Code.CUSTOMER_LIMIT, "customer", limits.customer(), 0, 1);
        }
        customer.addLast(now);
        Deque<Long> developer = second("developer " + api, now);
        if (developer.size() >= limits.developer()) {
            return new Verdict(Code.DEVELOPER_LIMIT, "developer", limits.developer(), 0, 1);
        }
        developer.addLast(now);
        Deque<Long> platform = second("platform " + api, now);
        if (platform.size() >= limits.platform()) {
            return new Verdict(Code.PLATFORM_LIMIT, "platform", limits.platform(), 0, 1);
        }
        platform.addLast(now);
        return new Verdict(Code.OK, "developer", limits.developer(), limits.developer() - developer.size(), 0);
    }

    private Deque<Long> second(String key, long now) {
        Deque<Long> calls = seconds.computeIfAbsent(key, any -> new ArrayDeque<>());
        forget(calls, now - SECOND);
        return calls;
    }

    private static void forget(Deque<Long> calls, long before) {
        while (!calls.isEmpty() && calls.peekFirst() <= before) {
            calls.removeFirst();
        }
    }
}
