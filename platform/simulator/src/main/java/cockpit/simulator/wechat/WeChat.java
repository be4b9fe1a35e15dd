package cockpit.simulator.wechat;

import cockpit.simulator.Credentials;
import cockpit.simulator.channel.AppTokens;
import cockpit.simulator.channel.PlayedChannel;
import cockpit.simulator.channel.Stage;
import cockpit.simulator.clock.WorldClock;
import cockpit.simulator.fault.Faults;
import cockpit.simulator.fault.Faults.Kind;
import cockpit.simulator.fault.Faults.Target;
import cockpit.simulator.http.Json;
import cockpit.simulator.http.Reply;
import cockpit.simulator.http.Request;
import cockpit.simulator.http.Web;
import cockpit.simulator.push.CallbackCipher;
import cockpit.simulator.push.Caller;
import cockpit.simulator.world.Audience;
import cockpit.simulator.world.Audience.AppDay;
import cockpit.simulator.world.Audience.Article;
import cockpit.simulator.world.Audience.Change;
import cockpit.simulator.world.Audience.PageDay;
import cockpit.simulator.world.Times;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** WeChat's data interfaces for an official account and a mini program, below {@code /wechat}, and the account's callback. */
public final class WeChat implements PlayedChannel {
    private static final String ROOT = "/wechat/";
    private static final int READY_SECOND = 8 * 3600;
    private static final int A_MINUTE = 5_000;
    private static final int FIRST_DAY = Times.day(LocalDate.of(2014, 12, 1));

    private final Audience audience;
    private final WorldClock clock;
    private final Faults faults;
    private final Stage stage;
    private final App account;
    private final App program;
    private final Caller caller;
    private final AtomicLong requests = new AtomicLong();
    private final Map<String, Deque<Long>> minutes = new HashMap<>();

    /** An app with its tokens: those of the stable interface and those of the classic one do not touch each other. */
    private record App(String id, String secret, AppTokens stable, AppTokens classic) {
        @Override
        public String toString() {
            return "App[" + id + ", ***]";
        }
    }

    private WeChat(Stage stage, App account, App program, CallbackCipher cipher) {
        this.stage = stage;
        this.audience = stage.world().audience();
        this.clock = stage.clock();
        this.faults = stage.faults();
        this.account = account;
        this.program = program;
        this.caller = new Caller(
                Target.WECHAT, faults, cipher, account.id(), Caller.Style.WECHAT, this::messages, clock, stage.real());
    }

    /** Plays if the credentials hold its secrets. */
    public static Optional<PlayedChannel> on(Stage stage) {
        Credentials credentials = stage.credentials();
        Optional<App> account = app(stage, "wechat.app-id", "wechat.app-secret");
        Optional<App> program = app(stage, "wechat.mini-app-id", "wechat.mini-app-secret");
        Optional<String> token = credentials.find("wechat.callback-token");
        Optional<String> key = credentials.find("wechat.callback-key");
        return account.isEmpty() || program.isEmpty() || token.isEmpty() || key.isEmpty()
                ? Optional.empty()
                : Optional.of(new WeChat(
                        stage,
                        account.get(),
                        program.get(),
                        new CallbackCipher(token.get(), key.get(), account.get().id())));
    }

    private static Optional<App> app(Stage stage, String id, String secret) {
        return stage.credentials().find(id).flatMap(name -> stage.credentials()
                .find(secret)
                .map(word -> new App(
                        name,
                        word,
                        new AppTokens(stage.accessLife(), stage.real()),
                        new AppTokens(stage.accessLife(), stage.real()))));
    }

    @Override
    public Target target() {
        return Target.WECHAT;
    }

    @Override
    public void serve(Web web) {
        web.serve(ROOT, this::answer, request -> faults.damage(Target.WECHAT));
    }

    // ---- answers ----

    private Reply answer(Request request) {
        if (faults.take(Target.WECHAT, Kind.HTTP500)) {
            return Reply.fail(500, "internal error, as ordered");
        }
        try {
            limit(request.path());
            return Reply.ok(route(request));
        } catch (Refusal refusal) {
            String number = "%08x".formatted(requests.incrementAndGet());
            return Reply.ok(Json.object()
                    .put("errcode", refusal.code().number())
                    .put("errmsg", refusal.getMessage() + " rid: 69a3f1c2-1b7e02d4-" + number));
        }
    }

    private synchronized void limit(String path) {
        if (stage.unlimited()) {
            return;
        }
        long now = stage.real().millis();
        Deque<Long> calls = minutes.computeIfAbsent(path, any -> new ArrayDeque<>());
        while (!calls.isEmpty() && calls.peekFirst() <= now - 60_000) {
            calls.removeFirst();
        }
        if (calls.size() >= A_MINUTE) {
            throw new Refusal(Code.FREQUENCY);
        }
        calls.addLast(now);
    }

    private ObjectNode route(Request request) {
        String path = request.path().substring(ROOT.length() - 1);
        return switch (path) {
            case "/cgi-bin/stable_token" -> stable(body(request));
            case "/cgi-bin/token" -> classic(request);
            case "/datacube/getusersummary" -> changes(enter(request, account));
            case "/datacube/getusercumulate" -> stands(enter(request, account));
            case "/datacube/getarticleread" -> articles(enter(request, account), true);
            case "/datacube/getarticleshare" -> articles(enter(request, account), false);
            case "/datacube/getweanalysisappiddailyvisittrend" -> trend(enter(request, program));
            case "/datacube/getweanalysisappiddailysummarytrend" -> summary(enter(request, program));
            case "/datacube/getweanalysisappidvisitpage" -> pages(enter(request, program));
            case "/datacube/getweanalysisappidvisitdistribution" -> distribution(enter(request, program));
            case "/datacube/getweanalysisappiddailyretaininfo" -> retention(enter(request, program));
            default -> throw new Refusal(Code.NOT_GRANTED);
        };
    }

    private static JsonNode body(Request request) {
        try {
            JsonNode body = Json.parse(request.body().bytes());
            if (request.method().equals("POST") && body.isObject()) {
                return body;
            }
        } catch (JacksonException noJson) {
            throw new Refusal(Code.BODY);
        }
        throw new Refusal(Code.BODY);
    }

    private ObjectNode stable(JsonNode body) {
        App app = app(Json.text(body, "appid"), Json.text(body, "secret"));
        return given(app.stable().give(body.path("force_refresh").asBoolean(false)));
    }

    private ObjectNode classic(Request request) {
        return given(app(request.parameter("appid"), request.parameter("secret"))
                .classic()
                .give(true));
    }

    private static ObjectNode given(AppTokens.Given token) {
        return Json.object().put("access_token", token.token()).put("expires_in", token.seconds());
    }

    private App app(@Nullable String id, @Nullable String secret) {
        App app = account.id().equals(id) ? account : program.id().equals(id) ? program : null;
        if (app == null) {
            throw new Refusal(Code.APP_ID);
        }
        byte[] given = Objects.requireNonNullElse(secret, "").getBytes(StandardCharsets.UTF_8);
        if (app.stable().isRevoked()
                || !MessageDigest.isEqual(given, app.secret().getBytes(StandardCharsets.UTF_8))) {
            throw new Refusal(Code.SECRET);
        }
        return app;
    }

    /** Whom the token belongs to must be who has such figures. */
    private JsonNode enter(Request request, App wanted) {
        String token = request.parameter("access_token");
        if (token == null) {
            throw new Refusal(Code.TOKEN_MISSING);
        }
        for (App app : List.of(account, program)) {
            for (AppTokens tokens : List.of(app.stable(), app.classic())) {
                switch (tokens.check(token)) {
                    case GOOD -> {
                        if (!app.equals(wanted)) {
                            throw new Refusal(Code.NOT_GRANTED);
                        }
                        return body(request);
                    }
                    case EXPIRED -> throw new Refusal(Code.TOKEN_EXPIRED);
                    case WRONG -> {
                        // perhaps another one's
                    }
                }
            }
        }
        throw new Refusal(Code.CREDENTIAL);
    }

    private record Span(int from, int to) {}

    private Span span(JsonNode body, boolean hyphens, int most) {
        int from = day(Json.text(body, "begin_date"), hyphens);
        int to = day(Json.text(body, "end_date"), hyphens);
        if (to < from || to - from >= most || to >= Times.dayOf(clock.seconds()) || from < FIRST_DAY) {
            throw new Refusal(Code.DATE_RANGE);
        }
        return new Span(from, to);
    }

    private static int day(@Nullable String text, boolean hyphens) {
        try {
            return Times.day(LocalDate.parse(
                    Objects.requireNonNullElse(text, ""),
                    hyphens ? DateTimeFormatter.ISO_LOCAL_DATE : DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeException malformed) {
            throw new Refusal(Code.DATE_FORMAT);
        }
    }

    private boolean ready(int day, long now) {
        return now >= Times.at(day + 1, READY_SECOND);
    }

    private static ObjectNode list(ArrayNode entries) {
        ObjectNode answer = Json.object();
        answer.set("list", entries);
        return answer;
    }

    private ArrayNode ordered(ArrayNode entries) {
        if (entries.size() > 1 && faults.take(Target.WECHAT, Kind.DUPLICATE_ROWS)) {
            entries.add(entries.get(0).deepCopy());
        }
        if (faults.take(Target.WECHAT, Kind.REORDERED) || faults.take(Target.WECHAT, Kind.SHIFTED)) {
            ArrayNode other = Json.array();
            for (int index = entries.size() - 1; index >= 0; index--) {
                other.add(entries.get(index));
            }
            return other;
        }
        return entries;
    }

    // ---- the official account ----

    private ObjectNode byDay(Span span, java.util.function.BiConsumer<Integer, ArrayNode> day) {
        ArrayNode entries = Json.array();
        long now = clock.seconds();
        for (int one = span.from(); one <= span.to(); one++) {
            if (ready(one, now)) {
                day.accept(one, entries);
            }
        }
        return list(ordered(entries));
    }

    private ObjectNode changes(JsonNode body) {
        return byDay(span(body, true, 7), (day, entries) -> {
            for (Change change : audience.followers(day)) {
                entries.add(Json.object()
                        .put("ref_date", Times.date(day).toString())
                        .put("user_source", change.source())
                        .put("new_user", change.added())
                        .put("cancel_user", change.lost()));
            }
        });
    }

    private ObjectNode stands(JsonNode body) {
        return byDay(
                span(body, true, 7),
                (day, entries) -> entries.add(Json.object()
                        .put("ref_date", Times.date(day).toString())
                        .put("cumulate_user", audience.totalFollowers(day))));
    }

    private ObjectNode articles(JsonNode body, boolean read) {
        ObjectNode answer = byDay(span(body, true, 1), (day, entries) -> {
            for (Article article : audience.articles(day)) {
                ObjectNode detail = Json.object();
                if (read) {
                    detail.put("read_user", article.readers());
                    detail.set("read_user_source", Json.array());
                } else {
                    detail.put("share_user", article.shares());
                }
                ObjectNode entry = Json.object()
                        .put("ref_date", Times.date(day).toString())
                        .put("msgid", article.id());
                entry.set("detail", detail);
                entries.add(entry);
            }
        });
        return answer.put("is_delay", false);
    }

    // ---- the mini program ----

    private int appDay(JsonNode body) {
        Span span = span(body, false, 1);
        if (!ready(span.to(), clock.seconds())) {
            throw new Refusal(Code.NOT_READY);
        }
        return span.to();
    }

    private ObjectNode trend(JsonNode body) {
        int day = appDay(body);
        AppDay app = audience.app(day);
        return list(Json.array()
                .add(Json.object()
                        .put("ref_date", Times.compact(day))
                        .put("session_cnt", app.opens())
                        .put("visit_pv", app.views())
                        .put("visit_uv", app.visitors())
                        .put("visit_uv_new", app.newVisitors())
                        .put("stay_time_uv", quotient(app.staySeconds(), app.visitors()))
                        .put("stay_time_session", quotient(app.staySeconds(), app.opens()))
                        .put("visit_depth", quotient(app.views(), app.opens()))));
    }

    private static BigDecimal quotient(int of, int per) {
        return BigDecimal.valueOf(of).divide(BigDecimal.valueOf(Math.max(1, per)), 8, RoundingMode.HALF_UP);
    }

    private ObjectNode summary(JsonNode body) {
        int day = appDay(body);
        AppDay app = audience.app(day);
        return list(Json.array()
                .add(Json.object()
                        .put("ref_date", Times.compact(day))
                        .put("visit_total", app.users())
                        .put("share_pv", app.shares())
                        .put("share_uv", app.sharers())));
    }

    private ObjectNode pages(JsonNode body) {
        int day = appDay(body);
        ArrayNode entries = Json.array();
        for (PageDay page : audience.pages(day)) {
            entries.add(Json.object()
                    .put("page_path", page.path())
                    .put("page_visit_pv", page.views())
                    .put("page_visit_uv", page.visitors())
                    .put(
                            "page_staytime_pv",
                            BigDecimal.valueOf(page.secondsPerView()).setScale(1))
                    .put("entrypage_pv", page.entries())
                    .put("exitpage_pv", page.exits())
                    .put("page_share_pv", page.shares())
                    .put("page_share_uv", page.shares()));
        }
        return list(ordered(entries)).put("ref_date", Times.compact(day));
    }

    private ObjectNode distribution(JsonNode body) {
        int day = appDay(body);
        ArrayNode entries = Json.array();
        entries.add(index("access_source_session_cnt", audience.opensBySource(day), 1));
        entries.add(index("access_staytime_info", audience.opensByStay(day), 1));
        entries.add(index("access_depth_info", audience.opensByDepth(day), 1));
        entries.add(index("access_source_visit_uv", audience.opensBySource(day), 2));
        return list(entries).put("ref_date", Times.compact(day));
    }

    private static ObjectNode index(String name, Map<Integer, Integer> parts, int divisor) {
        ArrayNode items = Json.array();
        parts.forEach((key, value) -> items.add(Json.object().put("key", key).put("value", value / divisor)));
        ObjectNode index = Json.object().put("index", name);
        index.set("item_list", items);
        return index;
    }

    private ObjectNode retention(JsonNode body) {
        int day = appDay(body);
        ObjectNode answer = Json.object().put("ref_date", Times.compact(day));
        answer.set("visit_uv_new", retained(day, true));
        answer.set("visit_uv", retained(day, false));
        return answer;
    }

    private ArrayNode retained(int day, boolean fresh) {
        ArrayNode items = Json.array();
        retentionKnown(
                day,
                clock.seconds(),
                after -> items.add(Json.object().put("key", after).put("value", audience.retained(day, fresh, after))));
        return items;
    }

    private void retentionKnown(int day, long now, IntConsumer each) {
        for (int after : Audience.RETENTION_DAYS) {
            if (ready(day + after, now)) {
                each.accept(after);
            }
        }
    }

    // ---- callbacks ----

    private List<Caller.Message> messages(long after, long upTo) {
        List<Caller.Message> messages = new ArrayList<>();
        for (int day = Times.dayOf(after + 1); day <= Times.dayOf(upTo); day++) {
            int number = 0;
            for (Change change : audience.followers(day)) {
                for (int count = 0; count < change.added(); count++) {
                    add(messages, day, number++, change.source(), true, after, upTo);
                }
                for (int count = 0; count < change.lost(); count++) {
                    add(messages, day, number++, change.source(), false, after, upTo);
                }
            }
        }
        messages.sort(Comparator.comparingLong(Caller.Message::at).thenComparing(Caller.Message::xml));
        return messages;
    }

    private void add(
            List<Caller.Message> messages, int day, int number, int source, boolean came, long after, long upTo) {
        long at = audience.momentOf(day, number);
        if (at <= after || at > upTo) {
            return;
        }
        String key = came && source == 30 ? "qrscene_desk_" + number % 230 : "";
        messages.add(new Caller.Message(
                at,
                "<xml><ToUserName><![CDATA[gh_yanjiusuo]]></ToUserName><FromUserName><![CDATA["
                        + audience.openId(day, number) + "]]></FromUserName><CreateTime>" + at
                        + "</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA["
                        + (came ? "subscribe" : "unsubscribe") + "]]></Event><EventKey><![CDATA[" + key
                        + "]]></EventKey></xml>"));
    }

    // ---- the control ----

    @Override
    public boolean callsBack() {
        return true;
    }

    @Override
    public void callBack(URI hook) {
        caller.address(hook);
    }

    @Override
    public ObjectNode status() {
        return caller.status();
    }

    @Override
    public void close() {
        caller.close();
    }

    private List<AppTokens> allTokens() {
        return List.of(account.stable(), account.classic(), program.stable(), program.classic());
    }

    @Override
    public void expireTokens() {
        allTokens().forEach(AppTokens::expire);
    }

    @Override
    public void revokeTokens() {
        allTokens().forEach(AppTokens::revoke);
    }

    @Override
    public ObjectNode grant() {
        allTokens().forEach(AppTokens::grant);
        return Json.object();
    }

    @Override
    public ObjectNode ledger(int from, int to, long now) {
        Map<String, Long> followers = new LinkedHashMap<>();
        Map<String, Long> content = new LinkedHashMap<>();
        Map<String, Long> app = new LinkedHashMap<>();
        Map<String, Long> pages = new LinkedHashMap<>();
        Map<String, Long> parts = new LinkedHashMap<>();
        Map<String, Long> retention = new LinkedHashMap<>();
        for (int day = from; day <= to && ready(day, now); day++) {
            int one = day;
            followers.put("total_followers", audience.totalFollowers(day));
            add(followers, "rows", 1);
            for (Change change : audience.followers(day)) {
                add(followers, "rows", 1);
                add(followers, "new_followers", change.added());
                add(followers, "lost_followers", change.lost());
            }
            for (Article article : audience.articles(day)) {
                add(content, "rows", 1);
                add(content, "readers", article.readers());
                add(content, "shares", article.shares());
            }
            AppDay figures = audience.app(day);
            add(app, "rows", 1);
            add(app, "opens", figures.opens());
            add(app, "page_views", figures.views());
            add(app, "visitors", figures.visitors());
            add(app, "new_visitors", figures.newVisitors());
            add(app, "stay_seconds", figures.staySeconds());
            add(app, "shares", figures.shares());
            app.put("total_users", figures.users());
            for (PageDay page : audience.pages(day)) {
                add(pages, "rows", 1);
                add(pages, "page_views", page.views());
                add(pages, "stay_seconds", (long) page.secondsPerView() * page.views());
                add(pages, "entries", page.entries());
                add(pages, "exits", page.exits());
            }
            for (Map<Integer, Integer> split :
                    List.of(audience.opensBySource(day), audience.opensByStay(day), audience.opensByDepth(day))) {
                add(parts, "rows", split.size());
                split.values().forEach(opens -> add(parts, "opens", opens));
            }
            retentionKnown(day, now, after -> {
                add(retention, "rows", 2);
                add(retention, "new_users", audience.retained(one, true, after));
                add(retention, "active_users", audience.retained(one, false, after));
            });
        }
        ObjectNode ledger = Json.object();
        ledger.set("follower_day", Json.node(followers));
        ledger.set("content_day", Json.node(content));
        ledger.set("app_day", Json.node(app));
        ledger.set("app_page_day", Json.node(pages));
        ledger.set("app_part_day", Json.node(parts));
        ledger.set("app_retention", Json.node(retention));
        ledger.set(
                "touch",
                Json.object()
                        .put(
                                "rows",
                                messages(Times.at(from, 0) - 1, Math.min(now, Times.at(to + 1, 0) - 1))
                                        .size()));
        return ledger;
    }

    private static void add(Map<String, Long> sums, String name, long amount) {
        sums.merge(name, amount, Long::sum);
    }

    @Override
    public ObjectNode save() {
        ObjectNode saved = Json.object();
        saved.set("account", account.stable().save());
        saved.set("program", program.stable().save());
        saved.set("callbacks", caller.save());
        return saved;
    }

    @Override
    public void restore(JsonNode saved) {
        account.stable().restore(saved.path("account"));
        program.stable().restore(saved.path("program"));
        caller.restore(saved.path("callbacks"));
    }
}
