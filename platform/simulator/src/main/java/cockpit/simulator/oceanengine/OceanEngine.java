package cockpit.simulator.oceanengine;

import cockpit.simulator.clock.WorldClock;
import cockpit.simulator.fault.Faults;
import cockpit.simulator.fault.Faults.Kind;
import cockpit.simulator.fault.Faults.Target;
import cockpit.simulator.http.Json;
import cockpit.simulator.http.Reply;
import cockpit.simulator.http.Request;
import cockpit.simulator.http.Web;
import cockpit.simulator.oceanengine.Field.Dimension;
import cockpit.simulator.oceanengine.Field.Metric;
import cockpit.simulator.world.AdPlatform;
import cockpit.simulator.world.Region;
import cockpit.simulator.world.Times;
import cockpit.simulator.world.World;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Ocean Engine under its real paths: consent, reports and leads; HTTP 200 whatever the code. */
public final class OceanEngine {
    private static final String ROOT = "/open_api/";

    private final World world;
    private final WorldClock clock;
    private final Tokens tokens;
    private final App app;
    private final RateLimiter limiter;
    private final Faults faults;
    private final Report report;
    private final ClueList clues;
    private final AtomicLong requests = new AtomicLong();

    /**
     * The developer's app. Prints without its secret.
     *
     * @param id number of the app
     * @param secret of the app
     */
    public record App(String id, String secret) {
        @Override
        public String toString() {
            return "App[" + id + ", ***]";
        }
    }

    /**
     * Calls in a second.
     *
     * @param developer by developer and API
     * @param customer by customer
     * @param platform by API
     */
    public record Limits(int developer, int customer, int platform) {
        /** What Ocean Engine grants a small developer. */
        public static final Limits USUAL = new Limits(20, 40, 100);
    }

    /** Over a world at a clock. */
    public OceanEngine(
            World world, WorldClock clock, Tokens tokens, App app, Limits limits, Faults faults, InstantSource real) {
        this.world = world;
        this.clock = clock;
        this.tokens = tokens;
        this.app = app;
        this.faults = faults;
        this.limiter =
                new RateLimiter(new RateLimiter.Limits(limits.developer(), limits.customer(), limits.platform()), real);
        this.report = new Report(world, real);
        this.clues = new ClueList(world);
    }

    /** Serves {@code /open_api}. */
    public void serve(Web web) {
        web.serve(ROOT, this::answer, this::damage);
    }

    private Web.@Nullable Damage damage(Request request) {
        return faults.damage(Target.OCEAN);
    }

    private Reply answer(Request request) {
        if (faults.take(Target.OCEAN, Kind.HTTP500)) {
            return Reply.fail(500, "internal error, as ordered");
        }
        RateLimiter.Verdict verdict = limiter.ask(request.path());
        Reply reply;
        if (verdict.code() != Code.OK) {
            reply = envelope(verdict.code(), verdict.code().message(), Json.object());
        } else {
            try {
                reply = envelope(Code.OK, Code.OK.message(), route(request));
            } catch (Refusal refusal) {
                reply = envelope(refusal.code(), Objects.requireNonNull(refusal.getMessage()), Json.object());
            }
        }
        return reply.with("X-RateLimit-Dimension", verdict.dimension())
                .with("X-RateLimit-Limit", Integer.toString(verdict.limit()))
                .with("X-RateLimit-Remaining", Integer.toString(verdict.remaining()))
                .with("X-RateLimit-RetryIn", Long.toString(verdict.retryIn()));
    }

    private Reply envelope(Code code, String message, ObjectNode data) {
        ObjectNode body = Json.object().put("code", code.number()).put("message", message);
        String stamp = Times.plain(clock.seconds()).replaceAll("\\D", "");
        body.put("request_id", stamp + "%014X".formatted(requests.incrementAndGet()));
        body.set("data", data);
        return Reply.ok(body);
    }

    private ObjectNode route(Request request) {
        String path = request.path().substring(ROOT.length());
        Parameters parameters = new Parameters(request);
        long now = clock.seconds();
        return switch (path) {
            case "oauth2/access_token/" -> {
                require(request, "POST");
                JsonNode body = credentials(request);
                yield pair(tokens.exchange(needed(body, "auth_code")));
            }
            case "oauth2/refresh_token/" -> {
                require(request, "POST");
                JsonNode body = credentials(request);
                yield pair(tokens.refresh(needed(body, "refresh_token")));
            }
            case "oauth2/advertiser/get/" -> {
                require(request, "GET");
                String token = parameters.optional("access_token");
                tokens.check(token == null ? request.headers().get("Access-Token") : token);
                yield advertisers();
            }
            case "v3.0/report/custom/config/get/" -> {
                enter(request);
                Parameters.advertiser(parameters.required("advertiser_id"));
                parameters.texts("data_topics");
                yield configuration(parameters);
            }
            case "v3.0/report/custom/get/" -> {
                enter(request);
                yield report.answer(ReportQuery.of(parameters), now);
            }
            case "2/tools/clue/get/" -> {
                enter(request);
                yield clues.answer(parameters, now);
            }
            default -> throw new Refusal(Code.NOT_ALLOWED, Code.NOT_ALLOWED.message() + ": " + request.path());
        };
    }

    private void enter(Request request) {
        require(request, "GET");
        tokens.check(request.headers().get("Access-Token"));
    }

    private static void require(Request request, String method) {
        if (!request.method().equals(method)) {
            throw Refusal.parameter("请求方法应为" + method);
        }
    }

    private JsonNode credentials(Request request) {
        JsonNode body;
        try {
            body = Json.parse(request.body().bytes());
        } catch (JacksonException malformed) {
            throw Refusal.parameter("请求体必须是JSON");
        }
        if (!needed(body, "app_id").equals(app.id())) {
            throw new Refusal(Code.NO_APP);
        }
        byte[] secret = needed(body, "secret").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(secret, app.secret().getBytes(StandardCharsets.UTF_8))) {
            throw new Refusal(Code.NO_PERMISSION, "secret错误");
        }
        return body;
    }

    private static String needed(JsonNode body, String field) {
        String text = Json.text(body, field);
        if (text == null || text.isEmpty()) {
            throw Refusal.parameter(field + ": 必填参数缺失");
        }
        return text;
    }

    private static ObjectNode pair(Tokens.Pair pair) {
        ArrayNode ids = Json.array();
        for (Region region : Region.values()) {
            ids.add(AdPlatform.OCEANENGINE.accountId(region));
        }
        ObjectNode data = Json.object()
                .put("access_token", pair.access())
                .put("refresh_token", pair.refresh())
                .put("expires_in", pair.accessSeconds())
                .put("refresh_token_expires_in", pair.refreshSeconds());
        data.set("advertiser_ids", ids);
        return data;
    }

    private ObjectNode advertisers() {
        ArrayNode list = Json.array();
        for (Region region : world.ads(AdPlatform.OCEANENGINE).advertisers()) {
            list.add(Json.object()
                    .put("advertiser_id", Long.toString(AdPlatform.OCEANENGINE.accountId(region)))
                    .put("advertiser_name", AdPlatform.OCEANENGINE.accountName(region))
                    .put("account_role", "ADVERTISER")
                    .put("advertiser_role", 1)
                    .put("is_valid", true));
        }
        ObjectNode data = Json.object();
        data.set("list", list);
        return data;
    }

    private static ObjectNode configuration(Parameters parameters) {
        ArrayNode list = Json.array();
        for (String topic : parameters.texts("data_topics")) {
            ArrayNode dimensions = Json.array();
            for (Dimension dimension : Dimension.values()) {
                dimensions.add(field(dimension.word(), dimension.title(), 2));
            }
            ArrayNode metrics = Json.array();
            for (Metric metric : Metric.values()) {
                metrics.add(field(metric.word(), metric.title(), 3));
            }
            ObjectNode entry = Json.object().put("data_topic", topic.toUpperCase(Locale.ROOT));
            entry.set("dimensions", dimensions);
            entry.set("metrics", metrics);
            list.add(entry);
        }
        ObjectNode data = Json.object();
        data.set("list", list);
        return data;
    }

    private static ObjectNode field(String word, String title, int type) {
        ObjectNode field = Json.object()
                .put("field", word)
                .put("name", title)
                .put("description", title)
                .put("sort_able", true)
                .put("filter_able", true);
        field.set("filter_config", Json.object().put("type", type));
        field.set("exclusion_dims", Json.array());
        field.set("exclusion_metrics", Json.array());
        return field;
    }
}
