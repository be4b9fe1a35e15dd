package cockpit.simulator.tencentads;

import cockpit.simulator.channel.AdSheet;
import cockpit.simulator.channel.ConsentTokens;
import cockpit.simulator.channel.Pages;
import cockpit.simulator.channel.PlayedChannel;
import cockpit.simulator.channel.Quota;
import cockpit.simulator.channel.Refused;
import cockpit.simulator.channel.Stage;
import cockpit.simulator.clock.WorldClock;
import cockpit.simulator.fault.Faults.Kind;
import cockpit.simulator.fault.Faults.Target;
import cockpit.simulator.http.Json;
import cockpit.simulator.http.Reply;
import cockpit.simulator.http.Request;
import cockpit.simulator.http.Web;
import cockpit.simulator.world.AdPlatform;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tencent Ads: HTTP 200 whatever the code, a nonce for each call, refresh tokens that stay. */
public final class TencentAds implements PlayedChannel {
    private static final Duration REFRESH_LIFE = Duration.ofDays(30);
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int NONCES = 100_000;
    private static final int CALLS_A_MINUTE = 1000;

    private final Stage stage;
    private final String clientId;
    private final String clientSecret;
    private final ConsentTokens tokens;
    private final Quota quota;
    private final AdSheet sheet;
    private final Report report;
    private final LeadList leads;
    private final Set<String> nonces = new LinkedHashSet<>();
    private final AtomicLong requests = new AtomicLong();

    private TencentAds(Stage stage, String clientId, String clientSecret, String refreshToken) {
        this.stage = stage;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.tokens = new ConsentTokens(refreshToken, false, stage.accessLife(), REFRESH_LIFE, stage.real());
        this.quota = new Quota(CALLS_A_MINUTE, Duration.ofMinutes(1), Duration.ofMinutes(5), stage.real());
        this.sheet = new AdSheet(stage.world(), AdPlatform.TENCENT_ADS);
        Pages pages = new Pages(stage.faults(), Target.TENCENT_ADS);
        this.report = new Report(sheet, pages);
        this.leads = new LeadList(sheet, pages);
    }

    /** Played if the credentials hold {@code tencent-ads.client-id}, {@code .client-secret} and {@code .refresh-token}. */
    public static Optional<PlayedChannel> on(Stage stage) {
        Optional<String> id = stage.credentials().find("tencent-ads.client-id");
        Optional<String> secret = stage.credentials().find("tencent-ads.client-secret");
        Optional<String> refresh = stage.credentials().find("tencent-ads.refresh-token");
        return id.isPresent() && secret.isPresent() && refresh.isPresent()
                ? Optional.of(new TencentAds(stage, id.get(), secret.get(), refresh.get()))
                : Optional.empty();
    }

    @Override
    public Target target() {
        return Target.TENCENT_ADS;
    }

    @Override
    public Optional<AdPlatform> platform() {
        return Optional.of(AdPlatform.TENCENT_ADS);
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
            return envelope(Code.OK, "", "", route(request));
        } catch (Refusal refusal) {
            String message = Objects.requireNonNull(refusal.getMessage());
            return envelope(refusal.code(), message, refusal.code().chinese(), Json.object());
        } catch (Refused refused) {
            Code code =
                    switch (refused.reason()) {
                        case TOKEN_MISSING -> Code.TOKEN_EMPTY;
                        case TOKEN_WRONG -> Code.TOKEN_WRONG;
                        case TOKEN_EXPIRED -> Code.TOKEN_EXPIRED;
                        case REFRESH_WRONG -> Code.REFRESH_WRONG;
                        case REFRESH_EXPIRED -> Code.REFRESH_EXPIRED;
                    };
            return envelope(code, code.english(), code.chinese(), Json.object());
        }
    }

    private Reply envelope(Code code, String english, String chinese, ObjectNode data) {
        ObjectNode body = Json.object()
                .put("code", code.number())
                .put("message", english)
                .put("message_cn", chinese)
                .put("trace_id", "trace%016x".formatted(requests.incrementAndGet()));
        if (code == Code.OK) {
            body.set("data", data);
        }
        return Reply.ok(body);
    }

    private ObjectNode route(Request request) {
        String path = request.path().substring(target().word().length() + 1);
        if (!request.method().equals("GET")) {
            throw Refusal.parameter("the method must be GET");
        }
        return switch (path) {
            case "/oauth/token" -> refresh(request);
            case "/v3.0/daily_reports/get" -> {
                enter(request);
                yield report.answer(new Parameters(request), stage.clock().seconds());
            }
            case "/v3.0/leads_list/get" -> {
                enter(request);
                yield leads.answer(new Parameters(request), stage.clock().seconds());
            }
            default -> throw new Refusal(Code.SCOPE, "there is no interface " + path);
        };
    }

    /** The answer does not repeat the refresh token: it stays. */
    private ObjectNode refresh(Request request) {
        if (!clientId.equals(request.parameter("client_id"))
                || !same(clientSecret, request.parameter("client_secret"))) {
            throw new Refusal(Code.CLIENT);
        }
        Parameters parameters = new Parameters(request);
        if (!parameters.required("grant_type").equals("refresh_token")) {
            throw Refusal.parameter("grant_type must be refresh_token");
        }
        ConsentTokens.Pair pair = tokens.refresh(parameters.required("refresh_token"));
        return Json.object()
                .put("access_token", pair.access())
                .put("access_token_expires_in", pair.accessSeconds())
                .put("refresh_token_expires_in", pair.refreshSeconds());
    }

    private static boolean same(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private void enter(Request request) {
        String timestamp = request.parameter("timestamp");
        String nonce = request.parameter("nonce");
        if (timestamp == null || nonce == null || nonce.isBlank() || nonce.length() > 32) {
            throw new Refusal(Code.PARAMETER_MISSING);
        }
        WorldClock.Reading clock = stage.clock().read();
        // a client that follows a fast world is a little behind it
        long allowed = (long) (SKEW.toSeconds() * Math.max(1, clock.speed()));
        long given = timestamp.matches("\\d{1,11}") ? Long.parseLong(timestamp) : 0;
        if (stage.faults().take(target(), Kind.CLOCK_SKEW)
                || Math.abs(given - clock.worldNow().getEpochSecond()) > allowed) {
            throw new Refusal(Code.TIMESTAMP);
        }
        synchronized (nonces) {
            if (!nonces.add(nonce)) {
                throw new Refusal(Code.NONCE_USED);
            }
            if (nonces.size() > NONCES) {
                nonces.remove(nonces.iterator().next());
            }
        }
        tokens.check(request.parameter("access_token"));
        if (!stage.unlimited() && !quota.take(request.path().toLowerCase(Locale.ROOT))) {
            throw new Refusal(Code.MINUTE_LIMIT);
        }
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
    public ObjectNode ledger(int from, int to, long now) {
        ObjectNode ledger = Json.object();
        ledger.set("ad_report", sheet.reportLedger(from, to, now));
        ledger.set("lead", sheet.leadRows(from, to, now));
        return ledger;
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
