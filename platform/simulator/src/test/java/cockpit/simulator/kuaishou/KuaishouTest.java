package cockpit.simulator.kuaishou;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.simulator.Rehearsal;
import cockpit.simulator.channel.Caller;
import cockpit.simulator.fault.Faults.Kind;
import cockpit.simulator.fault.Faults.Target;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class KuaishouTest {
    private static final String ROOT = "/rest/openapi";
    private static final String REPORT =
            "{\"advertiser_id\":20300001,\"start_date\":\"%s\",\"end_date\":\"%s\",\"page_size\":%d}";

    @TempDir
    private static Path folder;

    private Rehearsal world;
    private Caller channel;

    @BeforeEach
    void start() {
        world = Rehearsal.start(
                folder, Map.of("kuaishou.app-id", "165", "kuaishou.app-secret", "s", "kuaishou.refresh-token", "r"));
        channel = new Caller(world.address(Target.KUAISHOU));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private JsonNode refresh(String token) {
        return channel.post(
                ROOT + "/oauth2/authorize/refresh_token",
                "",
                "{\"app_id\":165,\"secret\":\"s\",\"refresh_token\":\"" + token + "\"}");
    }

    private String token() {
        return refresh("r").path("data").path("access_token").asString();
    }

    @Test
    void a_refresh_token_works_once() {
        JsonNode pair = refresh("r");
        assertThat(pair.path("code").asInt()).isZero();
        assertThat(refresh("r").path("code").asInt()).isEqualTo(Codes.REFRESH_INVALID);
        assertThat(refresh(pair.path("data").path("refresh_token").asString())
                        .path("code")
                        .asInt())
                .isZero();
    }

    @Test
    void the_direct_report_shows_seven_days() {
        String token = token();
        assertThat(channel.post(
                                ROOT + "/v1/report/unit_report",
                                token,
                                REPORT.formatted("2026-11-14", "2026-11-20", 20))
                        .path("code")
                        .asInt())
                .isZero();
        assertThat(channel.post(
                                ROOT + "/v1/report/unit_report",
                                token,
                                REPORT.formatted("2026-11-13", "2026-11-14", 20))
                        .path("code")
                        .asInt())
                .isEqualTo(Codes.PARAMETER);
    }

    @Test
    void older_days_are_a_file_with_the_same_sums() {
        String token = token();
        JsonNode direct = channel.post(
                ROOT + "/v1/report/unit_report", token, REPORT.formatted("2026-11-14", "2026-11-19", 2000));
        BigDecimal charge = BigDecimal.ZERO;
        for (JsonNode line : direct.path("data").path("details")) {
            charge = charge.add(line.path("charge").decimalValue());
        }
        String task = channel.post(
                        ROOT + "/v1/async_task/create",
                        token,
                        "{\"advertiser_id\":20300001,\"task_name\":\"t\",\"task_params\":{\"start_date\":\"2026-11-14\","
                                + "\"end_date\":\"2026-11-19\",\"view_type\":3}}")
                .path("data")
                .path("task_id")
                .asString();
        String list = "{\"advertiser_id\":20300001,\"task_ids\":[" + task + "]}";
        assertThat(status(token, list)).isEqualTo(1);
        assertThat(status(token, list)).isEqualTo(1);
        assertThat(status(token, list)).isEqualTo(2);
        String file = channel.text(
                ROOT + "/v1/async_task/download", Map.of("advertiser_id", "20300001", "task_id", task), token);
        BigDecimal sum = file.lines()
                .skip(1)
                .map(line -> new BigDecimal(line.split(",", -1)[5]))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum).isPositive().isEqualByComparingTo(charge);
    }

    private int status(String token, String list) {
        return channel.post(ROOT + "/v1/async_task/list", token, list)
                .path("data")
                .path("details")
                .path(0)
                .path("task_status")
                .asInt();
    }

    @Test
    void ordered_troubles_change_a_page_and_not_the_truth() {
        String token = token();
        String first = REPORT.formatted("2026-11-14", "2026-11-19", 5);
        JsonNode sound =
                channel.post(ROOT + "/v1/report/unit_report", token, first).path("data");
        world.faults().next(Target.KUAISHOU, Kind.REORDERED, 1);
        JsonNode reordered =
                channel.post(ROOT + "/v1/report/unit_report", token, first).path("data");
        assertThat(reordered.path("details").get(0))
                .isEqualTo(sound.path("details").get(4));
        world.faults().next(Target.KUAISHOU, Kind.SHIFTED, 1);
        String second = first.replace("\"page_size\"", "\"page\":2,\"page_size\"");
        JsonNode shifted =
                channel.post(ROOT + "/v1/report/unit_report", token, second).path("data");
        assertThat(shifted.path("details").get(0))
                .isEqualTo(sound.path("details").get(2));
        assertThat(shifted.path("total_count").asInt())
                .isEqualTo(sound.path("total_count").asInt() + 3);
    }

    @Test
    void a_foreign_account_is_refused() {
        assertThat(channel.post(
                                ROOT + "/v1/report/unit_report",
                                token(),
                                REPORT.formatted("2026-11-14", "2026-11-19", 5).replace("20300001", "77"))
                        .path("code")
                        .asInt())
                .isEqualTo(Codes.PERMISSION);
    }
}
