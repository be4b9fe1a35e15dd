package cockpit.simulator.oceanengine;

import cockpit.simulator.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pair of tokens that one developer holds. A refresh makes a new pair and kills the old one at once; each refresh
 * token works once. Runs on real time, as its clients do. Safe for use by several threads.
 */
public final class Tokens {
    private static final Duration REFRESH_LIFE = Duration.ofDays(30);
    private static final Duration AUTH_CODE_LIFE = Duration.ofMinutes(10);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource real;
    private final Duration accessLife;
    private final String initialRefresh;
    private final Set<String> used = new LinkedHashSet<>();
    private final Set<String> revoked = new LinkedHashSet<>();
    private final Map<String, Instant> authCodes = new HashMap<>();
    private @Nullable String access;
    private Instant accessEnds = Instant.EPOCH;
    private @Nullable String refresh;
    private Instant refreshEnds = Instant.EPOCH;

    record Pair(String access, String refresh, long accessSeconds, long refreshSeconds) {}

    /**
     * Accepts one refresh token at first, and no access token.
     *
     * @param initialRefresh as agreed when consent was given
     * @param accessLife how long an access token works
     */
    public Tokens(String initialRefresh, Duration accessLife, InstantSource real) {
        this.initialRefresh = initialRefresh;
        this.accessLife = accessLife;
        this.real = real;
    }

    synchronized Pair exchange(String authCode) {
        Instant ends = authCodes.remove(authCode);
        if (ends == null || !real.instant().isBefore(ends)) {
            throw new Refusal(Code.AUTH_CODE);
        }
        return renew();
    }

    synchronized Pair refresh(String token) {
        String digest = digest(token);
        if (revoked.contains(digest)) {
            throw new Refusal(Code.REFRESH_EXPIRED);
        }
        boolean current = token.equals(refresh);
        boolean initial = token.equals(initialRefresh) && !used.contains(digest);
        if (used.contains(digest) || (!current && !initial)) {
            throw new Refusal(Code.REFRESH_USED);
        }
        if (current && !real.instant().isBefore(refreshEnds)) {
            throw new Refusal(Code.REFRESH_EXPIRED);
        }
        return renew();
    }

    private Pair renew() {
        if (refresh != null) {
            used.add(digest(refresh));
        }
        used.add(digest(initialRefresh));
        String nextAccess = random();
        String nextRefresh = random();
        access = nextAccess;
        refresh = nextRefresh;
        accessEnds = real.instant().plus(accessLife);
        refreshEnds = real.instant().plus(REFRESH_LIFE);
        return new Pair(nextAccess, nextRefresh, accessLife.toSeconds(), REFRESH_LIFE.toSeconds());
    }

    /** Refuses anything but the current access token. */
    synchronized void check(@Nullable String token) {
        if (token == null || token.isBlank()) {
            throw new Refusal(Code.TOKEN_EMPTY);
        }
        if (!token.equals(access)) {
            throw new Refusal(Code.TOKEN_WRONG);
        }
        if (!real.instant().isBefore(accessEnds)) {
            throw new Refusal(Code.TOKEN_EXPIRED);
        }
    }

    /** The access token runs out now. */
    public synchronized void expire() {
        accessEnds = real.instant();
    }

    /** The consent is withdrawn: no token works any more. */
    public synchronized void revoke() {
        revoked.add(digest(initialRefresh));
        if (refresh != null) {
            revoked.add(digest(refresh));
        }
        access = null;
        refresh = null;
    }

    /** Consent is given again: a fresh refresh token and a code of ten minutes; the old pair is dead. */
    public synchronized ObjectNode grant() {
        Pair pair = renew();
        String code = random();
        authCodes.put(code, real.instant().plus(AUTH_CODE_LIFE));
        return Json.object().put("refreshToken", pair.refresh()).put("authCode", code);
    }

    /** For the state file. */
    public synchronized ObjectNode save() {
        ObjectNode saved = Json.object();
        if (access != null) {
            saved.put("access", access).put("accessEnds", accessEnds.toEpochMilli());
        }
        if (refresh != null) {
            saved.put("refresh", refresh).put("refreshEnds", refreshEnds.toEpochMilli());
        }
        saved.set("used", array(used));
        saved.set("revoked", array(revoked));
        return saved;
    }

    /** What a former run had saved. */
    public synchronized void restore(JsonNode saved) {
        access = Json.text(saved, "access");
        accessEnds = Instant.ofEpochMilli(saved.path("accessEnds").asLong(0));
        refresh = Json.text(saved, "refresh");
        refreshEnds = Instant.ofEpochMilli(saved.path("refreshEnds").asLong(0));
        saved.path("used").forEach(digest -> used.add(digest.asString()));
        saved.path("revoked").forEach(digest -> revoked.add(digest.asString()));
    }

    private static ArrayNode array(Set<String> digests) {
        ArrayNode array = Json.array();
        digests.stream().skip(Math.max(0, digests.size() - 2000L)).forEach(array::add);
        return array;
    }

    private static String random() {
        byte[] bytes = new byte[20];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String digest(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "Tokens[***]";
    }
}
