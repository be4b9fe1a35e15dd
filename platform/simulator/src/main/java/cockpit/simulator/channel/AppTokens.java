package cockpit.simulator.channel;

import cockpit.simulator.http.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The access token of an app that is asked for by id and secret: within its life the same one is given again, and the one
 * before works a little longer. Runs on real time, as its clients do. Safe for use by several threads; prints without them.
 */
public final class AppTokens {
    private static final Duration OVERLAP = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource real;
    private final Duration life;
    private @Nullable String current;
    private Instant ends = Instant.EPOCH;
    private @Nullable String former;
    private Instant formerEnds = Instant.EPOCH;
    private boolean revoked;

    /** How a token stands. */
    public enum Verdict {
        /** It works. */
        GOOD,
        /** It has run out. */
        EXPIRED,
        /** It is no token of this app, or the app's consent is withdrawn. */
        WRONG
    }

    /** A token and the seconds that it has left. */
    public record Given(String token, long seconds) {}

    /** @param life how long a token works */
    public AppTokens(Duration life, InstantSource real) {
        this.life = life;
        this.real = real;
    }

    /** The current token, or a new one where it ends soon, or was forced. */
    public synchronized Given give(boolean forced) {
        Instant now = real.instant();
        boolean soon = !now.isBefore(ends.minus(overlap()));
        if (current == null || soon || forced) {
            former = forced ? null : current;
            formerEnds = ends;
            byte[] bytes = new byte[40];
            RANDOM.nextBytes(bytes);
            current = HexFormat.of().formatHex(bytes);
            ends = now.plus(life);
        }
        return new Given(current, Math.max(1, Duration.between(now, ends).toSeconds()));
    }

    private Duration overlap() {
        Duration tenth = life.dividedBy(10);
        return tenth.compareTo(OVERLAP) < 0 ? tenth : OVERLAP;
    }

    /** How a token stands. */
    public synchronized Verdict check(@Nullable String token) {
        if (revoked || token == null) {
            return Verdict.WRONG;
        }
        Instant now = real.instant();
        if (token.equals(current)) {
            return now.isBefore(ends) ? Verdict.GOOD : Verdict.EXPIRED;
        }
        if (token.equals(former)) {
            return now.isBefore(formerEnds) ? Verdict.GOOD : Verdict.EXPIRED;
        }
        return Verdict.WRONG;
    }

    /** Whether the app's consent is withdrawn. */
    public synchronized boolean isRevoked() {
        return revoked;
    }

    /** All tokens run out now. */
    public synchronized void expire() {
        ends = real.instant();
        formerEnds = ends;
    }

    /** The consent is withdrawn: no token works. */
    public synchronized void revoke() {
        revoked = true;
    }

    /** Consent is given again; nothing new is to be entered. */
    public synchronized void grant() {
        revoked = false;
        expire();
    }

    /** For the state file. */
    public synchronized ObjectNode save() {
        ObjectNode saved = Json.object().put("revoked", revoked);
        if (current != null) {
            saved.put("current", current).put("ends", ends.toEpochMilli());
        }
        return saved;
    }

    /** What a former run had saved. */
    public synchronized void restore(JsonNode saved) {
        revoked = saved.path("revoked").asBoolean(false);
        current = Json.text(saved, "current");
        ends = Instant.ofEpochMilli(saved.path("ends").asLong(0));
    }

    @Override
    public String toString() {
        return "AppTokens[***]";
    }
}
