package cockpit.simulator.fault;

import cockpit.simulator.http.Web;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        CRM,
        /** Kuaishou's answers. */
        KUAISHOU,
        /** Xiaohongshu's answers. */
        XIAOHONGSHU,
        /** Tencent Ads' answers. */
        TENCENT_ADS,
        /** WeChat's answers and callbacks. */
        WECHAT,
        /** WeCom's answers and callbacks. */
        WECOM,
        /** Tmall's answers. */
        TMALL,
        /** JD's answers. */
        JD,
        /** The answers of Douyin's life services. */
        DOUYIN_LIFE;

        /** The name in requests, and the first part of a channel's addresses and secrets. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether it is a system that only sends. */
        public boolean sender() {
            return this == POS || this == CRM;
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
        /** A body that is no JSON. */
        MALFORMED("malformed"),
        /** A page repeats rows of the one before. */
        DUPLICATE_ROWS("duplicate-rows"),
        /** The rows of a page come in another order. */
        REORDERED("reordered"),
        /** Rows slide from page to page while they are read. */
        SHIFTED("shifted"),
        /** The channel's clock goes some minutes wrong. */
        CLOCK_SKEW("clock-skew"),
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

    private static final Set<Kind> OF_SERVER = EnumSet.complementOf(EnumSet.of(Kind.WRONG_SIGNATURE, Kind.REPEAT));
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

    /** Whatever was ordered and has not happened will not happen. */
    public synchronized void forget() {
        ordered.clear();
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

    /** The damage that the next answer of a system suffers, if one was ordered; uses it up. */
    public Web.@Nullable Damage damage(Target target) {
        if (take(target, Kind.DOWN)) {
            return Web.Damage.DROP;
        }
        if (take(target, Kind.TIMEOUT)) {
            return Web.Damage.HANG;
        }
        if (take(target, Kind.MALFORMED)) {
            return Web.Damage.GARBLE;
        }
        return take(target, Kind.TRUNCATED) ? Web.Damage.HALF : null;
    }

    private static void check(Target target, Kind kind) {
        Set<Kind> possible = target.sender() ? OF_SENDER : OF_SERVER;
        if (!possible.contains(kind)) {
            throw new IllegalArgumentException(target.word() + " cannot fail by " + kind.word() + ", only by "
                    + possible.stream().map(Kind::word).toList());
        }
    }
}
