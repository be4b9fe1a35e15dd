package cockpit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.plugin.jd.JdSource;
import cockpit.plugin.pos.PosSource;
import cockpit.plugin.tmall.TmallSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The plugins of the online shops against the channels that the simulator plays, with troubles, to the fen. */
@DisplayName("The online shops, read from the simulator")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OnlineShopsAgainstSimulatorTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-20");
    private static final LocalDate FROM = TODAY.minusDays(44);

    private static final String CONNECTIONS = """
            connections:
              - id: tmall
                source: tmall
                title: {zh: 天猫, en: Tmall}
                history-days: 60
                settings:
                  host: "${TMALL_HOST}"
                  app-key: "${TMALL_APP_KEY}"
                  app-secret: "${TMALL_APP_SECRET}"
                  session: "${TMALL_SESSION}"
                  refresh-token: "${TMALL_REFRESH_TOKEN}"
                  messages: "true"
              - id: jd
                source: jd
                title: {zh: 京东, en: JD}
                history-days: 60
                settings:
                  host: "${JD_HOST}"
                  auth-host: "${JD_HOST}"
                  app-key: "${JD_APP_KEY}"
                  app-secret: "${JD_APP_SECRET}"
                  access-token: "${JD_ACCESS_TOKEN}"
                  refresh-token: "${JD_REFRESH_TOKEN}"
            """;

    @TempDir
    static Path folder;

    static PlayedHost host;

    @BeforeAll
    static void start() throws Exception {
        host = new PlayedHost(
                folder,
                List.of(new TmallSource(), new JdSource(), new PosSource()),
                Map.of(
                        "tmall.app-key", "31234567",
                        "tmall.app-secret", "tmall-secret-of-the-test",
                        "tmall.session", "tmall-session-of-the-test",
                        "tmall.refresh-token", "tmall-refresh-token-of-the-test",
                        "jd.app-key", "APPKEY1",
                        "jd.app-secret", "jd-secret-of-the-test",
                        "jd.access-token", "jd-access-token-of-the-test",
                        "jd.refresh-token", "jd-refresh-token-of-the-test"),
                CONNECTIONS,
                Instant.parse("2026-11-20T07:00:00Z"));
        for (String channel : List.of("tmall", "jd")) {
            for (String kind : List.of("http500", "down", "truncated", "malformed", "clock-skew", "expire-token")) {
                trouble(channel, kind, 2);
            }
            for (String kind : List.of("duplicate-rows", "reordered", "shifted")) {
                trouble(channel, kind, 6);
            }
        }
        host.readAll();
        // What was pushed aside by troubles is back in the newest window.
        host.advance(Duration.ofMinutes(15));
        host.readAll();
    }

    private static void trouble(String channel, String kind, int count) throws Exception {
        host.control()
                .post(
                        "/control/faults",
                        "{\"target\":\"" + channel + "\",\"kind\":\"" + kind + "\",\"count\":" + count + "}");
    }

    @AfterAll
    static void end() {
        if (host != null) {
            host.close();
        }
    }

    /** Windows of changes end a minute in the past. */
    private static Instant read() {
        return host.now().minus(Duration.ofMinutes(2));
    }

    @Test
    @Order(1)
    @DisplayName("what Tmall's connection stored equals its ledger: rows, pieces and fen")
    void tmall() throws Exception {
        assertThat(host.differences("tmall", "tmall", FROM, TODAY, read())).isEmpty();
        assertThat(host.metric("shop_gmv", FROM, TODAY, "TMALL")).isPositive();
        assertThat(host.metric("shop_buyers", FROM, TODAY, "TMALL")).isPositive();
    }

    @Test
    @Order(1)
    @DisplayName("what JD's connection stored equals its ledger, a split order counted once")
    void jd() throws Exception {
        assertThat(host.differences("jd", "jd", FROM, TODAY, read())).isEmpty();
        assertThat(host.count(
                        "SELECT count(*) FROM fact_order WHERE connection = 'jd' AND parent_order_no IS NOT NULL"))
                .isPositive();
        assertThat(host.metric("shop_refunds", FROM, TODAY, "JD")).isPositive();
    }

    @Test
    @Order(2)
    @DisplayName("an order that a till rings up for the shop is read within a minute")
    void a_new_order() throws Exception {
        long before = host.metric("shop_gmv", FROM, TODAY, "TMALL");
        host.control().post("/control/order", "{\"store\":\"S001\",\"amountFen\":123400,\"channel\":\"TMALL\"}");
        host.readAll();
        assertThat(host.metric("shop_gmv", FROM, TODAY, "TMALL")).isGreaterThanOrEqualTo(before + 123_400);
    }
}
