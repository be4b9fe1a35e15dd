package cockpit.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.tenant.Account;
import cockpit.core.tenant.Accounts;
import cockpit.core.tenant.Viewer;
import cockpit.server.RunningServer;
import cockpit.spi.Secret;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class SignInTest extends RunningServer {

    @Autowired
    private Accounts accounts;

    private record Person(String user, String password) {}

    private Person person(String role) {
        String user = "u" + UUID.randomUUID().toString().substring(0, 8);
        Secret password = accounts.createBySystem(
                "yanjiusuo", new Account.New(user, "某人", role, "HQ", Locale.SIMPLIFIED_CHINESE));
        return new Person(user, password.reveal());
    }

    private Visitor signedIn(Person person) {
        Visitor visitor = new Visitor();
        assertThat(location(visitor.signIn(person.user, person.password))).isEqualTo("/");
        return visitor;
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("").replaceFirst("^http://[^/]+", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/users",
                "/plugins",
                "/connections",
                "/metrics",
                "/password",
                "/c/group-overview",
                "/build/group-overview",
                "/plugin-assets/map/0.1.0/map.js",
                "/frames/abc",
                "/actuator",
                "/error",
                "/no-such-page",
                "/ck/../users",
                "/login/..;/users",
            })
    void nobody_gets_in_without_signing_in(String path) {
        HttpResponse<String> response = new Visitor().get(path);

        assertThat(response.statusCode()).isIn(302, 400, 401, 403, 404);
        if (response.statusCode() == 302) {
            assertThat(location(response)).isEqualTo("/login");
        }
    }

    @Test
    void the_api_answers_401_instead_of_a_page() {
        assertThat(new Visitor().get("/api/v1/status").statusCode()).isEqualTo(401);
        assertThat(new Visitor().get("/api/v1/anything").statusCode()).isEqualTo(401);
    }

    @Test
    void signing_in_changes_the_sessions_id_and_leads_home() {
        Person person = person("reader");
        Visitor visitor = new Visitor();
        visitor.csrf();
        String before = visitor.cookie("JSESSIONID");
        HttpResponse<String> response = visitor.signIn(person.user, person.password);

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(location(response)).isEqualTo("/");
        assertThat(visitor.cookie("JSESSIONID")).isNotEmpty().isNotEqualTo(before);
        assertThat(response.headers().allValues("Set-Cookie")).anySatisfy(cookie -> assertThat(cookie)
                .startsWith("JSESSIONID=")
                .contains("HttpOnly")
                .contains("SameSite=Lax"));
        assertThat(visitor.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void the_tenant_is_remembered_for_the_next_time() {
        assertThat(signedIn(person("reader")).cookie("ck-tenant")).isEqualTo("yanjiusuo");
    }

    @Test
    void a_wrong_password_says_nothing_about_what_was_wrong_and_then_has_to_wait() {
        Person person = person("reader");
        for (int time = 0; time < 5; time++) {
            assertThat(location(new Visitor().signIn(person.user, "wrong"))).isEqualTo("/login?refused");
        }

        assertThat(location(new Visitor().signIn(person.user, person.password))).matches("/login\\?wait=[12]");
    }

    @Test
    void another_tenant_of_that_name_does_not_help() {
        Person person = person("reader");
        Visitor visitor = new Visitor();

        assertThat(location(visitor.post(
                        "/login",
                        Map.of(
                                "tenant",
                                "broken",
                                "username",
                                person.user,
                                "password",
                                person.password,
                                "_csrf",
                                visitor.csrf()))))
                .isEqualTo("/login?refused");
    }

    @Test
    void a_form_from_elsewhere_is_refused() {
        Person person = person("reader");
        Visitor visitor = signedIn(person);

        assertThat(new Visitor()
                        .post(
                                "/login",
                                Map.of("tenant", "yanjiusuo", "username", person.user, "password", person.password))
                        .statusCode())
                .isIn(403, 302);
        assertThat(visitor.post("/logout", Map.of()).statusCode()).isEqualTo(403);
        assertThat(visitor.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void sessions_end_when_the_password_is_reset() {
        Person reader = person("reader");
        Person admin = person("admin");
        Visitor visitor = signedIn(reader);
        Viewer viewer = accounts.viewer("yanjiusuo", admin.user).orElseThrow();
        accounts.resetPassword(viewer, reader.user);

        assertThat(visitor.get("/").statusCode()).isEqualTo(302);
        assertThat(signedIn(admin).get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void sessions_end_when_the_account_is_disabled_and_it_stays_out() {
        Person reader = person("reader");
        Visitor visitor = signedIn(reader);
        Viewer viewer = accounts.viewer("yanjiusuo", person("admin").user).orElseThrow();
        accounts.change(viewer, reader.user, "reader", "HQ", false);

        assertThat(visitor.get("/").statusCode()).isEqualTo(302);
        assertThat(location(new Visitor().signIn(reader.user, reader.password))).isEqualTo("/login?refused");
    }

    @Test
    void the_state_of_connections_is_for_those_who_manage_them() {
        assertThat(signedIn(person("reader")).get("/api/v1/status").statusCode())
                .isEqualTo(403);
        assertThat(signedIn(person("admin")).get("/api/v1/status").statusCode()).isEqualTo(200);
    }

    @Test
    void a_control_token_is_worth_nothing_outside_of_a_demo() {
        for (String token : List.of("Bearer ", "Bearer null", "Bearer control", "Basic YWRtaW46YWRtaW4=")) {
            assertThat(new Visitor()
                            .send(HttpRequest.newBuilder(uri("/api/v1/status")).header("Authorization", token))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void signing_in_again_does_not_open_a_redirect_elsewhere() {
        Visitor visitor = new Visitor();
        visitor.get("/login?continue=https://evil.example");
        Person person = person("reader");

        assertThat(location(visitor.signIn(person.user, person.password))).isEqualTo("/");
    }
}
