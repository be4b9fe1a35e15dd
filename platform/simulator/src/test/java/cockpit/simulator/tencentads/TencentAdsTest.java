package cockpit.simulator.tencentads;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.simulator.Rehearsal;
import cockpit.simulator.channel.Caller;
import cockpit.simulator.fault.Faults.Target;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TencentAdsTest {
    @TempDir
    private static Path folder;

    private Rehearsal world;
    private Caller channel;

    @BeforeEach
    void start() {
        start("true");
    }

    private void start(String unlimited) {
        world = Rehearsal.start(
                folder,
                Map.of(
                        "tencent-ads.client-id",
                        "11",
                        "tencent-ads.client-secret",
                        "s",
                        "tencent-ads.refresh-token",
                        "r"),
                "--unlimited",
                unlimited);
        channel = new Caller(world.address(Target.TENCENT_ADS));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private JsonNode refresh(String secret) {
        return channel.get(
                "/oauth/token",
                Map.of(
                        "client_id",
                        "11",
                        "client_secret",
                        secret,
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        "r"));
    }

    private Map<String, String> call(String token) {
        return new HashMap<>(Map.of(
                "access_token",
                token,
                "timestamp",
                Long.toString(world.time().instant().getEpochSecond()),
                "nonce",
                UUID.randomUUID().toString().replace("-", "")));
    }

    private Map<String, String> report(String token) {
        Map<String, String> query = call(token);
        query.putAll(Map.of(
                "account_id", "20000001",
                "level", "REPORT_LEVEL_DYNAMIC_CREATIVE",
                "date_range", "{\"start_date\":\"2026-11-10\",\"end_date\":\"2026-11-19\"}",
                "group_by", "[\"date\",\"adgroup_id\",\"dynamic_creative_id\"]",
                "fields", "[\"date\",\"adgroup_id\",\"dynamic_creative_id\",\"cost\",\"valid_click_count\"]",
                "page", "1",
                "page_size", "2000"));
        return query;
    }

    private String token() {
        return refresh("s").path("data").path("access_token").asString();
    }

    private JsonNode daily(Map<String, String> query) {
        return channel.get("/v3.0/daily_reports/get", query);
    }

    @Test
    void a_refresh_keeps_the_refresh_token_and_does_not_repeat_it() {
        JsonNode data = refresh("s").path("data");

        assertThat(data.has("refresh_token")).isFalse();
        assertThat(data.path("access_token_expires_in").asLong()).isEqualTo(86_400);
        assertThat(token()).isNotEqualTo(data.path("access_token").asString());
        assertThat(refresh("wrong").path("code").asInt()).isEqualTo(11007);
    }

    @Test
    void every_call_needs_a_fresh_nonce_and_the_right_time() {
        Map<String, String> query = report(token());
        assertThat(daily(query).path("code").asInt()).isZero();
        assertThat(daily(query).path("code").asInt()).isEqualTo(12100);

        Map<String, String> late = report(query.get("access_token"));
        late.put("timestamp", Long.toString(world.time().instant().getEpochSecond() - 301));
        assertThat(daily(late).path("code").asInt()).isEqualTo(12101);

        Map<String, String> none = report(query.get("access_token"));
        none.remove("nonce");
        assertThat(daily(none).path("code").asInt()).isEqualTo(12000);
    }

    @Test
    void an_expired_and_a_wrong_token_are_told_apart() {
        String token = token();
        assertThat(daily(report("nonsense")).path("code").asInt()).isEqualTo(11002);
        world.channel(Target.TENCENT_ADS).expireTokens();
        assertThat(daily(report(token)).path("code").asInt()).isEqualTo(11000);
    }

    @Test
    void only_the_fields_that_were_asked_for_come_back_and_money_is_whole_fen() {
        JsonNode list = daily(report(token())).path("data").path("list");

        assertThat(list.size()).isPositive();
        assertThat(list.get(0).propertyNames())
                .containsExactlyInAnyOrder("date", "adgroup_id", "dynamic_creative_id", "cost", "valid_click_count");
        long cost = 0;
        for (JsonNode row : list) {
            assertThat(row.path("cost").isIntegralNumber()).isTrue();
            cost += row.path("cost").asLong();
        }
        assertThat(cost)
                .isLessThan(
                        world.ledger(Target.TENCENT_ADS, LocalDate.parse("2026-11-10"), LocalDate.parse("2026-11-19"))
                                .path("ad_report")
                                .path("spend_fen")
                                .asLong())
                .isPositive();
    }

    @Test
    void pages_beyond_ten_thousand_rows_and_foreign_accounts_are_refused() {
        String token = token();
        Map<String, String> far = report(token);
        far.put("page", "6");
        assertThat(daily(far).path("code").asInt()).isEqualTo(18001);

        Map<String, String> foreign = report(token);
        foreign.put("account_id", "77");
        assertThat(daily(foreign).path("code").asInt()).isEqualTo(12201);
    }

    @Test
    void leads_have_their_form_as_text_and_come_newest_change_first() {
        Map<String, String> query = call(token());
        query.putAll(Map.of(
                "account_id", "20000001",
                "time_range", "{\"start_time\":1762790400,\"end_time\":1763654399}",
                "time_type", "TIME_TYPE_ACTION_TIME",
                "page", "1",
                "page_size", "200"));
        JsonNode list = channel.get("/v3.0/leads_list/get", query).path("data").path("list");

        assertThat(list.size()).isPositive();
        assertThat(list.get(0).path("bundle").isString()).isTrue();
        String before = "9";
        for (JsonNode lead : list) {
            assertThat(lead.path("leads_action_time").asString()).isLessThanOrEqualTo(before);
            before = lead.path("leads_action_time").asString();
        }
    }

    @Test
    void a_minute_has_a_thousand_calls_and_one_too_many_blocks() {
        stop();
        start("false");
        String token = token();
        int code = 0;
        for (int call = 0; call < 1001; call++) {
            Map<String, String> query = report(token);
            query.put("level", "none");
            code = daily(query).path("code").asInt();
        }
        assertThat(code).isEqualTo(11017);
        assertThat(daily(report(token)).path("code").asInt()).isEqualTo(11017);
    }
}
