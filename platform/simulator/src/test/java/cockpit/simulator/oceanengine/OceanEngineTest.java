package cockpit.simulator.oceanengine;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.simulator.Running;
import cockpit.simulator.Running.Answer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OceanEngineTest {
    private static final String EAST = "9730000000000001";
    private static final String REPORT = "v3.0/report/custom/get/";
    private static final String CLUES = "2/tools/clue/get/";

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-20T08:00:00Z");
    private Running running;

    private Running start() {
        return Running.start(
                folder,
                () -> now,
                "--state",
                folder.resolve("state.json").toString(),
                "--access-seconds",
                "3600",
                "--ocean-limits",
                "1000,1000,1000");
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

    private static Map<String, String> report(String dimensions, String... more) {
        Map<String, String> query = new HashMap<>();
        query.put("advertiser_id", EAST);
        query.put("dimensions", dimensions);
        query.put("metrics", "[\"stat_cost\",\"show_cnt\",\"click_cnt\",\"convert_cnt\"]");
        query.put("filters", "[]");
        query.put("order_by", "[]");
        query.put("start_time", "2026-11-11");
        query.put("end_time", "2026-11-20");
        query.put("page_size", "100");
        for (int index = 0; index < more.length; index += 2) {
            query.put(more[index], more[index + 1]);
        }
        return query;
    }

    private static Map<String, String> clues(String... more) {
        Map<String, String> query = new HashMap<>();
        query.put("advertiser_ids", "[\"" + EAST + "\"]");
        query.put("start_time", "2026-11-01");
        query.put("end_time", "2026-11-20");
        query.put("page_size", "20");
        for (int index = 0; index < more.length; index += 2) {
            query.put(more[index], more[index + 1]);
        }
        return query;
    }

    /** All rows of all pages. */
    private List<JsonNode> all(String access, String path, String list, Map<String, String> query) {
        List<JsonNode> rows = new ArrayList<>();
        int pages = 1;
        for (int page = 1; page <= pages; page++) {
            query.put("page", Integer.toString(page));
            JsonNode data = running.ocean(access, path, query).body().path("data");
            pages = data.path("page_info").path("total_page").asInt();
            data.path(list).forEach(rows::add);
        }
        return rows;
    }

    private static BigDecimal sum(List<JsonNode> rows, String metric) {
        return rows.stream()
                .map(row -> new BigDecimal(row.path("metrics").path(metric).asString()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Nested
    class Consent {
        @Test
        void a_refresh_gives_a_new_pair() {
            JsonNode data = running.refresh(Running.REFRESH).body().path("data");

            assertThat(data.path("expires_in").asLong()).isEqualTo(3600);
            assertThat(data.path("refresh_token").asString()).isNotEqualTo(Running.REFRESH);
        }

        @Test
        void a_refresh_token_works_once() {
            running.refresh(Running.REFRESH);

            assertThat(running.refresh(Running.REFRESH).code()).isEqualTo(40107);
        }

        @Test
        void a_refresh_kills_the_old_access_token() {
            JsonNode first = running.refresh(Running.REFRESH).body().path("data");
            running.refresh(first.path("refresh_token").asString());

            assertThat(running.ocean(first.path("access_token").asString(), CLUES, clues())
                            .code())
                    .isEqualTo(40105);
        }

        @Test
        void an_access_token_runs_out() {
            String access = running.access();
            now = now.plusSeconds(3600);

            assertThat(running.ocean(access, CLUES, clues()).code()).isEqualTo(40102);
        }

        @Test
        void an_access_token_can_be_made_to_run_out() {
            String access = running.access();
            running.post("faults", "{\"target\":\"ocean\",\"kind\":\"expire-token\"}");

            assertThat(running.ocean(access, CLUES, clues()).code()).isEqualTo(40102);
        }

        @Test
        void an_empty_or_wrong_access_token_is_refused() {
            assertThat(running.ocean("", CLUES, clues()).code()).isEqualTo(40104);
            assertThat(running.ocean("wrong", CLUES, clues()).code()).isEqualTo(40105);
        }

        @Test
        void a_restart_keeps_the_pair() {
            JsonNode data = running.refresh(Running.REFRESH).body().path("data");
            running.close();
            running = start();

            assertThat(running.ocean(data.path("access_token").asString(), CLUES, clues())
                            .code())
                    .isZero();
            assertThat(running.refresh(Running.REFRESH).code()).isEqualTo(40107);
            assertThat(running.refresh(data.path("refresh_token").asString()).code())
                    .isZero();
        }

        @Test
        void a_withdrawn_consent_needs_a_new_one() {
            String refresh = running.refresh(Running.REFRESH)
                    .body()
                    .path("data")
                    .path("refresh_token")
                    .asString();
            running.post("faults", "{\"target\":\"ocean\",\"kind\":\"revoke-token\"}");

            assertThat(running.refresh(refresh).code()).isEqualTo(40103);
            String granted = running.post("ocean/grant", "{}")
                    .body()
                    .path("refreshToken")
                    .asString();
            assertThat(running.refresh(granted).code()).isZero();
        }

        @Test
        void an_authorization_code_works_once_within_ten_minutes() {
            String code =
                    running.post("ocean/grant", "{}").body().path("authCode").asString();
            String late =
                    running.post("ocean/grant", "{}").body().path("authCode").asString();

            assertThat(exchange(code).code()).isZero();
            assertThat(exchange(code).code()).isEqualTo(40115);
            now = now.plus(Duration.ofMinutes(10));
            assertThat(exchange(late).code()).isEqualTo(40115);
        }

        private Answer exchange(String code) {
            String body = "{\"app_id\":%s,\"secret\":\"%s\",\"auth_code\":\"%s\"}"
                    .formatted(Running.APP, Running.SECRET, code);
            return running.call("POST", "/open_api/oauth2/access_token/", body, Map.of());
        }

        @Test
        void an_unknown_app_and_a_wrong_secret_are_refused() {
            String app = "{\"app_id\":1,\"secret\":\"x\",\"refresh_token\":\"x\"}";
            String secret = "{\"app_id\":%s,\"secret\":\"x\",\"refresh_token\":\"x\"}".formatted(Running.APP);

            assertThat(running.call("POST", "/open_api/oauth2/refresh_token/", app, Map.of())
                            .code())
                    .isEqualTo(40113);
            assertThat(running.call("POST", "/open_api/oauth2/refresh_token/", secret, Map.of())
                            .code())
                    .isEqualTo(40002);
        }

        @Test
        void there_are_seven_advertisers_with_numbers_beyond_2_to_the_53() {
            JsonNode list = running.ocean("", "oauth2/advertiser/get/", Map.of("access_token", running.access()))
                    .body()
                    .path("data")
                    .path("list");

            assertThat(list.valueStream().map(row -> row.path("advertiser_name").asString()))
                    .hasSize(7)
                    .contains("颜究所-华东");
            assertThat(list.path(0).path("advertiser_id").isString()).isTrue();
            assertThat(Long.parseLong(list.path(0).path("advertiser_id").asString()))
                    .isGreaterThan(1L << 53);
        }
    }

    @Nested
    class Reports {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[\"stat_time_day\",\"cdp_promotion_id\"]",
                    "[\"stat_time_day\",\"stat_time_hour\"]",
                    "[\"cdp_project_name\",\"material_id\"]",
                    "[\"province_name\",\"gender\",\"age\"]",
                    "[\"stat_time_day\",\"cdp_promotion_name\",\"province_name\"]"
                })
        void sums_are_the_same_whatever_the_dimensions(String dimensions) {
            String access = running.access();
            List<JsonNode> byDay = all(access, REPORT, "rows", report("[\"stat_time_day\"]"));
            List<JsonNode> split = all(access, REPORT, "rows", report(dimensions));

            assertThat(byDay).hasSize(10);
            for (String metric : List.of("stat_cost", "show_cnt", "click_cnt", "convert_cnt")) {
                assertThat(sum(split, metric)).as(metric).isEqualByComparingTo(sum(byDay, metric));
            }
        }

        @Test
        void the_ledger_knows_the_same_spend() {
            List<JsonNode> rows = all(running.access(), REPORT, "rows", report("[\"stat_time_day\"]"));
            JsonNode ledger = running.get("ledger?from=2026-11-11&to=2026-11-20&by=region")
                    .path("rows");
            JsonNode east = ledger.valueStream()
                    .filter(row -> row.path("region").asString().equals("EAST"))
                    .findFirst()
                    .orElseThrow();

            assertThat(sum(rows, "stat_cost").movePointRight(2).longValueExact())
                    .isEqualTo(east.path("spend_fen").asLong());
            assertThat(sum(rows, "convert_cnt").longValueExact())
                    .isEqualTo(east.path("conversions").asLong());
        }

        @Test
        void all_values_are_text_and_money_is_yuan() {
            JsonNode row = running.ocean(running.access(), REPORT, report("[\"stat_time_day\"]"))
                    .body()
                    .path("data")
                    .path("rows")
                    .path(0);

            assertThat(row.path("metrics").path("show_cnt").isString()).isTrue();
            assertThat(row.path("metrics").path("stat_cost").asString()).matches("\\d+\\.\\d\\d");
            assertThat(row.path("dimensions").path("stat_time_day").asString()).isEqualTo("2026-11-11");
        }

        @Test
        void the_total_is_that_of_all_pages() {
            Map<String, String> query = report("[\"stat_time_day\",\"cdp_promotion_id\"]", "page_size", "7");
            String access = running.access();
            List<JsonNode> rows = all(access, REPORT, "rows", query);
            JsonNode total =
                    running.ocean(access, REPORT, query).body().path("data").path("total_metrics");

            assertThat(rows.stream().map(row -> row.path("dimensions").toString()))
                    .doesNotHaveDuplicates()
                    .hasSizeGreaterThan(7);
            assertThat(sum(rows, "stat_cost"))
                    .isEqualByComparingTo(total.path("stat_cost").asString());
        }

        @Test
        void conversions_of_a_day_fill_back() {
            String access = running.access();
            Map<String, String> day =
                    report("[\"stat_time_day\"]", "start_time", "2026-11-19", "end_time", "2026-11-19");
            BigDecimal before = sum(all(access, REPORT, "rows", day), "convert_cnt");
            running.post("clock", "{\"advanceSeconds\":604800}");

            assertThat(sum(all(access, REPORT, "rows", day), "convert_cnt")).isGreaterThan(before);
        }

        @Test
        void a_filter_leaves_the_rest_out() {
            String access = running.access();
            List<JsonNode> all = all(access, REPORT, "rows", report("[\"cdp_promotion_id\"]"));
            String one =
                    all.getFirst().path("dimensions").path("cdp_promotion_id").asString();
            String filter =
                    "[{\"field\":\"cdp_promotion_id\",\"type\":2,\"operator\":10,\"values\":[\"" + one + "\"]}]";
            List<JsonNode> filtered = all(access, REPORT, "rows", report("[\"stat_time_day\"]", "filters", filter));

            assertThat(sum(filtered, "stat_cost"))
                    .isEqualByComparingTo(
                            all.getFirst().path("metrics").path("stat_cost").asString());
        }

        @Test
        void rows_come_in_the_order_asked_for() {
            String order = "[{\"field\":\"stat_cost\",\"type\":\"DESC\"}]";
            List<JsonNode> rows =
                    all(running.access(), REPORT, "rows", report("[\"cdp_promotion_id\"]", "order_by", order));

            assertThat(rows.stream().map(row -> new BigDecimal(
                                    row.path("metrics").path("stat_cost").asString())
                            .negate()))
                    .isSorted();
        }

        @Test
        void times_may_have_hours() {
            String access = running.access();
            Map<String, String> whole =
                    report("[\"stat_time_day\"]", "start_time", "2026-11-18", "end_time", "2026-11-18");
            Map<String, String> morning = report(
                    "[\"stat_time_day\"]", "start_time", "2026-11-18 00:00:00", "end_time", "2026-11-18 11:59:59");
            Map<String, String> evening = report(
                    "[\"stat_time_day\"]", "start_time", "2026-11-18 12:00:00", "end_time", "2026-11-18 23:59:59");

            assertThat(sum(all(access, REPORT, "rows", morning), "stat_cost")
                            .add(sum(all(access, REPORT, "rows", evening), "stat_cost")))
                    .isEqualByComparingTo(sum(all(access, REPORT, "rows", whole), "stat_cost"));
        }

        @Test
        void a_foreign_advertiser_answers_40119() {
            Map<String, String> query = report("[\"stat_time_day\"]", "advertiser_id", "1730000000000001");

            assertThat(running.ocean(running.access(), REPORT, query).code()).isEqualTo(40119);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "dimensions=",
                    "dimensions=stat_time_day",
                    "dimensions=[\"weather\"]",
                    "metrics=[\"weather\"]",
                    "filters=",
                    "order_by=[{}]",
                    "start_time=2026/11/11",
                    "start_time=2026-10-01",
                    "end_time=2026-11-01",
                    "page_size=101",
                    "page=0",
                    "data_topic=NOTHING"
                })
        void a_bad_parameter_answers_40000_and_names_it(String pair) {
            int equals = pair.indexOf('=');
            String name = pair.substring(0, equals);
            Answer answer = running.ocean(
                    running.access(), REPORT, report("[\"stat_time_day\"]", name, pair.substring(equals + 1)));

            assertThat(answer.code()).isEqualTo(40000);
            assertThat(answer.body().path("message").asString()).contains(name);
        }

        @Test
        void the_configuration_names_dimensions_and_metrics() {
            JsonNode topic = running.ocean(
                            running.access(),
                            "v3.0/report/custom/config/get/",
                            Map.of("advertiser_id", EAST, "data_topics", "[\"BASIC_DATA\"]"))
                    .body()
                    .path("data")
                    .path("list")
                    .path(0);

            assertThat(topic.path("dimensions").valueStream().map(field -> field.path("field")
                            .asString()))
                    .contains("stat_time_day", "cdp_promotion_id", "age");
            assertThat(topic.path("metrics").valueStream().map(field -> field.path("field")
                            .asString()))
                    .contains("stat_cost", "ctr");
        }
    }

    @Nested
    class Leads {
        @Test
        void pages_are_complete_and_newest_first() {
            List<JsonNode> leads = all(running.access(), CLUES, "list", clues());
            JsonNode ledger = running.get("ledger?from=2026-11-01&to=2026-11-20&by=region")
                    .path("rows");
            long expected = ledger.valueStream()
                    .filter(row -> row.path("region").asString().equals("EAST"))
                    .findFirst()
                    .orElseThrow()
                    .path("leads")
                    .asLong();

            assertThat(leads).hasSize((int) expected).hasSizeGreaterThan(40);
            assertThat(leads.stream().map(lead -> lead.path("clue_id").asString()))
                    .doesNotHaveDuplicates();
            assertThat(leads.reversed().stream()
                            .map(lead -> lead.path("create_time_detail").asString()))
                    .isSorted();
        }

        @Test
        void several_advertisers_come_in_one_order() {
            List<JsonNode> leads = all(
                    running.access(),
                    CLUES,
                    "list",
                    clues("advertiser_ids", "[\"9730000000000001\",9730000000000002]"));

            assertThat(leads.stream().map(lead -> lead.path("advertiser_id").asString()))
                    .contains("9730000000000001", "9730000000000002");
            assertThat(leads.reversed().stream()
                            .map(lead -> lead.path("create_time_detail").asString()))
                    .isSorted();
        }

        @Test
        void a_lead_has_the_shape_of_the_real_one() {
            JsonNode lead = all(running.access(), CLUES, "list", clues()).getLast();

            assertThat(lead.path("clue_id").isString()).isTrue();
            assertThat(lead.path("promotion_id").isIntegralNumber()).isTrue();
            assertThat(lead.path("promotion_id").asLong()).isGreaterThan(1L << 53);
            assertThat(lead.path("telephone").asString()).matches("139\\d{8}");
            assertThat(lead.path("store").path("store_id").asString()).matches("S\\d{3}");
            assertThat(lead.path("convert_status").asString()).isEqualTo("合法转化");
        }

        @Test
        void the_convert_status_lags_ten_minutes_and_the_state_moves_on() {
            String access = running.access();
            running.post("clock", "{\"advanceSeconds\":14400}");
            Map<String, String> query = clues("start_time", "2026-11-20", "page_size", "100");
            JsonNode first = all(access, CLUES, "list", query).getFirst();
            Instant created =
                    Instant.parse(first.path("create_time_detail").asString().replace(' ', 'T') + "+08:00");
            Instant world = java.time.OffsetDateTime.parse(
                            running.get("clock").path("worldNow").asString())
                    .toInstant();
            boolean late = Duration.between(created, world).toMinutes() >= 10;

            assertThat(first.path("convert_status").asString()).isEqualTo(late ? "合法转化" : "");

            running.post("clock", "{\"advanceSeconds\":172800}");
            String ids = "[\"" + first.path("clue_id").asString() + "\"]";
            JsonNode later = all(access, CLUES, "list", clues("start_time", "2026-11-20", "clue_ids", ids))
                    .getFirst();

            assertThat(later.path("convert_status").asString()).isEqualTo("合法转化");
            assertThat(later.path("clue_state").asInt()).isNotEqualTo(1);
        }

        @Test
        void a_foreign_advertiser_answers_40119() {
            assertThat(running.ocean(running.access(), CLUES, clues("advertiser_ids", "[1]"))
                            .code())
                    .isEqualTo(40119);
        }

        @Test
        void a_page_of_more_than_100_is_refused() {
            assertThat(running.ocean(running.access(), CLUES, clues("page_size", "101"))
                            .code())
                    .isEqualTo(40000);
        }
    }

    @Nested
    class Troubles {
        @Test
        void headers_tell_of_the_limits() {
            Answer answer = running.ocean(running.access(), CLUES, clues());

            assertThat(answer.headers())
                    .containsKeys(
                            "x-ratelimit-dimension",
                            "x-ratelimit-limit",
                            "x-ratelimit-remaining",
                            "x-ratelimit-retryin");
        }

        @Test
        void an_ordered_failure_happens_as_often_as_ordered() {
            String access = running.access();
            running.post("faults", "{\"target\":\"ocean\",\"kind\":\"http500\",\"count\":2}");

            assertThat(running.ocean(access, CLUES, clues()).status()).isEqualTo(500);
            assertThat(running.ocean(access, CLUES, clues()).status()).isEqualTo(500);
            assertThat(running.ocean(access, CLUES, clues()).status()).isEqualTo(200);
        }

        @Test
        void an_unknown_path_answers_40118() {
            assertThat(running.ocean(running.access(), "2/nothing/", Map.of()).code())
                    .isEqualTo(40118);
        }
    }
}
