package cockpit.simulator.tmall;

import cockpit.simulator.http.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The shop's session: a refresh makes a new one and kills the old one. Runs on real time. Prints without secrets. */
final class Sessions {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource real;
    private final Duration life;
    private @Nullable String session;
    private @Nullable String refresh;
    private Instant ends;

    /** The first session and refresh token are those that were agreed when consent was given. */
    Sessions(String session, String refresh, Duration life, InstantSource real) {
        this.session = session;
        this.refresh = refresh;
        this.life = life;
        this.real = real;
        this.ends = real.instant().plus(life);
    }

    synchronized void check(String given) {
        if (given.isEmpty()) {
            throw new Refusal(26, "Missing session", "isv.missing-session", "缺少SessionKey");
        }
        if (!given.equals(session) || !real.instant().isBefore(ends)) {
            throw Refusal.session();
        }
    }

    synchronized ObjectNode refresh(String given) {
        if (refresh == null || !given.equals(refresh)) {
            throw new Refusal(15, "Remote service error", "isv.invalid-refresh-token", "refresh_token无效或已过期");
        }
        renew();
        return Json.object()
                .put("access_token", session)
                .put("refresh_token", refresh)
                .put("expires_in", life.toSeconds())
                .put("re_expires_in", Duration.ofDays(30).toSeconds())
                .put("token_type", "Bearer")
                .put("taobao_user_nick", "%E9%A2%9C%E7%A9%B6%E6%89%80");
    }

    private void renew() {
        session = random();
        refresh = random();
        ends = real.instant().plus(life);
    }

    synchronized void expire() {
        ends = real.instant();
    }

    synchronized void revoke() {
        session = null;
        refresh = null;
    }

    synchronized ObjectNode grant() {
        renew();
        return Json.object().put("session", session).put("refreshToken", refresh);
    }

    synchronized ObjectNode save() {
        return Json.object().put("session", session).put("refresh", refresh).put("ends", ends.toEpochMilli());
    }

    synchronized void restore(JsonNode saved) {
        session = Json.text(saved, "session");
        refresh = Json.text(saved, "refresh");
        ends = Instant.ofEpochMilli(saved.path("ends").asLong());
    }

    private static String random() {
        byte[] bytes = new byte[20];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "Sessions[***]";
    }
}
