package cockpit.simulator.tmall;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.simulator.Running;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TmallTest {
    private static final String INCREMENT = "taobao.trades.sold.increment.get";
    private static final String FIELDS =
            "tid,status,created,modified,pay_time,payment,orders,step_trade_status,step_paid_fee";

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-20T08:00:00Z");
    private Running running;

    private Running start() {
        return Running.start(
                folder, () -> now, "--state", folder.resolve("state.json").toString());
    }

    @BeforeEach
    void begin() {
        running = start();
        running.post("clock", "{\"frozen\":true}");
    }

    @AfterEach
    void end() {
        running.close();
    }

    private static Map<String, String> common(String method) {
        Map<String, String> form = new HashMap<>();
        form.put("method", method);
        form.put("app_key", Running.TMALL_KEY);
        form.put("session", Running.TMALL_SESSION);
        form.put("timestamp", "2026-11-20 16:00:00");
        form.put("v", "2.0");
        form.put("format", "json");
        form.put("sign_method", "md5");
        return form;
    }

    private static Map<String, String> trades(String... more) {
        Map<String, String> form = common(INCREMENT);
        form.put("fields", FIELDS);
        form.put("start_modified", "2026-11-19 00:00:00");
        form.put("end_modified", "2026-11-19 23:59:59");
        form.put("page_size", "100");
        for (int index = 0; index < more.length; index += 2) {
            form.put(more[index], more[index + 1]);
        }
        return form;
    }

    private static String sign(Map<String, String> form, String secret) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(form).forEach((name, value) -> text.append(name).append(value));
        try {
            byte[] hash =
                    switch (String.valueOf(form.get("sign_method"))) {
                        case "md5" ->
                            MessageDigest.getInstance("MD5")
                                    .digest((secret + text + secret).getBytes(StandardCharsets.UTF_8));
                        default -> {
                            String name = "hmac".equals(form.get("sign_method")) ? "HmacMD5" : "HmacSHA256";
                            Mac mac = Mac.getInstance(name);
                            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), name));
                            yield mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8));
                        }
                    };
            return HexFormat.of().withUpperCase().formatHex(hash);
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private JsonNode call(Map<String, String> form) {
        Map<String, String> signed = new HashMap<>(form);
        signed.putIfAbsent("sign", sign(form, Running.TMALL_SECRET));
        String body = signed.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return running.call(
                        "POST",
                        "/tmall/router/rest",
                        body,
                        Map.of("Content-Type", "application/x-www-form-urlencoded;charset=utf-8"))
                .body();
    }

    private int refusal(Map<String, String> form) {
        return call(form).path("error_response").path("code").asInt();
    }

    private static List<JsonNode> rows(JsonNode answer) {
        List<JsonNode> rows = new ArrayList<>();
        answer.path("trades_sold_increment_get_response")
                .path("trades")
                .path("trade")
                .forEach(rows::add);
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"md5", "hmac", "hmac-sha256"})
    void each_signature_is_understood(String method) {
        assertThat(rows(call(trades("sign_method", method)))).isNotEmpty();
    }

    @Test
    void what_is_wrong_has_its_code() {
        assertThat(refusal(trades("sign", "0000"))).isEqualTo(25);
        assertThat(refusal(trades("app_key", "87654321"))).isEqualTo(29);
        assertThat(refusal(trades("session", "nonsense"))).isEqualTo(27);
        assertThat(refusal(trades("timestamp", "2026-11-20 15:49:00"))).isEqualTo(31);
        assertThat(refusal(trades("format", "xml"))).isEqualTo(23);
        assertThat(refusal(trades("method", "taobao.nothing"))).isEqualTo(22);
        assertThat(refusal(trades("page_size", "101"))).isEqualTo(41);
        assertThat(refusal(trades("end_modified", "2026-11-20 00:00:01"))).isEqualTo(41);
        assertThat(refusal(trades("start_modified", "2026-08-01 00:00:00", "end_modified", "2026-08-01 01:00:00")))
                .isEqualTo(41);
        Map<String, String> form = trades();
        form.remove("fields");
        assertThat(refusal(form)).isEqualTo(40);
    }

    @Test
    void only_the_fields_that_were_asked_for_come_back_in_either_form() {
        JsonNode wrapped = rows(call(trades("fields", "tid,payment"))).getFirst();
        assertThat(wrapped.propertyNames()).containsExactlyInAnyOrder("tid", "payment");
        assertThat(wrapped.path("tid").asLong()).isGreaterThan(1L << 53);
        JsonNode simple = call(trades("simplify", "true", "use_has_next", "true"));
        assertThat(simple.path("trades").isArray()).isTrue();
        assertThat(simple.has("has_next")).isTrue();
        assertThat(simple.has("total_results")).isFalse();
    }

    @Test
    void pages_hold_every_trade_once_newest_change_first() {
        List<JsonNode> whole = rows(call(trades()));
        List<JsonNode> paged = new ArrayList<>();
        for (int page = 1; page <= whole.size() / 2 + 1; page++) {
            paged.addAll(rows(call(trades("page_size", "2", "page_no", Integer.toString(page)))));
        }
        assertThat(whole).hasSizeGreaterThan(3);
        assertThat(paged).isEqualTo(whole);
        assertThat(whole.stream().map(row -> row.path("modified").asString()).toList())
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void a_trade_that_changes_while_pages_are_read_leaves_the_window_for_the_present_one() {
        List<JsonNode> before = rows(call(trades()));
        running.post("faults", "{\"target\":\"tmall\",\"kind\":\"shifted\",\"count\":1}");
        List<JsonNode> shifted = rows(call(trades()));

        assertThat(shifted).hasSize(before.size() - 1);
        JsonNode present = call(trades("start_modified", "2026-11-20 15:50:00", "end_modified", "2026-11-20 16:00:00"));
        assertThat(rows(present).stream().map(row -> row.path("tid").asLong()))
                .contains(before.getFirst().path("tid").asLong());
    }

    @Test
    void a_line_keeps_its_amount_after_a_refund() {
        int seen = 0;
        for (int day = 1; day <= 20; day++) {
            String date = "2026-11-%02d".formatted(day);
            for (JsonNode trade : rows(call(trades(
                    "start_modified",
                    date + " 00:00:00",
                    "end_modified",
                    day == 20 ? date + " 16:00:00" : date + " 23:59:59")))) {
                for (JsonNode line : trade.path("orders").path("order")) {
                    if (line.path("refund_status").asString().equals("SUCCESS")) {
                        assertThat(line.path("payment").asString()).isNotEqualTo("0.00");
                        seen++;
                    }
                }
            }
        }
        assertThat(seen).isPositive();
    }

    @Test
    void an_expired_session_is_refreshed_once_with_each_refresh_token() {
        running.post("faults", "{\"target\":\"tmall\",\"kind\":\"expire-token\"}");
        assertThat(refusal(trades())).isEqualTo(27);
        Map<String, String> refresh = common("taobao.top.auth.token.refresh");
        refresh.remove("session");
        refresh.put("refresh_token", Running.TMALL_REFRESH);
        JsonNode result = cockpit.simulator.http.Json.parse(call(refresh)
                .path("top_auth_token_refresh_response")
                .path("token_result")
                .asString());

        assertThat(rows(call(trades("session", result.path("access_token").asString()))))
                .isNotEmpty();
        assertThat(refusal(refresh)).as("the spent one").isEqualTo(15);
        running.post("faults", "{\"target\":\"tmall\",\"kind\":\"revoke-token\"}");
        assertThat(refusal(trades("session", result.path("access_token").asString())))
                .isEqualTo(27);
    }

    @Test
    void an_order_that_is_rung_up_for_the_shop_is_told_by_a_message_until_it_is_confirmed() {
        running.post("order", "{\"store\":\"S001\",\"amountFen\":123400,\"channel\":\"TMALL\"}");
        Map<String, String> consume = common("taobao.tmc.messages.consume");
        JsonNode messages = call(consume)
                .path("tmc_messages_consume_response")
                .path("messages")
                .path("tmc_message");
        assertThat(messages).isNotEmpty();
        JsonNode message = messages.path(messages.size() - 1);
        String tid = cockpit.simulator.http.Json.parse(message.path("content").asString())
                .path("tid")
                .asString();
        Map<String, String> one = common("taobao.trade.fullinfo.get");
        one.put("fields", "tid,payment");
        one.put("tid", tid);
        assertThat(call(one)
                        .path("trade_fullinfo_get_response")
                        .path("trade")
                        .path("payment")
                        .asString())
                .isEqualTo("1234.00");
        Map<String, String> confirm = common("taobao.tmc.messages.confirm");
        confirm.put("s_message_ids", message.path("id").asString());
        assertThat(call(confirm)
                        .path("tmc_messages_confirm_response")
                        .path("is_success")
                        .asBoolean())
                .isTrue();
        assertThat(call(consume)
                        .path("tmc_messages_consume_response")
                        .path("messages")
                        .path("tmc_message"))
                .hasSize(messages.size() - 1);
    }

    @Test
    void too_many_calls_are_refused_with_the_seconds_to_wait() {
        JsonNode answer = call(trades());
        for (int call = 0; call < 45; call++) {
            answer = call(trades());
        }
        assertThat(answer.path("error_response").path("code").asInt()).isEqualTo(7);
        assertThat(answer.path("error_response").path("sub_msg").asString())
                .isEqualTo("This ban will last for 1 more seconds");
        now = now.plusSeconds(2);
        assertThat(rows(call(trades()))).isNotEmpty();
    }

    @Test
    void the_ledger_tells_what_a_connector_must_have_stored() {
        JsonNode ledger = running.get("ledger/tmall?from=2026-11-11&to=2026-11-20");
        assertThat(ledger.path("datasets").path("order").path("rows").asLong()).isPositive();
        assertThat(ledger.path("datasets").path("refund").path("amount_fen").asLong())
                .isPositive();
    }

    @Test
    void a_restart_keeps_the_session() {
        Map<String, String> refresh = common("taobao.top.auth.token.refresh");
        refresh.remove("session");
        refresh.put("refresh_token", Running.TMALL_REFRESH);
        String session = cockpit.simulator.http.Json.parse(call(refresh)
                        .path("top_auth_token_refresh_response")
                        .path("token_result")
                        .asString())
                .path("access_token")
                .asString();
        running.close();
        running = start();

        assertThat(rows(call(trades("session", session)))).isNotEmpty();
    }
}
