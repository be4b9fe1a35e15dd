package cockpit.simulator.jd;

import cockpit.simulator.channel.PlayedChannel;
import cockpit.simulator.channel.Stage;
import cockpit.simulator.fault.Faults.Kind;
import cockpit.simulator.fault.Faults.Target;
import cockpit.simulator.http.Json;
import cockpit.simulator.http.Reply;
import cockpit.simulator.http.Request;
import cockpit.simulator.http.Web;
import cockpit.simulator.ledger.ShopLedger;
import cockpit.simulator.world.Purchase;
import cockpit.simulator.world.Purchase.Return;
import cockpit.simulator.world.Shop;
import cockpit.simulator.world.Times;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JD's open platform for one shop, under {@code /jd/routerjson}; HTTP 200 whatever the code. */
public final class Jd implements PlayedChannel {
    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final int LONGEST_SKEW = 360;
    private static final int LONGEST_SPAN_DAYS = 31;
    private static final int KEPT_CHANGES = 92;
    private static final int CALLS_A_SECOND = 40;

    private final Stage stage;
    private final String appKey;
    private final String appSecret;
    private final Tokens tokens;
    private final Map<String, Long> touched = new HashMap<>();
    private final Deque<Long> calls = new ArrayDeque<>();

    private Jd(Stage stage, String appKey, String appSecret, Tokens tokens) {
        this.stage = stage;
        this.appKey = appKey;
        this.appSecret = appSecret;
        this.tokens = tokens;
    }

    /** Plays if the credentials hold {@code jd.app-key}, {@code .app-secret}, {@code .access-token} and {@code .refresh-token}. */
    public static Optional<PlayedChannel> on(Stage stage) {
        Optional<String> key = stage.credentials().find("jd.app-key");
        Optional<String> secret = stage.credentials().find("jd.app-secret");
        Optional<String> access = stage.credentials().find("jd.access-token");
        Optional<String> refresh = stage.credentials().find("jd.refresh-token");
        return key.isEmpty() || secret.isEmpty() || access.isEmpty() || refresh.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Jd(stage, key.get(), secret.get(), new Tokens(access.get(), refresh.get(), stage.real())));
    }

    @Override
    public Target target() {
        return Target.JD;
    }

    @Override
    public void serve(Web web) {
        web.serve("/jd/routerjson", this::answer, request -> stage.faults().damage(Target.JD));
        web.serve("/jd/oauth2/refresh_token", this::refresh, request -> stage.faults()
                .damage(Target.JD));
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

    private static Map<String, String> form(Request request) {
        Map<String, String> form = new TreeMap<>(request.query());
        for (String pair : new String(request.body().bytes(), StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    private static Reply refused(Refusal refusal) {
        ObjectNode body = Json.object();
        body.set(
                "error_response",
                Json.object()
                        .put("code", Integer.toString(refusal.code()))
                        .put("zh_desc", String.valueOf(refusal.getMessage()))
                        .put("en_desc", "refused"));
        return Reply.ok(body);
    }

    private Reply refresh(Request request) {
        Map<String, String> form = form(request);
        try {
            if (!appKey.equals(form.get("app_key")) || !appSecret.equals(form.get("app_secret"))) {
                throw new Refusal(21, "无效app_key");
            }
            return Reply.ok(tokens.refresh(form.getOrDefault("refresh_token", "")));
        } catch (Refusal refusal) {
            return refused(refusal);
        }
    }

    private Reply answer(Request request) {
        if (stage.faults().take(Target.JD, Kind.HTTP500)) {
            return Reply.fail(500, "internal error, as ordered");
        }
        long now = stage.clock().seconds();
        try {
            Map<String, String> form = form(request);
            enter(form, now);
            JsonNode values = parameters(form.getOrDefault("360buy_param_json", ""));
            String method = form.getOrDefault("method", "");
            ObjectNode body =
                    switch (method) {
                        case "jingdong.pop.order.search" -> orders(values, now);
                        case "jingdong.asc.query.list" -> services(values, now);
                        default -> throw new Refusal(15, "无效method");
                    };
            ObjectNode wrapped = Json.object();
            wrapped.set(method.replace('.', '_') + "_responce", body.put("code", "0"));
            return Reply.ok(wrapped);
        } catch (Refusal refusal) {
            return refused(refusal);
        }
    }

    private static JsonNode parameters(String text) {
        try {
            JsonNode values = Json.parse(text);
            return values.path("paramOrderJSFQuery").isObject() ? values.path("paramOrderJSFQuery") : values;
        } catch (JacksonException malformed) {
            throw new Refusal(16, "360buy_param_json不是合法的JSON");
        }
    }

    private void enter(Map<String, String> form, long now) {
        if (!stage.unlimited()) {
            limit();
        }
        if (!appKey.equals(form.get("app_key"))) {
            throw new Refusal(21, "无效app_key");
        }
        boolean skewed = stage.faults().take(Target.JD, Kind.CLOCK_SKEW);
        long given;
        try {
            given = LocalDateTime.parse(form.getOrDefault("timestamp", ""), PLAIN)
                    .toEpochSecond(Times.ZONE);
        } catch (DateTimeException malformed) {
            throw new Refusal(8, "无效timestamp");
        }
        long real = stage.real().instant().getEpochSecond();
        if (skewed || (Math.abs(given - now) > LONGEST_SKEW && Math.abs(given - real) > LONGEST_SKEW)) {
            throw new Refusal(8, "无效timestamp");
        }
        if (!"2.0".equals(form.get("v"))) {
            throw new Refusal(5, "无效v");
        }
        StringBuilder text = new StringBuilder(appSecret);
        form.forEach((name, value) -> {
            if (!name.equals("sign")) {
                text.append(name).append(value);
            }
        });
        text.append(appSecret);
        if (!md5(text.toString()).equals(form.get("sign"))) {
            throw new Refusal(12, "无效签名");
        }
        tokens.check(form.getOrDefault("access_token", ""));
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private synchronized void limit() {
        long millis = stage.real().millis();
        while (!calls.isEmpty() && calls.peekFirst() <= millis - 1000) {
            calls.removeFirst();
        }
        if (calls.size() >= CALLS_A_SECOND) {
            throw new Refusal(2, "限制时间内调用失败次数");
        }
        calls.addLast(millis);
    }

    /** A business failure inside of a gateway's success. */
    private static ObjectNode failed(String wrapper, boolean nested, String code, String words) {
        ObjectNode verdict = Json.object()
                .put("success", false)
                .put("numberCode", code)
                .put("chineseErrCode", words)
                .put("englishErrCode", "refused");
        ObjectNode body = Json.object();
        body.set(wrapper, nested ? Json.object().set("apiResult", verdict) : verdict);
        return body;
    }

    private static long instant(JsonNode values, String name) {
        try {
            return LocalDateTime.parse(String.valueOf(Json.text(values, name)), PLAIN)
                    .toEpochSecond(Times.ZONE);
        } catch (DateTimeException malformed) {
            return -1;
        }
    }

    private List<Purchase> made(int from, int to, long now) {
        List<Purchase> made = new ArrayList<>();
        for (int day = from; day <= to; day++) {
            made.addAll(stage.truth().purchases(Shop.JD, day, now));
        }
        return made;
    }

    private synchronized long modifiedAt(Part part, long now) {
        long touch = touched.getOrDefault(part.number(), 0L);
        long changed = part.modifiedAt(now);
        return touch <= now ? Math.max(changed, touch) : changed;
    }

    private record Found(Part part, long modifiedAt, long at) {}

    private ObjectNode orders(JsonNode values, long now) {
        String wrapper = "searchorderinfo_result";
        long from = instant(values, "start_date");
        long to = instant(values, "end_date");
        boolean byCreation = "1".equals(Json.text(values, "dateType"));
        String page = Json.text(values, "page");
        String size = Json.text(values, "page_size");
        String states = Json.text(values, "order_state");
        String fields = Json.text(values, "optional_fields");
        if (from < 0 || to < from || states == null || fields == null || page == null || size == null) {
            return failed(wrapper, true, "10400001", "参数错误");
        }
        if (!values.path("page").isString() || !values.path("page_size").isString()) {
            return failed(wrapper, true, "10400001", "page与page_size必须是字符串");
        }
        if (to - from > (long) LONGEST_SPAN_DAYS * Times.DAY
                || Integer.parseInt(size) > 100
                || (!byCreation && from < now - (long) KEPT_CHANGES * Times.DAY)) {
            return failed(wrapper, true, "10400002", "时间跨度或页大小超出限制");
        }
        Set<String> wanted = new LinkedHashSet<>(List.of(states.split(",", -1)));
        Set<String> named = new LinkedHashSet<>(List.of(fields.split(",", -1)));
        List<Found> found = new ArrayList<>();
        int lead = byCreation ? 0 : Purchase.LIFE_DAYS + 1;
        for (Purchase purchase : made(Times.dayOf(from) - lead, Times.dayOf(Math.min(to, now)), now)) {
            for (Part part : Part.of(purchase, now)) {
                long modified = modifiedAt(part, now);
                long at = byCreation ? purchase.createdAt() : modified;
                if (at >= from && at <= to && (wanted.contains("ALL") || wanted.contains(part.state(now)))) {
                    found.add(new Found(part, modified, at));
                }
            }
        }
        found.sort(Comparator.comparingLong(Found::at)
                .thenComparing(one -> one.part().number())
                .reversed());
        if (!byCreation
                && found.size() > 1
                && !found.getFirst().part().state(now).equals("TRADE_CANCELED")
                && stage.faults().take(Target.JD, Kind.SHIFTED)) {
            // the shop's staff writes a remark into the newest order: it leaves the window for the present one
            synchronized (this) {
                touched.put(found.getFirst().part().number(), now);
            }
            found.removeFirst();
        }
        ArrayNode list = page(
                found.stream()
                        .map(one -> one.part().shape(one.modifiedAt(), named, now))
                        .toList(),
                Integer.parseInt(page),
                Integer.parseInt(size));
        ObjectNode result = Json.object().put("orderTotal", Integer.toString(found.size()));
        result.set("apiResult", Json.object().put("success", true).put("numberCode", "0"));
        result.set("orderInfoList", list);
        ObjectNode body = Json.object();
        body.set(wrapper, result);
        return body;
    }

    private ArrayNode page(List<ObjectNode> all, int number, int size) {
        int from = (int) Math.min(all.size(), (number - 1L) * size);
        List<ObjectNode> rows = new ArrayList<>();
        if (from > 0 && stage.faults().take(Target.JD, Kind.DUPLICATE_ROWS)) {
            rows.addAll(all.subList(Math.max(0, from - 3), from));
        }
        rows.addAll(all.subList(from, Math.min(all.size(), from + size)));
        if (stage.faults().take(Target.JD, Kind.REORDERED)) {
            Collections.reverse(rows);
        }
        ArrayNode list = Json.array();
        rows.forEach(list::add);
        return list;
    }

    private ObjectNode services(JsonNode values, long now) {
        long from = instant(values, "updateTimeBegin");
        long to = instant(values, "updateTimeEnd");
        String page = Json.text(values, "pageNumber");
        String size = Json.text(values, "pageSize");
        if (from < 0 || to < from || page == null || size == null || to - from > (long) LONGEST_SPAN_DAYS * Times.DAY) {
            return failed("pageResult", false, "10400001", "参数错误");
        }
        List<ObjectNode> found = new ArrayList<>();
        for (Purchase purchase :
                made(Times.dayOf(from) - Purchase.LIFE_DAYS - 1, Times.dayOf(Math.min(to, now)), now)) {
            for (Return one : purchase.returns()) {
                boolean whole = purchase.voucher() && one.granted() && purchase.closedAt() == one.settledAt();
                long modified = one.modifiedAt(now);
                if (whole || one.askedAt() > now || modified < from || modified > to) {
                    continue;
                }
                found.add(Json.object()
                        .put("serviceId", one.number())
                        .put("orderId", purchase.number())
                        .put("venderId", Part.VENDER)
                        .put("applyTime", Times.plain(one.askedAt()))
                        .put("updateDate", Times.plain(modified))
                        .put(
                                "serviceStatus",
                                one.settledAt() > now ? "WAIT_AUDIT" : one.granted() ? "REFUNDED" : "CLOSED")
                        .put("refundAmount", Part.yuan(one.amountFen()))
                        .put("reason", one.reason()));
            }
        }
        found.sort(
                Comparator.comparing((ObjectNode one) -> one.path("updateDate").asString())
                        .thenComparing(one -> one.path("serviceId").asString())
                        .reversed());
        ObjectNode result = Json.object().put("success", true).put("totalCount", Integer.toString(found.size()));
        result.set("data", page(found, Integer.parseInt(page), Integer.parseInt(size)));
        ObjectNode body = Json.object();
        body.set("pageResult", result);
        return body;
    }

    @Override
    public ObjectNode ledger(int from, int to, long now) {
        ObjectNode ledger = ShopLedger.of(stage.truth(), Shop.JD, from, to, now);
        // Of a split order the whole has rows as well, which count for nothing.
        long wholes = 0;
        long lines = 0;
        for (int day = from - Purchase.LIFE_DAYS; day <= Math.min(to, Times.dayOf(now)); day++) {
            for (Purchase purchase : stage.truth().purchases(Shop.JD, day, now)) {
                if (Part.split(purchase, now) && purchase.day(now) >= from && purchase.day(now) <= to) {
                    wholes += purchase.lines().size();
                    lines += purchase.lines().size();
                }
            }
        }
        ObjectNode orders = (ObjectNode) ledger.path("order");
        orders.put("rows", orders.path("rows").asLong() + wholes);
        orders.remove("paid_fen");
        ObjectNode shares = (ObjectNode) ledger.path("order_line");
        shares.put("rows", shares.path("rows").asLong() + lines);
        return ledger;
    }

    @Override
    public synchronized ObjectNode save() {
        ObjectNode saved = Json.object();
        saved.set("tokens", tokens.save());
        saved.set("touched", Json.node(touched));
        return saved;
    }

    @Override
    public synchronized void restore(JsonNode saved) {
        tokens.restore(saved.path("tokens"));
        saved.path("touched")
                .properties()
                .forEach(entry -> touched.put(entry.getKey(), entry.getValue().asLong()));
    }
}
