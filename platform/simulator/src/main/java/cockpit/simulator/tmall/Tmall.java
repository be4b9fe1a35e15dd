package cockpit.simulator.tmall;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tmall's open platform for one shop, under {@code /tmall/router/rest}; HTTP 200 whatever the code. */
public final class Tmall implements PlayedChannel {
    private static final int LONGEST_SKEW = 600;
    private static final int KEPT_DAYS = 92;
    private static final int CALLS_A_SECOND = 40;
    private static final int MESSAGE_LIFE = 3600;

    private final Stage stage;
    private final String appKey;
    private final String appSecret;
    private final Sessions sessions;
    private final Map<String, Long> touched = new HashMap<>();
    private final Set<Long> confirmed = new HashSet<>();
    private final Deque<Long> calls = new ArrayDeque<>();
    private final AtomicLong requests = new AtomicLong();

    private Tmall(Stage stage, String appKey, String appSecret, Sessions sessions) {
        this.stage = stage;
        this.appKey = appKey;
        this.appSecret = appSecret;
        this.sessions = sessions;
    }

    /** Plays if the credentials hold {@code tmall.app-key}, {@code .app-secret}, {@code .session} and {@code .refresh-token}. */
    public static Optional<PlayedChannel> on(Stage stage) {
        Optional<String> key = stage.credentials().find("tmall.app-key");
        Optional<String> secret = stage.credentials().find("tmall.app-secret");
        Optional<String> session = stage.credentials().find("tmall.session");
        Optional<String> refresh = stage.credentials().find("tmall.refresh-token");
        if (key.isEmpty() || secret.isEmpty() || session.isEmpty() || refresh.isEmpty()) {
            return Optional.empty();
        }
        Sessions sessions = new Sessions(session.get(), refresh.get(), stage.accessLife(), stage.real());
        return Optional.of(new Tmall(stage, key.get(), secret.get(), sessions));
    }

    @Override
    public Target target() {
        return Target.TMALL;
    }

    @Override
    public void serve(Web web) {
        web.serve("/tmall/router/rest", this::answer, request -> stage.faults().damage(Target.TMALL));
    }

    @Override
    public void expireTokens() {
        sessions.expire();
    }

    @Override
    public void revokeTokens() {
        sessions.revoke();
    }

    @Override
    public ObjectNode grant() {
        return sessions.grant();
    }

    private Reply answer(Request request) {
        if (stage.faults().take(Target.TMALL, Kind.HTTP500)) {
            return Reply.fail(500, "internal error, as ordered");
        }
        String id = "15t%010x".formatted(requests.incrementAndGet());
        try {
            Form form = new Form(request);
            ObjectNode body = route(form).put("request_id", id);
            if (form.optional("simplify").equals("true")) {
                return Reply.ok(body);
            }
            ObjectNode wrapped = Json.object();
            wrapped.set(form.optional("method").replaceFirst("^taobao\\.", "").replace('.', '_') + "_response", body);
            return Reply.ok(wrapped);
        } catch (Refusal refusal) {
            ObjectNode error = Json.object()
                    .put("code", refusal.code())
                    .put("msg", String.valueOf(refusal.getMessage()))
                    .put("sub_code", refusal.subCode())
                    .put("sub_msg", refusal.subMessage())
                    .put("request_id", id);
            ObjectNode body = Json.object();
            body.set("error_response", error);
            return Reply.ok(body);
        }
    }

    private ObjectNode route(Form form) {
        long now = stage.clock().seconds();
        String method = form.optional("method");
        if (method.isEmpty()) {
            throw new Refusal(21, "Missing method", "isv.missing-method", "缺少方法名");
        }
        enter(form, now);
        if (method.equals("taobao.top.auth.token.refresh")) {
            return Json.object()
                    .put(
                            "token_result",
                            sessions.refresh(form.required("refresh_token")).toString());
        }
        sessions.check(form.optional("session"));
        return switch (method) {
            case "taobao.trades.sold.increment.get" ->
                trades(form, span(form, "start_modified", "end_modified", 1, now), true, now);
            case "taobao.trades.sold.get" ->
                trades(form, span(form, "start_created", "end_created", KEPT_DAYS, now), false, now);
            case "taobao.trade.fullinfo.get" -> one(form, now);
            case "taobao.refunds.receive.get" ->
                refunds(form, span(form, "start_modified", "end_modified", KEPT_DAYS, now), now);
            case "taobao.tmc.messages.consume" -> consume(form, now);
            case "taobao.tmc.messages.confirm" -> confirm(form);
            default -> throw new Refusal(22, "Invalid method", "isv.invalid-method", "不存在的方法名");
        };
    }

    private void enter(Form form, long now) {
        if (!stage.unlimited()) {
            limit();
        }
        if (!form.optional("format").equals("json")) {
            throw new Refusal(23, "Invalid format", "isv.invalid-format", "模拟器只支持json，请传format=json");
        }
        if (form.optional("app_key").isEmpty()) {
            throw new Refusal(28, "Missing app key", "isv.missing-appkey", "缺少AppKey");
        }
        if (!form.optional("app_key").equals(appKey)) {
            throw new Refusal(29, "Invalid app Key", "isv.appkey-not-exists", "AppKey不存在");
        }
        if (form.optional("timestamp").isEmpty()) {
            throw new Refusal(30, "Missing timestamp", "isv.missing-timestamp", "缺少时间戳");
        }
        long given = form.instant("timestamp");
        long real = stage.real().instant().getEpochSecond();
        boolean skewed = stage.faults().take(Target.TMALL, Kind.CLOCK_SKEW);
        if (skewed || (Math.abs(given - now) > LONGEST_SKEW && Math.abs(given - real) > LONGEST_SKEW)) {
            throw new Refusal(31, "Invalid timestamp", "isv.invalid-timestamp", "时间戳与平台相差超过10分钟");
        }
        if (!form.optional("v").equals("2.0")) {
            throw new Refusal(33, "Invalid version", "isv.invalid-version", "版本应为2.0");
        }
        if (form.optional("sign").isEmpty()) {
            throw new Refusal(24, "Missing signature", "isv.missing-signature", "缺少签名");
        }
        if (!form.signedWith(appSecret)) {
            throw new Refusal(25, "Invalid signature", "isv.invalid-signature", "签名不正确");
        }
    }

    private synchronized void limit() {
        long millis = stage.real().millis();
        while (!calls.isEmpty() && calls.peekFirst() <= millis - 1000) {
            calls.removeFirst();
        }
        if (calls.size() >= CALLS_A_SECOND) {
            throw new Refusal(
                    7,
                    "App Call Limited",
                    "accesscontrol.limited-by-app-api-access-count",
                    "This ban will last for 1 more seconds");
        }
        calls.addLast(millis);
    }

    /** A window of time in epoch seconds, both ends included. */
    private record Span(long from, long to) {}

    private static Span span(Form form, String start, String end, int mostDays, long now) {
        Span span = new Span(form.instant(start), form.instant(end));
        if (span.to() < span.from()) {
            throw Refusal.invalid(end, "结束时间不能早于开始时间");
        }
        if (span.to() - span.from() > (long) mostDays * Times.DAY) {
            throw Refusal.invalid(end, "时间跨度不能超过" + mostDays + "天");
        }
        if (span.from() < now - (long) KEPT_DAYS * Times.DAY) {
            throw Refusal.invalid(start, "只能查询三个月内的数据");
        }
        return span;
    }

    /** All purchases that were made from one day on to another. */
    private List<Purchase> made(int from, int to, long now) {
        List<Purchase> made = new ArrayList<>();
        for (int day = from; day <= to; day++) {
            made.addAll(stage.truth().purchases(Shop.TMALL, day, now));
        }
        return made;
    }

    private synchronized long modifiedAt(Purchase purchase, long now) {
        long touch = touched.getOrDefault(purchase.number(), 0L);
        long changed = purchase.modifiedAt(now);
        return touch <= now ? Math.max(changed, touch) : changed;
    }

    private ObjectNode trades(Form form, Span span, boolean byChange, long now) {
        Set<String> fields = form.fields();
        int lead = byChange ? Purchase.LIFE_DAYS + 1 : 0;
        List<Purchase> found = new ArrayList<>();
        Map<String, Long> changes = new HashMap<>();
        for (Purchase purchase : made(Times.dayOf(span.from()) - lead, Times.dayOf(Math.min(span.to(), now)), now)) {
            long modified = modifiedAt(purchase, now);
            long at = byChange ? modified : purchase.createdAt();
            if (at >= span.from() && at <= span.to()) {
                found.add(purchase);
                changes.put(purchase.number(), modified);
            }
        }
        String status = form.optional("status");
        if (!status.isEmpty()) {
            found.removeIf(purchase -> !TradeShape.status(purchase, now).equals(status));
        }
        found.sort(Comparator.comparingLong((Purchase purchase) ->
                        byChange ? changes.getOrDefault(purchase.number(), 0L) : purchase.createdAt())
                .thenComparing(Purchase::number)
                .reversed());
        if (byChange && found.size() > 1 && stage.faults().take(Target.TMALL, Kind.SHIFTED)) {
            // the shop's staff writes a remark into the newest trade: it leaves the window for the present one
            synchronized (this) {
                touched.put(found.getFirst().number(), now);
            }
            found.removeFirst();
        }
        return page(
                form,
                "trades",
                "trade",
                found,
                (purchase, alone) ->
                        TradeShape.trade(purchase, changes.getOrDefault(purchase.number(), 0L), fields, alone, now));
    }

    private record Asked(Purchase purchase, Return one, long modifiedAt) {}

    private ObjectNode refunds(Form form, Span span, long now) {
        Set<String> fields = form.fields();
        String status = form.optional("status");
        List<Asked> found = new ArrayList<>();
        for (Purchase purchase :
                made(Times.dayOf(span.from()) - Purchase.LIFE_DAYS - 1, Times.dayOf(Math.min(span.to(), now)), now)) {
            for (Return one : purchase.returns()) {
                if (one.askedAt() > now) {
                    continue;
                }
                long modified = one.modifiedAt(now);
                if (modified >= span.from() && modified <= span.to()) {
                    found.add(new Asked(purchase, one, modified));
                }
            }
        }
        found.sort(Comparator.comparingLong(Asked::modifiedAt)
                .thenComparing(asked -> asked.one().number())
                .reversed());
        if (!status.isEmpty()) {
            found.removeIf(asked -> !TradeShape.refund(
                            asked.purchase(), asked.one(), asked.modifiedAt(), Set.of("status"), now)
                    .path("status")
                    .asString()
                    .equals(status));
        }
        return page(
                form,
                "refunds",
                "refund",
                found,
                (asked, alone) -> TradeShape.refund(asked.purchase(), asked.one(), asked.modifiedAt(), fields, now));
    }

    private <T> ObjectNode page(
            Form form, String plural, String singular, List<T> all, BiFunction<T, Boolean, ObjectNode> shape) {
        int number = (int) form.number("page_no", 1, 1_000_000);
        int size = (int) form.number("page_size", 40, 100);
        boolean simplified = form.optional("simplify").equals("true");
        int from = (int) Math.min(all.size(), (number - 1L) * size);
        int to = Math.min(all.size(), from + size);
        List<ObjectNode> rows = new ArrayList<>();
        if (from > 0 && stage.faults().take(Target.TMALL, Kind.DUPLICATE_ROWS)) {
            all.subList(Math.max(0, from - 3), from).forEach(row -> rows.add(shape.apply(row, simplified)));
        }
        all.subList(from, to).forEach(row -> rows.add(shape.apply(row, simplified)));
        if (stage.faults().take(Target.TMALL, Kind.REORDERED)) {
            Collections.reverse(rows);
        }
        ObjectNode body = Json.object();
        if (form.optional("use_has_next").equals("true")) {
            body.put("has_next", to < all.size());
        } else {
            body.put("total_results", all.size());
        }
        if (!rows.isEmpty()) {
            ArrayNode list = Json.array();
            rows.forEach(list::add);
            if (simplified) {
                body.set(plural, list);
            } else {
                body.set(plural, Json.object().set(singular, list));
            }
        }
        return body;
    }

    private ObjectNode one(Form form, long now) {
        Set<String> fields = form.fields();
        String tid = form.required("tid");
        for (Purchase purchase : made(Times.dayOf(now) - KEPT_DAYS, Times.dayOf(now), now)) {
            if (purchase.number().equals(tid)) {
                ObjectNode body = Json.object();
                body.set(
                        "trade",
                        TradeShape.trade(
                                purchase,
                                modifiedAt(purchase, now),
                                fields,
                                form.optional("simplify").equals("true"),
                                now));
                return body;
            }
        }
        throw new Refusal(15, "Remote service error", "isv.trade-not-exist", "交易不存在");
    }

    /** What has changed in the last hour and was not confirmed. */
    private ObjectNode consume(Form form, long now) {
        long quantity = form.number("quantity", 100, 200);
        ArrayNode messages = Json.array();
        int today = Times.dayOf(now);
        for (Purchase purchase : made(today - Purchase.LIFE_DAYS - 1, today, now)) {
            long modified = purchase.modifiedAt(now);
            long id = Long.parseLong(purchase.number()) ^ modified << 20;
            long number = id & Long.MAX_VALUE;
            synchronized (this) {
                if (modified < now - MESSAGE_LIFE || confirmed.contains(number) || messages.size() >= quantity) {
                    continue;
                }
            }
            messages.add(Json.object()
                    .put("id", number)
                    .put("topic", topic(purchase, now))
                    .put("pub_time", Times.plain(modified))
                    .put("pub_app_key", appKey)
                    .put(
                            "content",
                            Json.object()
                                    .put("tid", Long.parseLong(purchase.number()))
                                    .put("status", TradeShape.status(purchase, now))
                                    .put("seller_nick", TradeShape.SELLER)
                                    .toString()));
        }
        ObjectNode body = Json.object();
        if (!messages.isEmpty()) {
            body.set("messages", Json.object().set("tmc_message", messages));
        }
        return body;
    }

    private static String topic(Purchase purchase, long now) {
        return switch (TradeShape.status(purchase, now)) {
            case "WAIT_BUYER_PAY" -> "taobao_trade_TradeCreate";
            case "TRADE_FINISHED" -> "taobao_trade_TradeSuccess";
            case "TRADE_CLOSED" -> "taobao_refund_RefundSuccess";
            default -> "taobao_trade_TradeBuyerPay";
        };
    }

    private ObjectNode confirm(Form form) {
        synchronized (this) {
            Arrays.stream(form.required("s_message_ids").split(","))
                    .filter(id -> id.matches("\\d{1,19}"))
                    .forEach(id -> confirmed.add(Long.parseLong(id)));
        }
        return Json.object().put("is_success", true);
    }

    @Override
    public ObjectNode ledger(int from, int to, long now) {
        return ShopLedger.of(stage.truth(), Shop.TMALL, from, to, now);
    }

    @Override
    public synchronized ObjectNode save() {
        ObjectNode saved = Json.object();
        saved.set("sessions", sessions.save());
        saved.set("touched", Json.node(touched));
        saved.set("confirmed", Json.node(confirmed));
        return saved;
    }

    @Override
    public synchronized void restore(JsonNode saved) {
        sessions.restore(saved.path("sessions"));
        saved.path("touched")
                .properties()
                .forEach(entry -> touched.put(entry.getKey(), entry.getValue().asLong()));
        saved.path("confirmed").forEach(id -> confirmed.add(id.asLong()));
    }
}
