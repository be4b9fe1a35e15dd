package cockpit.simulator.channel;

import cockpit.simulator.fault.Faults.Kind;
import cockpit.simulator.http.Json;
import cockpit.simulator.http.Reply;
import cockpit.simulator.http.Request;
import cockpit.simulator.http.Web;
import cockpit.simulator.world.AdPlatform;
import cockpit.simulator.world.Region;
import cockpit.simulator.world.Times;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An ad platform that takes JSON by POST with an access token in a header, and whose tokens rotate. What is common to such;
 * the platform adds its paths, its envelope and its numbers for what it refuses.
 */
public abstract class JsonChannel implements PlayedChannel {
    /** What a platform refuses. */
    protected enum Refusal {
        /** The access token does not work. */
        TOKEN,
        /** The access token has run out. */
        EXPIRED,
        /** The refresh token does not work. */
        CONSENT,
        /** App and secret do not fit. */
        APP,
        /** Not this account. */
        PERMISSION,
        /** Too many calls. */
        FREQUENCY,
        /** The request cannot be met. */
        PARAMETER
    }

    /** A call that is refused. */
    protected static final class RefusedCall extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Refusal refusal;

        private RefusedCall(Refusal refusal, String message) {
            super(message, null, false, false);
            this.refusal = refusal;
        }
    }

    private static final int CALLS_A_SECOND = 30;

    private final Stage stage;
    private final AdPlatform platform;
    private final String appId;
    private final String secret;
    private final ConsentTokens tokens;
    private final Quota quota;
    private final AtomicLong requests = new AtomicLong();

    /** With what clients must know. */
    protected JsonChannel(
            Stage stage, AdPlatform platform, String appId, String secret, String refreshToken, Duration refreshLife) {
        this.stage = stage;
        this.platform = platform;
        this.appId = appId;
        this.secret = secret;
        this.tokens = new ConsentTokens(refreshToken, true, stage.accessLife(), refreshLife, stage.real());
        this.quota = new Quota(CALLS_A_SECOND, Duration.ofSeconds(1), Duration.ofSeconds(5), stage.real());
    }

    /** The answer to a path below the channel's word; {@link #refuse} refuses. */
    protected abstract Reply route(String path, Request request, long now);

    /** The answer to a call that is refused. */
    protected abstract Reply refusal(Refusal refusal, String message);

    /** What clients play with. */
    protected Stage stage() {
        return stage;
    }

    @Override
    public Optional<AdPlatform> platform() {
        return Optional.of(platform);
    }

    @Override
    public void serve(Web web) {
        web.serve("/" + target().word() + "/", this::answer, request -> stage.faults()
                .damage(target()));
    }

    private Reply answer(Request request) {
        if (stage.faults().take(target(), Kind.HTTP500)) {
            return Reply.fail(500, "internal error, as ordered");
        }
        try {
            return route(
                    request.path().substring(target().word().length() + 1),
                    request,
                    stage.clock().seconds() + skew());
        } catch (RefusedCall refused) {
            return refusal(refused.refusal, Objects.requireNonNull(refused.getMessage()));
        } catch (Refused refused) {
            return switch (refused.reason()) {
                case TOKEN_MISSING, TOKEN_WRONG -> refusal(Refusal.TOKEN, "access token invalid");
                case TOKEN_EXPIRED -> refusal(Refusal.EXPIRED, "access token expired");
                case REFRESH_WRONG -> refusal(Refusal.CONSENT, "refresh token invalid");
                case REFRESH_EXPIRED -> refusal(Refusal.CONSENT, "refresh token expired");
            };
        }
    }

    /** When its clock goes wrong, the channel lives some minutes in the past. */
    private int skew() {
        return stage.faults().take(target(), Kind.CLOCK_SKEW) ? -420 : 0;
    }

    /** Refuses the call. */
    protected static RefusedCall refuse(Refusal refusal, String message) {
        return new RefusedCall(refusal, message);
    }

    /** A number for the request, as answers carry it. */
    protected String requestId() {
        return "EM%018x".formatted(requests.incrementAndGet());
    }

    /** Passes a request with a token that works, within the limits. */
    protected void enter(Request request) {
        tokens.check(request.headers().get("Access-Token"));
        if (!stage.unlimited() && !quota.take(request.path().toLowerCase(Locale.ROOT))) {
            throw refuse(Refusal.FREQUENCY, "too many requests, 请求频率过高");
        }
    }

    /** The request's body. */
    protected static JsonNode body(Request request) {
        if (!request.method().equals("POST")) {
            throw refuse(Refusal.PARAMETER, "the method must be POST");
        }
        try {
            JsonNode body = Json.parse(request.body().bytes());
            if (body.isObject()) {
                return body;
            }
        } catch (JacksonException malformed) {
            throw refuse(Refusal.PARAMETER, "参数错误: the body must be JSON");
        }
        throw refuse(Refusal.PARAMETER, "参数错误: the body must be a JSON object");
    }

    /** Passes a request that names the app and its secret. */
    protected JsonNode app(Request request) {
        JsonNode body = body(request);
        if (!appId.equals(Json.text(body, "app_id")) || !same(secret, Json.text(body, "secret"))) {
            throw refuse(Refusal.APP, "app_id or secret refused");
        }
        return body;
    }

    private static boolean same(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer to a refresh: a new pair; the old one is dead. */
    protected ObjectNode refresh(Request request) {
        String token = Json.text(app(request), "refresh_token");
        ConsentTokens.Pair pair = tokens.refresh(token == null ? "" : token);
        return Json.object()
                .put("access_token", pair.access())
                .put("access_token_expires_in", pair.accessSeconds())
                .put("refresh_token", pair.refresh())
                .put("refresh_token_expires_in", pair.refreshSeconds());
    }

    /** The region of the account that a request names. */
    protected Region account(JsonNode body) {
        JsonNode id = body.path("advertiser_id");
        if (!id.isIntegralNumber()) {
            throw refuse(Refusal.PARAMETER, "参数错误: advertiser_id must be a number");
        }
        return platform.regionOf(id.asLong()).orElseThrow(() -> refuse(Refusal.PERMISSION, "没有权限访问该账户"));
    }

    /** A date of the request. */
    protected static int day(JsonNode body, String field) {
        try {
            return Times.day(LocalDate.parse(String.valueOf(Json.text(body, field))));
        } catch (DateTimeException malformed) {
            throw refuse(Refusal.PARAMETER, "参数错误: " + field + " must be yyyy-MM-dd");
        }
    }

    /** A whole number of the request. */
    protected static int number(JsonNode body, String field, int otherwise, int most) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > most) {
            throw refuse(Refusal.PARAMETER, "参数错误: " + field + " must be from 1 to " + most);
        }
        return value.asInt();
    }

    @Override
    public void expireTokens() {
        tokens.expire();
    }

    @Override
    public void revokeTokens() {
        tokens.revoke();
    }

    @Override
    public ObjectNode grant() {
        return tokens.grant();
    }

    @Override
    public ObjectNode save() {
        return tokens.save();
    }

    @Override
    public void restore(JsonNode saved) {
        tokens.restore(saved);
    }
}
