package cockpit.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.server.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest extends RunningServer {

    private HttpResponse<String> push(String path, int bytes) {
        return new Visitor()
                .send(HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes])));
    }

    @Test
    void health_says_up_and_nothing_else() {
        HttpResponse<String> health = new Visitor().get("/api/v1/health");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(health.headers().allValues("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/login",
                "/api/v1/health",
                "/api/v1/status",
                "/ck/tokens.css",
                "/no-such-page",
                "/hooks/a/b"
            })
    void every_answer_carries_the_headers(String path) {
        HttpResponse<String> response = new Visitor().get(path);

        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("default-src 'self'").contains("frame-ancestors 'none'"));
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(response.headers().firstValue("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void behind_a_proxy_with_tls_browsers_are_told_to_stay_with_it_and_cookies_are_secure() {
        HttpResponse<String> response =
                new Visitor().send(HttpRequest.newBuilder(uri("/login")).header("X-Forwarded-Proto", "https"));

        assertThat(response.headers().firstValue("Strict-Transport-Security")).contains("max-age=31536000");
        assertThat(response.headers().allValues("Set-Cookie")).allMatch(cookie -> cookie.contains("Secure"));
    }

    @Test
    void a_push_to_nowhere_is_not_told_from_one_with_a_wrong_signature_and_opens_no_session() {
        HttpResponse<String> response = push("/hooks/yanjiusuo/nothing", 10);

        assertThat(response.statusCode()).isIn(401, 404);
        assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(push("/hooks/nobody/nothing", 10).statusCode()).isEqualTo(response.statusCode());
    }

    @Test
    void a_push_that_is_too_large_is_refused() {
        assertThat(push("/hooks/yanjiusuo/pos", 1024 * 1024 + 1).statusCode()).isEqualTo(413);
    }

    @Test
    void a_files_name_cannot_leave_its_folder() {
        for (String name : new String[] {"..%2f..%2fevil", "a%5cb", ".hidden", "a%00b"}) {
            assertThat(push("/hooks/yanjiusuo/pos/files/" + name, 10).statusCode())
                    .isIn(400, 404);
        }
    }

    @Test
    void the_verification_of_a_hook_is_answered_by_its_plugin_and_opens_no_session() {
        HttpResponse<String> response = new Visitor().get("/hooks/yanjiusuo/nothing?echostr=hello");

        assertThat(response.statusCode()).isIn(401, 404);
        assertThat(response.body()).doesNotContain("hello");
        assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void hooks_know_no_other_methods_and_files_are_only_posted() {
        assertThat(new Visitor().get("/hooks/yanjiusuo/pos/files/order_1.csv").statusCode())
                .isIn(403, 405);
        assertThat(new Visitor()
                        .send(HttpRequest.newBuilder(uri("/hooks/yanjiusuo/pos"))
                                .DELETE())
                        .statusCode())
                .isIn(403, 405);
    }

    @Test
    void a_page_that_is_not_there_shows_no_trace() {
        HttpResponse<String> response = push("/api/v1/health", 1);

        assertThat(response.statusCode()).isIn(401, 403, 405);
        assertThat(response.body()).doesNotContain("Exception").doesNotContain("org.springframework");
    }
}
