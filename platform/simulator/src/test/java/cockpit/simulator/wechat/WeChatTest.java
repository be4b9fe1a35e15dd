package cockpit.simulator.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.simulator.CommandLine;
import cockpit.simulator.Credentials;
import cockpit.simulator.Running;
import cockpit.simulator.Simulator;
import cockpit.simulator.http.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class WeChatTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private Simulator simulator;
    private String account;
    private String program;

    @BeforeEach
    void start() throws Exception {
        Path file = Running.credentials(folder);
        Files.writeString(file, """

                wechat.app-id=wxAccount
                wechat.app-secret=account-secret
                wechat.mini-app-id=wxProgram
                wechat.mini-app-secret=program-secret
                wechat.callback-token=token
                wechat.callback-key=jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C
                """, StandardOpenOption.APPEND);
        CommandLine line = CommandLine.of(
                "--port",
                "0",
                "--credentials",
                file.toString(),
                "--stores",
                "3",
                "--days",
                "10",
                "--start",
                "2026-11-20T07:00:00+08:00");
        simulator = Simulator.start(line, Credentials.read(line.credentials()), InstantSource.system());
        account = token("wxAccount", "account-secret", false);
        program = token("wxProgram", "program-secret", false);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private String token(String app, String secret, boolean forced) throws Exception {
        return post(
                        "/cgi-bin/stable_token",
                        "{\"grant_type\":\"client_credential\",\"appid\":\"" + app + "\",\"secret\":\"" + secret
                                + "\",\"force_refresh\":" + forced + "}")
                .path("access_token")
                .asString();
    }

    private JsonNode post(String path, String body) throws Exception {
        HttpResponse<String> reply = HTTP.send(
                HttpRequest.newBuilder(URI.create(simulator.address() + "/wechat" + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).isEqualTo(200);
        return Json.parse(reply.body());
    }

    private JsonNode figures(String token, String name, String from, String to) throws Exception {
        return post(
                "/datacube/" + name + "?access_token=" + token,
                "{\"begin_date\":\"" + from + "\",\"end_date\":\"" + to + "\"}");
    }

    private static int code(JsonNode answer) {
        return answer.path("errcode").asInt(0);
    }

    @Test
    void gives_the_same_token_until_it_is_forced_and_keeps_the_classic_one_apart() throws Exception {
        assertThat(token("wxAccount", "account-secret", false)).isEqualTo(account);
        HttpResponse<String> classic = HTTP.send(
                HttpRequest.newBuilder(
                                URI.create(
                                        simulator.address()
                                                + "/wechat/cgi-bin/token?grant_type=client_credential&appid=wxAccount&secret=account-secret"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(classic.body()).contains("access_token").doesNotContain(account);
        assertThat(code(figures(account, "getusercumulate", "2026-11-18", "2026-11-18")))
                .isZero();
        assertThat(token("wxAccount", "account-secret", true)).isNotEqualTo(account);
        JsonNode dead = figures(account, "getusercumulate", "2026-11-18", "2026-11-18");
        assertThat(code(dead)).isEqualTo(40001);
        assertThat(dead.path("errmsg").asString()).contains("rid: ");
        assertThat(token("wxAccount", "wrong", false)).isEmpty();
    }

    @Test
    void refuses_spans_and_dates_as_the_channel_does() throws Exception {
        assertThat(code(figures(account, "getusersummary", "20261118", "20261118")))
                .isEqualTo(61500);
        assertThat(code(figures(account, "getusersummary", "2026-11-11", "2026-11-18")))
                .isEqualTo(61501);
        assertThat(code(figures(account, "getusersummary", "2026-11-20", "2026-11-20")))
                .isEqualTo(61501);
        assertThat(code(figures(program, "getweanalysisappiddailyvisittrend", "2026-11-18", "2026-11-18")))
                .isEqualTo(61500);
        assertThat(code(figures(program, "getweanalysisappiddailyvisittrend", "20261117", "20261118")))
                .isEqualTo(61501);
        assertThat(code(figures(program, "getusersummary", "2026-11-18", "2026-11-18")))
                .isEqualTo(48001);
    }

    @Test
    void has_no_yesterday_before_eight() throws Exception {
        assertThat(figures(account, "getusercumulate", "2026-11-18", "2026-11-19")
                        .path("list")
                        .size())
                .isEqualTo(1);
        assertThat(code(figures(program, "getweanalysisappiddailyvisittrend", "20261119", "20261119")))
                .isEqualTo(61503);
        simulator.clock().advance(java.time.Duration.ofHours(2));
        assertThat(figures(account, "getusercumulate", "2026-11-18", "2026-11-19")
                        .path("list")
                        .size())
                .isEqualTo(2);
        assertThat(code(figures(program, "getweanalysisappiddailyvisittrend", "20261119", "20261119")))
                .isZero();
    }

    @Test
    void splits_followers_by_source_and_its_stand_follows_from_them() throws Exception {
        JsonNode changes =
                figures(account, "getusersummary", "2026-11-17", "2026-11-18").path("list");
        JsonNode stands =
                figures(account, "getusercumulate", "2026-11-16", "2026-11-18").path("list");
        long net = 0;
        for (JsonNode change : changes) {
            net += change.path("new_user").asLong() - change.path("cancel_user").asLong();
        }
        assertThat(changes.size()).isGreaterThan(4);
        assertThat(stands.get(2).path("cumulate_user").asLong()
                        - stands.get(0).path("cumulate_user").asLong())
                .isEqualTo(net);
    }

    @Test
    void carries_parts_that_no_document_names() throws Exception {
        JsonNode list = figures(program, "getweanalysisappidvisitdistribution", "20261118", "20261118")
                .path("list");
        Set<String> names = new HashSet<>();
        list.forEach(index -> names.add(index.path("index").asString()));
        assertThat(names).contains("access_source_visit_uv", "access_staytime_info");
        JsonNode early = figures(program, "getweanalysisappiddailyretaininfo", "20261118", "20261118");
        assertThat(early.path("visit_uv_new").size()).isEqualTo(1);
        JsonNode late = figures(program, "getweanalysisappiddailyretaininfo", "20261111", "20261111");
        assertThat(late.path("visit_uv_new").size()).isEqualTo(8);
    }
}
