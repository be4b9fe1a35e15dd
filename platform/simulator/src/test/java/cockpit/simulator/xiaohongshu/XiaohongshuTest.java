package cockpit.simulator.xiaohongshu;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.simulator.Rehearsal;
import cockpit.simulator.channel.Caller;
import cockpit.simulator.fault.Faults.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class XiaohongshuTest {
    private static final String ROOT = "/api/open";
    private static final String DAYS =
            "{\"advertiser_id\":9000001,\"start_date\":\"%s\",\"end_date\":\"%s\",\"page_size\":500}";

    @TempDir
    private static Path folder;

    private Rehearsal world;
    private Caller channel;

    @BeforeEach
    void start() {
        world = Rehearsal.start(
                folder,
                Map.of("xiaohongshu.app-id", "165", "xiaohongshu.app-secret", "s", "xiaohongshu.refresh-token", "r"));
        channel = new Caller(world.address(Target.XIAOHONGSHU));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private JsonNode refresh() {
        return channel.post(
                ROOT + "/oauth2/refresh_token", "", "{\"app_id\":165,\"secret\":\"s\",\"refresh_token\":\"r\"}");
    }

    private String token() {
        return refresh().path("data").path("access_token").asString();
    }

    private JsonNode offline(String token, String from, String to) {
        return channel.post(ROOT + "/jg/data/report/offline/creative", token, DAYS.formatted(from, to));
    }

    @Test
    void a_refresh_names_the_accounts_and_works_once() {
        assertThat(refresh().path("data").path("approval_advertisers").size()).isEqualTo(7);
        JsonNode again = refresh();
        assertThat(again.path("success").asBoolean()).isFalse();
        assertThat(again.path("code").asInt()).isEqualTo(Codes.CONSENT);
    }

    @Test
    void the_offline_report_of_a_day_is_made_at_ten_of_the_next() {
        String token = token();
        assertThat(offline(token, "2026-11-20", "2026-11-20")
                        .path("data")
                        .path("total_count")
                        .asInt())
                .isZero();
        world.pass(Duration.ofHours(17));
        assertThat(offline(token, "2026-11-20", "2026-11-20")
                        .path("data")
                        .path("total_count")
                        .asInt())
                .isZero();
        world.pass(Duration.ofHours(1));
        assertThat(offline(token, "2026-11-20", "2026-11-20")
                        .path("data")
                        .path("total_count")
                        .asInt())
                .isPositive();
    }

    @Test
    void figures_come_as_text_with_commas_and_as_numbers() {
        JsonNode list =
                offline(token(), "2026-11-10", "2026-11-19").path("data").path("data_list");
        assertThat(list.get(0).path("fee").isString()).isTrue();
        assertThat(list.get(1).path("fee").isNumber()).isTrue();
        assertThat(list.get(0).path("ctr").asString()).endsWith("%");
        assertThat(list).anyMatch(row -> row.path("impression").asString().contains(","));
    }

    @Test
    void the_realtime_report_shows_today_and_nothing_else() {
        String token = token();
        JsonNode today = channel.post(
                ROOT + "/jg/data/report/realtime/creativity", token, DAYS.formatted("2026-11-20", "2026-11-20"));
        assertThat(today.path("data").path("creativity_dtos").size()).isPositive();
        assertThat(channel.post(
                                ROOT + "/jg/data/report/realtime/creativity",
                                token,
                                DAYS.formatted("2026-11-10", "2026-11-10"))
                        .path("code")
                        .asInt())
                .isEqualTo(Codes.PARAMETER);
    }

    @Test
    void notes_hold_the_same_impressions_as_creatives() {
        String token = token();
        long creatives = impressions(offline(token, "2026-11-10", "2026-11-19"));
        long notes = impressions(
                channel.post(ROOT + "/jg/data/report/offline/note", token, DAYS.formatted("2026-11-10", "2026-11-19")));
        assertThat(notes).isPositive().isEqualTo(creatives);
    }

    private static long impressions(JsonNode answer) {
        long sum = 0;
        for (JsonNode row : answer.path("data").path("data_list")) {
            sum += Long.parseLong(row.path("impression").asString().replace(",", ""));
        }
        return sum;
    }
}
