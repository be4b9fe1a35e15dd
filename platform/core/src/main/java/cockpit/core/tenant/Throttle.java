package cockpit.core.tenant;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down those who guess passwords. A try counts before its password is checked, so that many at once do not slip
 * through; success takes the count back. Waits grow and end: nobody is locked out for good.
 *
 * <ul>
 *   <li>The same account from the same address: free up to five failures, then 2, 4, 8 … seconds, at most five minutes.
 *   <li>The same account from many addresses: free up to thirty failures, then likewise, at most one minute; and an
 *       address from which its owner has signed in before does not wait for what others do.
 *   <li>Many accounts from the same address: free up to a hundred failures, then likewise, at most one minute, for
 *       accounts that have not been entered from it before.
 * </ul>
 *
 * Failures are forgotten half an hour after the last.
 */
final class Throttle {

    private static final Duration FORGET = Duration.ofMinutes(30);
    private static final int REMEMBERED = 20_000;

    private final InstantSource clock;
    private final Map<Key, Failures> failures = bounded();
    private final Map<Key, Boolean> entered = bounded();

    private record Key(String kind, String account, String address) {}

    private record Failures(int count, Instant last) {}

    Throttle(InstantSource clock) {
        this.clock = clock;
    }

    private static <V> Map<Key, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /** Counts a try. Zero if it may go on; else how long to wait, and the try does not count. */
    synchronized Duration begin(String account, String address) {
        Instant now = clock.instant();
        Key pair = new Key("pair", account, address);
        Key anywhere = new Key("account", account, "");
        Key source = new Key("address", "", address);
        Duration wait = wait(pair, now, 5, Duration.ofMinutes(5));
        if (!entered.containsKey(pair)) {
            wait = longer(wait, wait(anywhere, now, 30, Duration.ofMinutes(1)));
            wait = longer(wait, wait(source, now, 100, Duration.ofMinutes(1)));
        }
        if (wait.isZero()) {
            count(pair, now);
            count(anywhere, now);
            count(source, now);
        }
        return wait;
    }

    /** The try was the owner's. */
    synchronized void succeeded(String account, String address) {
        Key pair = new Key("pair", account, address);
        failures.remove(pair);
        entered.put(pair, true);
        takeBack(new Key("account", account, ""));
        takeBack(new Key("address", "", address));
    }

    private void count(Key key, Instant now) {
        failures.merge(key, new Failures(1, now), (old, _) -> new Failures(fresh(old, now) ? old.count + 1 : 1, now));
    }

    private void takeBack(Key key) {
        failures.computeIfPresent(key, (_, old) -> old.count <= 1 ? null : new Failures(old.count - 1, old.last));
    }

    private Duration wait(Key key, Instant now, int free, Duration longest) {
        Failures known = failures.get(key);
        if (known == null || !fresh(known, now) || known.count < free) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(known.count - free + 1, 20));
        Instant next = known.last.plus(pause.compareTo(longest) > 0 ? longest : pause);
        return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
    }

    private static boolean fresh(Failures failures, Instant now) {
        return failures.last.plus(FORGET).isAfter(now);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
