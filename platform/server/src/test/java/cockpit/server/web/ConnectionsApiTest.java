package cockpit.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.ingest.Ingest;
import cockpit.core.tenant.Account;
import cockpit.core.tenant.Accounts;
import cockpit.core.tenant.ApiTokens;
import cockpit.core.tenant.ApiTokens.Scope;
import cockpit.core.tenant.TenantConfigs;
import cockpit.core.tenant.Viewer;
import cockpit.core.warehouse.Warehouse;
import cockpit.core.yaml.YamlNode;
import cockpit.server.RunningServer;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class ConnectionsApiTest extends RunningServer {

    private static final String BASE = "/api/v1/connections";

    @Autowired
    private Accounts accounts;

    @Autowired
    private ApiTokens tokens;

    @Autowired
    private Ingest ingest;

    @Autowired
    private Warehouse warehouse;

    @Autowired
    private TenantConfigs tenants;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    private String reading = "";
    private String writing = "";
    private String metrics = "";

    @BeforeEach
    void connect() throws IOException {
        String user = "u" + UUID.randomUUID().toString().substring(0, 8);
        accounts.createBySystem("yanjiusuo", new Account.New(user, "某人", "admin", "HQ", Locale.SIMPLIFIED_CHINESE));
        Viewer viewer = accounts.viewer("yanjiusuo", user).orElseThrow();
        reading = token(viewer, Scope.CONNECTIONS_READ);
        writing = tokens.create(
                        viewer, "w", Set.of(Scope.CONNECTIONS_READ, Scope.CONNECTIONS_WRITE), Duration.ofDays(1))
                .reveal();
        metrics = token(viewer, Scope.METRICS_READ);
        Path folder = Files.createDirectories(DATA.resolve("api-test"));
        Files.writeString(folder.resolve("connections.yaml"), """
                connections:
                  - id: shop
                    source: not-installed
                    title: {zh: 商城, en: Shop}
                """);
        warehouse.open("yanjiusuo", tenants.get("yanjiusuo").org());
        ingest.load(tenants.get("yanjiusuo"), folder);
    }

    private String token(Viewer viewer, Scope scope) {
        return tokens.create(viewer, "t", Set.of(scope), Duration.ofDays(1)).reveal();
    }

    private HttpResponse<String> call(String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return new Visitor().send(request);
    }

    private HttpResponse<String> get(String path, String token) {
        return call("GET", path, token, "");
    }

    @Test
    void connections_are_listed_and_looked_at_with_a_token() {
        HttpResponse<String> all = get(BASE, reading);
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.body())
                .contains("\"id\":\"shop\"", "\"state\":\"SOURCE_MISSING\"", "\"origin\":\"FILE\"", "\"zh\":\"商城\"");
        assertThat(all.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(get(BASE + "/shop", reading).body()).startsWith("{\"id\":\"shop\"");
        assertThat(get(BASE + "/shop/runs", reading).body()).isEqualTo("{\"runs\":[]}");
        assertThat(get(BASE + "/shop/quarantine", reading).body()).contains("\"count\":0");
        assertThat(get(BASE + "/shop/fields", reading).body()).isEqualTo("{\"fields\":[]}");
        assertThat(get(BASE + "/shop/mapping", reading).body()).contains("\"version\":0");
    }

    @Test
    void without_a_token_or_with_a_wrong_one_there_is_401_and_a_session_does_not_help() {
        Visitor visitor = new Visitor();
        String user = "u" + UUID.randomUUID().toString().substring(0, 8);
        String password = accounts.createBySystem(
                        "yanjiusuo", new Account.New(user, "某人", "admin", "HQ", Locale.SIMPLIFIED_CHINESE))
                .reveal();
        visitor.signIn(user, password);
        for (HttpResponse<String> refused :
                List.of(get(BASE, ""), get(BASE, "ck_wrong"), visitor.get(BASE), get("/actuator/prometheus", ""))) {
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(refused.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        }
    }

    @Test
    void a_token_does_what_its_scopes_say() {
        assertThat(call("POST", BASE + "/shop/run", reading, "").statusCode()).isEqualTo(403);
        assertThat(call("PUT", BASE + "/shop/mapping", reading, "{}").statusCode())
                .isEqualTo(403);
        assertThat(get(BASE, metrics).statusCode()).isEqualTo(403);
        assertThat(get("/actuator/prometheus", writing).statusCode()).isEqualTo(403);
        assertThat(call("POST", BASE + "/shop/run", writing, "").statusCode()).isEqualTo(202);
        assertThat(call("POST", BASE + "/shop/pause", writing, "").statusCode()).isEqualTo(204);
        assertThat(call("POST", BASE + "/shop/resume", writing, "").statusCode())
                .isEqualTo(204);
        assertThat(call("POST", BASE + "/shop/reset", writing, "").statusCode()).isEqualTo(202);
        assertThat(call("POST", BASE + "/shop/quarantine/replay", writing, "").body())
                .contains("\"fitted\":0");
    }

    @Test
    void what_is_wrong_is_a_problem_with_a_detail() {
        assertThat(get(BASE + "/nothing", reading).statusCode()).isEqualTo(404);
        assertThat(get(BASE + "/nothing", reading).body()).contains("There is no connection nothing.");
        assertThat(call("POST", BASE + "/shop/pause?stream=none", writing, "").statusCode())
                .isEqualTo(404);
        assertThat(get(BASE + "/shop/runs?limit=0", reading).statusCode()).isEqualTo(400);
        assertThat(get(BASE + "/shop/runs?limit=x", reading).statusCode()).isEqualTo(400);
        assertThat(call("DELETE", BASE + "/shop/quarantine/5", writing, "").statusCode())
                .isEqualTo(404);
        assertThat(call("PUT", BASE + "/shop/mapping", writing, "no json").statusCode())
                .isEqualTo(400);
        assertThat(call("PUT", BASE + "/shop/mapping", writing, "{\"version\":0,\"rules\":[{}]}")
                        .statusCode())
                .isEqualTo(400);
        HttpResponse<String> refused = call("PUT", BASE + "/shop/mapping", writing, "{\"version\":0,\"rules\":[]}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("\"problems\":[{", "not-installed");
    }

    @Test
    void metrics_are_those_of_the_tokens_tenant() {
        HttpResponse<String> scraped = get("/actuator/prometheus", metrics);
        assertThat(scraped.statusCode()).isEqualTo(200);
        assertThat(scraped.body())
                .contains("cockpit_ingest_rows_total{connection=\"shop\",source=\"not-installed\"} 0.0")
                .contains(
                        "cockpit_ingest_state{connection=\"shop\",source=\"not-installed\",state=\"SOURCE_MISSING\"} 1.0")
                .contains("cockpit_ingest_quarantined{connection=\"shop\"")
                .contains("cockpit_ingest_reads_waiting");
    }

    @Test
    void the_description_names_every_address_and_no_other() {
        String yaml = new Visitor().get("/api/v1/openapi.yaml").body();
        Set<String> described = new TreeSet<>();
        YamlNode.read("openapi.yaml", new StringReader(yaml))
                .get("paths")
                .fields()
                .forEach((path, methods) -> methods.fields().keySet().stream()
                        .filter(method -> !method.equals("parameters"))
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        Set<String> served = new TreeSet<>();
        mappings.getHandlerMethods().forEach((info, method) -> {
            if (method.getBeanType() == ConnectionsApi.class || method.getBeanType() == MetricsController.class) {
                for (RequestMethod verb : info.getMethodsCondition().getMethods()) {
                    info.getPatternValues().forEach(path -> served.add(verb + " " + path));
                }
            }
        });
        assertThat(described).isEqualTo(served).hasSizeGreaterThan(10);
    }
}
