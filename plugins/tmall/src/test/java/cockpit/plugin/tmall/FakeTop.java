package cockpit.plugin.tmall;

import cockpit.spi.Secret;
import cockpit.spi.source.Request;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A platform with a memory: it checks signatures, rotates sessions, and pages over trades that may change while they are read. */
final class FakeTop {

    static final String APP_KEY = "12345678";
    static final String APP_SECRET = "helloworld-secret";
    static final String SESSION = "invented-first-session";
    static final String REFRESH = "invented-first-refresh";
    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final RecordedGateway gateway = new RecordedGateway().allow("eco.taobao.com");
    private final Map<String, String> modified = new ConcurrentHashMap<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Function<Map<String, String>, String>> special = new ConcurrentHashMap<>();
    private String session = SESSION;
    private String refresh = REFRESH;
    private int generation;
    private Runnable afterPage = () -> {};

    FakeTop() {
        gateway.on(Top.PATH, this::answer);
    }

    RecordedGateway gateway() {
        return gateway;
    }

    /** @param time of the last change, as the platform writes it */
    FakeTop withTrade(String tid, String time) {
        modified.put(tid, time);
        return this;
    }

    FakeTop withMessage(String id, String tid) {
        messages.add("{\"id\":" + id + ",\"topic\":\"taobao_trade_TradeBuyerPay\",\"content\":\"{\\\"tid\\\":" + tid
                + "}\"}");
        return this;
    }

    /** Answers a method otherwise. */
    FakeTop answering(String method, Function<Map<String, String>, String> body) {
        special.put(method, body);
        return this;
    }

    void afterEachPage(Runnable change) {
        afterPage = change;
    }

    synchronized void expire() {
        session = "expired";
    }

    List<Map<String, String>> calls(String method) {
        return calls.stream().filter(call -> method.equals(call.get("method"))).toList();
    }

    static Map<String, String> form(Request request) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : RecordedGateway.body(request).split("&", -1)) {
            int equals = pair.indexOf('=');
            form.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    static boolean isRefresh(Request request) {
        return Sessions.REFRESH_METHOD.equals(form(request).get("method"));
    }

    static String refusal(int code, String subCode, String subMessage) {
        return "{\"error_response\":{\"code\":" + code + ",\"msg\":\"refused\",\"sub_code\":\"" + subCode
                + "\",\"sub_msg\":\"" + subMessage + "\",\"request_id\":\"15tdemo0002\"}}";
    }

    private RecordedReply answer(Request request) {
        return RecordedReply.json(body(request));
    }

    private synchronized String body(Request request) {
        Map<String, String> form = form(request);
        calls.add(form);
        String expected = Signature.of(form.getOrDefault("sign_method", "")).sign(form, Secret.of(APP_SECRET));
        if (!expected.equals(form.get("sign"))) {
            return refusal(25, "isv.invalid-signature", "");
        }
        String method = form.getOrDefault("method", "");
        if (method.equals(Sessions.REFRESH_METHOD)) {
            if (!refresh.equals(form.get("refresh_token"))) {
                return refusal(15, "isv.invalid-refresh-token", "");
            }
            generation++;
            session = "session-" + generation;
            refresh = "refresh-" + generation;
            return "{\"top_auth_token_refresh_response\":{\"token_result\":\"{\\\"access_token\\\":\\\"" + session
                    + "\\\",\\\"refresh_token\\\":\\\"" + refresh + "\\\",\\\"expires_in\\\":86400}\"}}";
        }
        if (!session.equals(form.get("session"))) {
            return refusal(27, "invalid-sessionkey", "SessionKey");
        }
        if (special.containsKey(method)) {
            return special.get(method).apply(form);
        }
        return switch (method) {
            case Trades.METHOD -> trades(form);
            case Trades.ONE_METHOD -> "{\"trade_fullinfo_get_response\":{\"trade\":" + trade(form.get("tid")) + "}}";
            case Messages.CONSUME ->
                messages.isEmpty()
                        ? "{\"tmc_messages_consume_response\":{\"request_id\":\"r\"}}"
                        : "{\"tmc_messages_consume_response\":{\"messages\":{\"tmc_message\":["
                                + String.join(",", messages) + "]}}}";
            case Messages.CONFIRM -> {
                for (String id : form.getOrDefault("s_message_ids", "").split(",", -1)) {
                    messages.removeIf(message -> message.startsWith("{\"id\":" + id + ","));
                }
                yield "{\"tmc_messages_confirm_response\":{\"is_success\":true}}";
            }
            default -> "{\"" + method + "_response\":{\"total_results\":0}}";
        };
    }

    private String trades(Map<String, String> form) {
        LocalDateTime from = LocalDateTime.parse(form.getOrDefault("start_modified", ""), PLAIN);
        LocalDateTime to = LocalDateTime.parse(form.getOrDefault("end_modified", ""), PLAIN);
        List<String> found = new ArrayList<>();
        modified.forEach((tid, time) -> {
            LocalDateTime at = LocalDateTime.parse(time, PLAIN);
            if (!at.isBefore(from) && !at.isAfter(to)) {
                found.add(tid);
            }
        });
        found.sort(Comparator.comparing((String tid) -> String.valueOf(modified.get(tid)))
                .thenComparing(Comparator.naturalOrder())
                .reversed());
        int page = Integer.parseInt(form.getOrDefault("page_no", "1"));
        int size = Integer.parseInt(form.getOrDefault("page_size", "40"));
        List<String> shown =
                found.subList(Math.min(found.size(), (page - 1) * size), Math.min(found.size(), page * size));
        String list = shown.isEmpty()
                ? ""
                : ",\"trades\":{\"trade\":["
                        + String.join(",", shown.stream().map(this::trade).toList()) + "]}";
        String body = "{\"trades_sold_increment_get_response\":{\"total_results\":" + found.size() + list + "}}";
        afterPage.run();
        return body;
    }

    private String trade(String tid) {
        return "{\"tid\":" + tid + ",\"status\":\"TRADE_FINISHED\",\"created\":\"2026-03-01 08:00:00\","
                + "\"pay_time\":\"2026-03-01 08:01:00\",\"modified\":\"" + modified.get(tid)
                + "\",\"total_fee\":\"10.00\",\"payment\":\"9.90\"}";
    }
}
