package cockpit.simulator.channel;

import cockpit.simulator.channel.Refused.Reason;
import cockpit.simulator.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tokens that one client holds after a consent. Where they rotate, a refresh makes a new pair and kills the old one;
 * where they do not, the refresh token stays and its life begins anew. Runs on real time, as its clients do. Safe for use
 * by several threads.
 */
public final class ConsentTokens {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int USED = 2000;

    private final InstantSource real;
    private final Duration accessLife;
    private final Duration refreshLife;
    private final boolean rotating;
    private final Set<String> used = new LinkedHashSet<>();
    private @Nullable String access;
    private Instant accessEnds = Instant.EPOCH;
    private @Nullable String refresh;
    private Instant refreshEnds;
    private boolean revoked;

    /**
     * What a refresh gives.
     *
     * @param access token for calls
     * @param refresh token for the next refresh
     * @param accessSeconds life of the first
     * @param refreshSeconds life of the second
     */
    public record Pair(String access, String refresh, long accessSeconds, long refreshSeconds) {
        @Override
        public String toString() {
            return "Pair[***]";
        }
    }

    /**
     * Accepts one refresh token at first, and no access token.
     *
     * @param initialRefresh as agreed when consent was given
     * @param rotating whether each refresh token works once
     */
    public ConsentTokens(
            String initialRefresh, boolean rotating, Duration accessLife, Duration refreshLife, InstantSource real) {
        this.refresh = initialRefresh;
        this.rotating = rotating;
        this.accessLife = accessLife;
        this.refreshLife = refreshLife;
        this.real = real;
        this.refreshEnds = real.instant().plus(refreshLife);
    }

    /**
     * A new access token.
     *
     * @throws Refused if the refresh token does not work
     */
    public synchronized Pair refresh(String token) {
        if (!token.equals(refresh) || used.contains(digest(token))) {
            throw new Refused(Reason.REFRESH_WRONG);
        }
        if (revoked || !real.instant().isBefore(refreshEnds)) {
            throw new Refused(Reason.REFRESH_EXPIRED);
        }
        return renew(rotating ? random() : token);
    }

    private Pair renew(String nextRefresh) {
        String nextAccess = random();
        if (refresh != null && !nextRefresh.equals(refresh)) {
            used.add(digest(refresh));
        }
        access = nextAccess;
        refresh = nextRefresh;
        accessEnds = real.instant().plus(accessLife);
        refreshEnds = real.instant().plus(refreshLife);
        return new Pair(nextAccess, nextRefresh, accessLife.toSeconds(), refreshLife.toSeconds());
    }

    /**
     * Passes the newest access token.
     *
     * @throws Refused for anything else
     */
    public synchronized void check(@Nullable String token) {
        if (token == null || token.isBlank()) {
            throw new Refused(Reason.TOKEN_MISSING);
        }
        if (!token.equals(access)) {
            throw new Refused(Reason.TOKEN_WRONG);
        }
        if (!real.instant().isBefore(accessEnds)) {
            throw new Refused(Reason.TOKEN_EXPIRED);
        }
    }

    /** The access token runs out now. */
    public synchronized void expire() {
        accessEnds = real.instant();
    }

    /** The consent is withdrawn: no token works any more. */
    public synchronized void revoke() {
        revoked = true;
        access = null;
    }

    /** Consent is given again: a fresh refresh token; the old pair is dead. */
    public synchronized ObjectNode grant() {
        revoked = false;
        Pair pair = renew(random());
        access = null;
        return Json.object().put("refreshToken", pair.refresh());
    }

    /** For the state file. */
    public synchronized ObjectNode save() {
        ObjectNode saved = Json.object().put("revoked", revoked).put("refreshEnds", refreshEnds.toEpochMilli());
        if (access != null) {
            saved.put("access", access).put("accessEnds", accessEnds.toEpochMilli());
        }
        if (refresh != null) {
            saved.put("refresh", refresh);
        }
        ArrayNode digests = Json.array();
        used.stream().skip(Math.max(0, used.size() - USED)).forEach(digests::add);
        saved.set("used", digests);
        return saved;
    }

    /** What a former run had saved. */
    public synchronized void restore(JsonNode saved) {
        access = Json.text(saved, "access");
        accessEnds = Instant.ofEpochMilli(saved.path("accessEnds").asLong(0));
        String token = Json.text(saved, "refresh");
        refresh = token == null ? refresh : token;
        refreshEnds = Instant.ofEpochMilli(saved.path("refreshEnds").asLong(refreshEnds.toEpochMilli()));
        revoked = saved.path("revoked").asBoolean(false);
        saved.path("used").forEach(digest -> used.add(digest.asString()));
    }

    private static String random() {
        byte[] bytes = new byte[20];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "ConsentTokens[***]";
    }
}
