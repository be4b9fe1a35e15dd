package cockpit.server;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole server on a free port, with a tenant and a data directory of its own; one for all classes that extend it. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, classes = CockpitApplication.class)
public abstract class RunningServer {

    protected static final Path DATA = data();

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" content=\"([^\"]+)\"");

    @Value("${local.server.port}")
    private int port;

    private static Path data() {
        try {
            Path data = Files.createTempDirectory("cockpit-server-test");
            data.toFile().deleteOnExit();
            Path tenant = Files.createDirectories(data.resolve("tenants/yanjiusuo"));
            Files.writeString(tenant.resolve("tenant.yaml"), "code: yanjiusuo\nname: {zh: 颜究所, en: Yanjiusuo}\n");
            Files.writeString(tenant.resolve("roles.yaml"), """
                    roles:
                      - {code: admin, title: 管理员, rights: [view, build, manage_connections, manage_plugins, manage_users]}
                      - {code: reader, title: 查看者, rights: [view]}
                    """);
            Files.writeString(tenant.resolve("org.yaml"), """
                    org:
                      - {code: HQ, name: 总部, level: hq}
                      - {code: EAST, parent: HQ, name: 华东, level: region}
                    """);
            Path broken = Files.createDirectories(data.resolve("tenants/broken"));
            Files.writeString(broken.resolve("tenant.yaml"), "code: other\n");
            return data;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("cockpit.data", DATA::toString);
    }

    /** A browser: it keeps cookies and follows no redirect. */
    protected final class Visitor {

        public Visitor() {}

        public final CookieManager cookies = new CookieManager();
        private final HttpClient http =
                HttpClient.newBuilder().cookieHandler(cookies).build();

        public HttpResponse<String> get(String path) {
            return send(HttpRequest.newBuilder(uri(path)));
        }

        public HttpResponse<String> send(HttpRequest.Builder request) {
            try {
                return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        public HttpResponse<String> post(String path, Map<String, String> form) {
            String body = form.entrySet().stream()
                    .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            return send(HttpRequest.newBuilder(uri(path))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
        }

        /** The token of the page that was opened. */
        public String csrf() {
            Matcher matcher = CSRF.matcher(get("/login").body());
            if (!matcher.find()) {
                throw new AssertionError("The sign-in page has no CSRF token.");
            }
            return matcher.group(1);
        }

        public HttpResponse<String> signIn(String user, String password) {
            return post(
                    "/login", Map.of("tenant", "yanjiusuo", "username", user, "password", password, "_csrf", csrf()));
        }

        public String cookie(String name) {
            return cookies.getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().equals(name))
                    .map(java.net.HttpCookie::getValue)
                    .findFirst()
                    .orElse("");
        }
    }

    protected final URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
