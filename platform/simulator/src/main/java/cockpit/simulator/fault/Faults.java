package cockpit.simulator.fault;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Troubles that were ordered and have not happened yet. Safe for use by several threads. */
public final class Faults {
    private final InstantSource real;
    private final Map<Key, Order> ordered = new HashMap<>();

    /** Where it goes wrong. */
    public enum Target {
        /** Ocean Engine's answers. */
        OCEAN,
        /** The till's deliveries. */
        POS,
        /** The clinic system's deliveries. */
        CRM;

        /** The name in requests. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What goes wrong. */
    public enum Kind {
        /** Nobody is there: no answer, or nothing is sent; what was due is sent afterwards. */
        DOWN("down"),
        /** HTTP status 500. */
        HTTP500("http500"),
        /** No answer in time, or a body that stops half way. */
        TIMEOUT("timeout"),
        /** Half of the body is missing. */
        TRUNCATED("truncated"),
        /** A delivery with a signature that does not fit, then the same with the right one. */
        WRONG_SIGNATURE("wrong-signature"),
        /** A delivery is sent twice. */
        REPEAT("repeat"),
        /** The consent is withdrawn: all tokens are dead at once. */
        REVOKE_TOKEN("revoke-token"),
        /** The access token runs out at once. */
        EXPIRE_TOKEN("expire-token");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The name in requests. */
        public String word() {
            return word;
        }

        /** The kind of a name. */
        public static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("kind is " + word + ", but must be one of "
                    + Arrays.stream(values()).map(Kind::word).toList());
        }
    }

    private static final Set<Kind> OF_SERVER =
            EnumSet.of(Kind.DOWN, Kind.HTTP500, Kind.TIMEOUT, Kind.TRUNCATED, Kind.REVOKE_TOKEN, Kind.EXPIRE_TOKEN);
    private static final Set<Kind> OF_SENDER =
            EnumSet.of(Kind.DOWN, Kind.TIMEOUT, Kind.TRUNCATED, Kind.WRONG_SIGNATURE, Kind.REPEAT);

    private record Key(Target target, Kind kind) {}

    private record Order(int count, Instant until) {}

    /** None at first. */
    public Faults(InstantSource real) {
        this.real = real;
    }

    /**
     * Orders a trouble for the next {@code count} occasions; replaces an earlier order of the same kind.
     *
     * @throws IllegalArgumentException if the target cannot fail in that way
     */
    public synchronized void next(Target target, Kind kind, int count) {
        check(target, kind);
        ordered.put(new Key(target, kind), new Order(count, Instant.EPOCH));
    }

    /**
     * Orders a trouble for some time of real time; replaces an earlier order of the same kind.
     *
     * @throws IllegalArgumentException if the target cannot fail in that way
     */
    public synchronized void during(Target target, Kind kind, Duration time) {
        check(target, kind);
        ordered.put(new Key(target, kind), new Order(0, real.instant().plus(time)));
    }

    /** Whether it is to go wrong on this occasion; uses up one. */
    public synchronized boolean take(Target target, Kind kind) {
        Key key = new Key(target, kind);
        Order order = ordered.get(key);
        if (order == null) {
            return false;
        }
        if (order.count() > 0) {
            if (order.count() == 1) {
                ordered.remove(key);
            } else {
                ordered.put(key, new Order(order.count() - 1, order.until()));
            }
            return true;
        }
        if (real.instant().isBefore(order.until())) {
            return true;
        }
        ordered.remove(key);
        return false;
    }

    private static void check(Target target, Kind kind) {
        Set<Kind> possible = target == Target.OCEAN ? OF_SERVER : OF_SENDER;
        if (!possible.contains(kind)) {
            throw new IllegalArgumentException(target.word() + " cannot fail by " + kind.word() + ", only by "
                    + possible.stream().map(Kind::word).toList());
        }
    }
}
