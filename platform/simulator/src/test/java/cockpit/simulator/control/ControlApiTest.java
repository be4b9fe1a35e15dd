package cockpit.simulator.control;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.simulator.Running;
import cockpit.simulator.Running.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class ControlApiTest {
    private final Running running;

    ControlApiTest(@TempDir Path folder) {
        running = Running.start(folder);
    }

    @BeforeAll
    void begin() {
        running.post("clock", "{\"frozen\":true}");
    }

    @AfterAll
    void end() {
        running.close();
    }

    @Test
    void without_the_token_nothing_is_answered() {
        assertThat(running.call("GET", "/control/status", null, Map.of()).status())
                .isEqualTo(401);
        assertThat(running.call("GET", "/control/status", null, Map.of("Authorization", "Bearer wrong"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void the_status_tells_time_targets_and_planted_troubles() {
        assertThat(running.get("status").propertyNames()).contains("worldNow", "speed", "targets", "planted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "order|{\"amountFen\":1}|store is missing: a code from S001 on",
                "order|{\"store\":\"S999\",\"amountFen\":1}|there is no store S999 in this world",
                "order|{\"store\":\"S001\"}|amountFen must be a whole number of fen above 0",
                "order|{\"store\":\"S001\",\"amountFen\":1.5}|amountFen must be a whole number of fen above 0",
                "clock|{\"advanceSeconds\":-1}|the clock never runs backwards: advanceSeconds must be 0 or more",
                "clock|{\"speed\":0}|speed must be above 0 and at most 100000",
                "faults|{\"target\":\"moon\",\"kind\":\"down\"}|target must be one of [ocean, pos, crm, kuaishou, xiaohongshu, tencent-ads, wechat, wecom, tmall, jd, douyin-life]",
                "faults|{\"target\":\"pos\",\"kind\":\"http500\"}|pos cannot fail by http500, only by [down, timeout, truncated, wrong-signature, repeat]",
                "targets|{\"pos\":{\"hook\":\"http://127.0.0.1:1/x\"}}|pos.files is missing"
            })
    void a_bad_request_gets_one_sentence(String call, String body, String sentence) {
        Answer answer = running.post(call, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("error").asString()).isEqualTo(sentence);
    }

    @Test
    void a_body_that_is_not_json_gets_one_sentence() {
        Answer answer = running.post("order", "store=S001");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("error").asString()).startsWith("The body is not the JSON that is expected");
    }

    @Test
    void a_visit_and_a_redemption_can_be_rung_up() {
        assertThat(running.post("visit", "{\"store\":\"S001\"}")
                        .body()
                        .path("first_visit")
                        .asBoolean())
                .isTrue();
        assertThat(running.post("redemption", "{\"store\":\"S001\",\"paidFen\":19900}")
                        .body()
                        .path("received_fen")
                        .asLong())
                .isEqualTo(19_900 - 1_194);
    }

    @Test
    void an_order_answers_the_instant_and_the_amount() {
        Answer answer = running.post("order", "{\"store\":\"S002\",\"amountFen\":99900,\"channel\":\"DOUYIN\"}");

        assertThat(answer.body().path("net_fen").asLong()).isEqualTo(99_900);
        assertThat(answer.body().path("instant").asString()).startsWith("2026-11-20T16:");
    }

    @Test
    void the_ledger_can_be_split_and_looked_at_as_of_an_instant() {
        assertThat(running.get("ledger?from=2026-11-19&to=2026-11-20&by=day,store")
                        .path("rows")
                        .path(0)
                        .propertyNames())
                .startsWith("day", "store")
                .doesNotContain("spend_fen");
        assertThat(running.get("ledger?from=2026-11-20&to=2026-11-20&upTo=2026-11-20T00:00:00%2B08:00")
                        .path("rows")
                        .path(0)
                        .path("spend_fen")
                        .asLong())
                .isZero();
    }
}
