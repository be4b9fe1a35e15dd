package cockpit.simulator.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.simulator.CommandLine;
import cockpit.simulator.Credentials;
import cockpit.simulator.Running;
import cockpit.simulator.Simulator;
import cockpit.simulator.http.Json;
import cockpit.simulator.world.Times;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class WeComTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String MEMBER = "S001-gw1";

    @TempDir
    Path folder;

    private Simulator simulator;
    private String token;

    @BeforeEach
    void start() throws Exception {
        Path file = Running.credentials(folder);
        Files.writeString(file, """

                wecom.corp-id=wwCorp
                wecom.secret=app-secret
                wecom.callback-token=token
                wecom.callback-key=jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C
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
                "2026-11-20T16:00:00+08:00");
        simulator = Simulator.start(line, Credentials.read(line.credentials()), InstantSource.system());
        token = get("/cgi-bin/gettoken?corpid=wwCorp&corpsecret=app-secret")
                .path("access_token")
                .asString();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private JsonNode get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(simulator.address() + "/wecom" + path)));
    }

    private JsonNode post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(simulator.address() + "/wecom" + path + "?access_token=" + token))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> reply = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).isEqualTo(200);
        return Json.parse(reply.body());
    }

    private static int code(JsonNode answer) {
        return answer.path("errcode").asInt(-99);
    }

    private static long day(String date) {
        return Times.at(Times.day(LocalDate.parse(date)), 0);
    }

    private JsonNode behavior(long from, long to, String... members) throws Exception {
        return post(
                "/cgi-bin/externalcontact/get_user_behavior_data",
                "{\"userid\":[\"" + String.join("\",\"", members) + "\"],\"start_time\":" + from + ",\"end_time\":" + to
                        + "}");
    }

    @Test
    void gives_one_token_again_and_again_and_refuses_wrong_secrets() throws Exception {
        assertThat(get("/cgi-bin/gettoken?corpid=wwCorp&corpsecret=app-secret")
                        .path("access_token")
                        .asString())
                .isEqualTo(token);
        assertThat(code(get("/cgi-bin/gettoken?corpid=wwOther&corpsecret=app-secret")))
                .isEqualTo(40013);
        assertThat(code(get("/cgi-bin/gettoken?corpid=wwCorp&corpsecret=x"))).isEqualTo(40001);
        assertThat(code(get("/cgi-bin/externalcontact/get_follow_user_list"))).isEqualTo(41001);
        JsonNode wrong = get("/cgi-bin/externalcontact/get_follow_user_list?access_token=invented");
        assertThat(code(wrong)).isEqualTo(40014);
        assertThat(wrong.path("errmsg").asString()).contains("hint: [").contains("from ip");
    }

    @Test
    void pages_contacts_by_cursor_with_follow_info_as_an_object() throws Exception {
        Set<String> seen = new HashSet<>();
        String cursor = "";
        do {
            JsonNode page = post(
                    "/cgi-bin/externalcontact/batch/get_by_user",
                    "{\"userid_list\":[\"" + MEMBER + "\"],\"cursor\":\"" + cursor + "\",\"limit\":4}");
            assertThat(code(page)).isZero();
            page.path("external_contact_list").forEach(entry -> {
                assertThat(entry.path("follow_info").isObject()).isTrue();
                assertThat(entry.path("follow_info").path("tag_id").isArray()).isTrue();
                assertThat(seen.add(entry.path("external_contact")
                                .path("external_userid")
                                .asString()))
                        .isTrue();
            });
            cursor = page.path("next_cursor").asString();
        } while (!cursor.isEmpty());
        assertThat(seen).hasSizeGreaterThan(5);
        JsonNode one = get("/cgi-bin/externalcontact/get?access_token=" + token + "&external_userid="
                + seen.iterator().next());
        assertThat(one.path("follow_user").isArray()).isTrue();
        assertThat(code(post("/cgi-bin/externalcontact/batch/get_by_user", "{\"userid_list\":[\"nobody\"]}")))
                .isEqualTo(60111);
    }

    @Test
    void refuses_times_as_the_channel_does_and_floors_those_that_are_no_midnight() throws Exception {
        long yesterday = day("2026-11-19");
        assertThat(code(behavior(yesterday * 1000, yesterday * 1000, MEMBER))).isEqualTo(600018);
        assertThat(code(behavior(day("2026-11-20"), day("2026-11-20"), MEMBER))).isEqualTo(600018);
        assertThat(code(behavior(day("2026-10-15"), yesterday, MEMBER))).isEqualTo(600018);
        assertThat(code(behavior(day("2026-05-01"), day("2026-05-02"), MEMBER))).isEqualTo(600018);
        JsonNode floored = behavior(yesterday + 3_600, yesterday + 7_200, MEMBER);
        assertThat(floored.path("behavior_data").size()).isEqualTo(1);
        assertThat(floored.path("behavior_data").get(0).path("stat_time").asLong())
                .isEqualTo(yesterday);
    }

    @Test
    void sums_several_members_up() throws Exception {
        long yesterday = day("2026-11-19");
        long first = chats(behavior(yesterday, yesterday, MEMBER));
        long second = chats(behavior(yesterday, yesterday, "S001-gw2"));
        assertThat(chats(behavior(yesterday, yesterday, MEMBER, "S001-gw2"))).isEqualTo(first + second);
    }

    private static long chats(JsonNode answer) {
        return answer.path("behavior_data").get(0).path("chat_cnt").asLong();
    }

    @Test
    void tells_groups_by_owner_and_pages_them() throws Exception {
        long yesterday = day("2026-11-19");
        String path = "/cgi-bin/externalcontact/groupchat/statistic";
        JsonNode all = post(path, "{\"day_begin_time\":" + yesterday + "}");
        JsonNode page = post(path, "{\"day_begin_time\":" + yesterday + ",\"offset\":1,\"limit\":2}");
        assertThat(all.path("total").asInt())
                .isEqualTo(all.path("items").size())
                .isGreaterThan(3);
        assertThat(page.path("items").size()).isEqualTo(2);
        assertThat(page.path("items").get(0)).isEqualTo(all.path("items").get(1));
        assertThat(page.path("next_offset").asInt()).isEqualTo(3);
    }
}
