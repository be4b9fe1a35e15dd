package cockpit.simulator.jd;

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
 * The merchant's token. It is refreshed in the last 24 hours of its life only, or when the platform ended it before its time;
 * a refresh makes a new pair and kills the old one. Runs on real time. Prints without secrets.
 */
final class Tokens {
    static final Duration LIFE = Duration.ofDays(365);
    private static final Duration REFRESHABLE = Duration.ofHours(24);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource real;
    private @Nullable String access;
    private @Nullable String refresh;
    private Instant ends;
    private boolean ended;

    Tokens(String access, String refresh, InstantSource real) {
        this.access = access;
        this.refresh = refresh;
        this.real = real;
        this.ends = real.instant().plus(LIFE);
    }

    synchronized void check(String given) {
        if (given.isEmpty()) {
            throw new Refusal(18, "缺少access_token参数");
        }
        if (ended || !given.equals(access) || !real.instant().isBefore(ends)) {
            throw new Refusal(19, "无效access_token");
        }
    }

    synchronized ObjectNode refresh(String given) {
        Instant now = real.instant();
        boolean inTime = ended || (now.isBefore(ends) && !now.isBefore(ends.minus(REFRESHABLE)));
        if (refresh == null || !given.equals(refresh) || !inTime) {
            throw new Refusal(19, "refresh_token无效，或不在可刷新的时间内");
        }
        renew();
        return Json.object()
                .put("code", "0")
                .put("access_token", access)
                .put("refresh_token", refresh)
                .put("expires_in", LIFE.toSeconds())
                .put("scope", "snsapi_base");
    }

    private void renew() {
        access = random();
        refresh = random();
        ends = real.instant().plus(LIFE);
        ended = false;
    }

    synchronized void expire() {
        ended = true;
    }

    synchronized void revoke() {
        access = null;
        refresh = null;
    }

    synchronized ObjectNode grant() {
        renew();
        return Json.object().put("accessToken", access).put("refreshToken", refresh);
    }

    synchronized ObjectNode save() {
        return Json.object()
                .put("access", access)
                .put("refresh", refresh)
                .put("ends", ends.toEpochMilli())
                .put("ended", ended);
    }

    synchronized void restore(JsonNode saved) {
        access = Json.text(saved, "access");
        refresh = Json.text(saved, "refresh");
        ends = Instant.ofEpochMilli(saved.path("ends").asLong());
        ended = saved.path("ended").asBoolean(false);
    }

    private static String random() {
        byte[] bytes = new byte[20];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "Tokens[***]";
    }
}
