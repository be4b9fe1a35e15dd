package cockpit.simulator.jd;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.simulator.Running;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class JdTest {
    private static final String FORM = "application/x-www-form-urlencoded;charset=utf-8";

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-20T08:00:00Z");
    private Running running;

    @BeforeEach
    void begin() {
        running = Running.start(folder, () -> now);
        running.post("clock", "{\"frozen\":true}");
    }

    @AfterEach
    void end() {
        running.close();
    }

    private static String search(String from, String to, String page) {
        return "{\"start_date\":\"" + from + "\",\"end_date\":\"" + to
                + "\",\"order_state\":\"ALL\",\"optional_fields\":"
                + "\"orderId,directParentOrderId,orderSellerPrice,itemInfoList\",\"source_id\":\"JOS\",\"page\":" + page
                + ",\"page_size\":\"100\",\"sortType\":\"1\",\"dateType\":\"1\"}";
    }

    private JsonNode call(String json, String token, String secret) {
        Map<String, String> form = new TreeMap<>(Map.of(
                "360buy_param_json",
                json,
                "method",
                "jingdong.pop.order.search",
                "app_key",
                Running.JD_KEY,
                "access_token",
                token,
                "timestamp",
                "2026-11-20 16:00:00",
                "v",
                "2.0"));
        StringBuilder text = new StringBuilder(secret);
        form.forEach((name, value) -> text.append(name).append(value));
        form.put("sign", md5(text.append(secret).toString()));
        return post("/jd/routerjson", form);
    }

    private JsonNode post(String path, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return running.call("POST", path, body, Map.of("Content-Type", FORM)).body();
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private JsonNode result(String json) {
        return call(json, Running.JD_ACCESS, Running.JD_SECRET)
                .path("jingdong_pop_order_search_responce")
                .path("searchorderinfo_result");
    }

    @Test
    void parts_of_a_split_order_point_to_it_and_add_up_to_it() {
        List<JsonNode> orders = new ArrayList<>();
        result(search("2026-11-01 00:00:00", "2026-11-20 16:00:00", "\"1\""))
                .path("orderInfoList")
                .forEach(orders::add);
        Map<String, List<JsonNode>> parts = orders.stream()
                .filter(order -> !order.path("directParentOrderId").asString().equals("0"))
                .collect(Collectors.groupingBy(
                        order -> order.path("directParentOrderId").asString()));
        assertThat(parts).isNotEmpty();
        parts.forEach((parent, children) -> {
            JsonNode whole = orders.stream()
                    .filter(order -> order.path("orderId").asString().equals(parent))
                    .findFirst()
                    .orElseThrow();
            assertThat(children.stream()
                            .map(child -> new java.math.BigDecimal(
                                    child.path("orderSellerPrice").asString()))
                            .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add))
                    .isEqualByComparingTo(whole.path("orderSellerPrice").asString());
        });
    }

    @Test
    void the_gateway_succeeds_where_the_business_fails() {
        JsonNode longer = result(search("2026-10-01 00:00:00", "2026-11-20 16:00:00", "\"1\""));
        assertThat(longer.path("apiResult").path("success").asBoolean(true)).isFalse();
        JsonNode number = result(search("2026-11-01 00:00:00", "2026-11-20 16:00:00", "1"));
        assertThat(number.path("apiResult").path("success").asBoolean(true))
                .as("a page number must be text")
                .isFalse();
    }

    @Test
    void wrong_signatures_and_tokens_have_their_codes() {
        String json = search("2026-11-01 00:00:00", "2026-11-20 16:00:00", "\"1\"");
        assertThat(call(json, Running.JD_ACCESS, "wrong")
                        .path("error_response")
                        .path("code")
                        .asString())
                .isEqualTo("12");
        assertThat(call(json, "wrong", Running.JD_SECRET)
                        .path("error_response")
                        .path("code")
                        .asString())
                .isEqualTo("19");
    }

    @Test
    void a_token_is_refreshed_in_its_last_day_or_when_it_was_ended_early() {
        Map<String, String> refresh = Map.of(
                "app_key", Running.JD_KEY,
                "app_secret", Running.JD_SECRET,
                "grant_type", "refresh_token",
                "refresh_token", Running.JD_REFRESH);
        assertThat(post("/jd/oauth2/refresh_token", refresh)
                        .path("error_response")
                        .path("code")
                        .asString())
                .as("too early")
                .isEqualTo("19");
        running.post("faults", "{\"target\":\"jd\",\"kind\":\"expire-token\"}");
        assertThat(post("/jd/oauth2/refresh_token", refresh)
                        .path("access_token")
                        .asString())
                .isNotEmpty();
        assertThat(post("/jd/oauth2/refresh_token", refresh)
                        .path("error_response")
                        .path("code")
                        .asString())
                .as("a spent one")
                .isEqualTo("19");
    }
}
