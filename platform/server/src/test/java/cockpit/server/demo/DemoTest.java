package cockpit.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.tenant.OrgUnit;
import cockpit.core.tenant.OrgUnit.Level;
import cockpit.core.tenant.StartProblem;
import cockpit.spi.Text;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

    private static OrgUnit unit(String code, @Nullable String parent, Level level) {
        return new OrgUnit(code, parent, Text.same(code), level, Map.of());
    }

    @Test
    void a_small_demo_keeps_the_first_stores_and_all_units_above_stores() {
        List<OrgUnit> units = List.of(
                unit("HQ", null, Level.HQ),
                unit("EAST", "HQ", Level.REGION),
                unit("SOUTH", "HQ", Level.REGION),
                unit("S001", "EAST", Level.STORE),
                unit("S002", "EAST", Level.STORE),
                unit("S003", "SOUTH", Level.STORE));

        assertThat(new DemoStores(2).apply(units))
                .extracting(OrgUnit::code)
                .containsExactly("HQ", "EAST", "SOUTH", "S001", "S002");
    }

    @Test
    void the_worlds_time_follows_its_speed_and_stands_when_it_is_frozen() {
        Simulator.Clock twice = new Simulator.Clock(NOW, NOW.plusSeconds(1000), 2, false);
        Simulator.Clock frozen = new Simulator.Clock(NOW, NOW.plusSeconds(1000), 2, true);

        assertThat(twice.at(NOW.plusSeconds(30))).isEqualTo(NOW.plusSeconds(1060));
        assertThat(frozen.at(NOW.plusSeconds(30))).isEqualTo(NOW.plusSeconds(1000));
    }

    @Test
    void a_small_difference_is_not_followed_and_a_jump_is() {
        Simulator.Clock old = new Simulator.Clock(NOW, NOW, 1, false);
        Simulator.Clock later =
                new Simulator.Clock(NOW.plusSeconds(10), NOW.plusSeconds(10).plusMillis(90), 1, false);
        Simulator.Clock jumped = new Simulator.Clock(NOW.plusSeconds(10), NOW.plusSeconds(3611), 1, false);
        Simulator.Clock stopped = new Simulator.Clock(NOW.plusSeconds(10), NOW.plusSeconds(10), 1, true);

        assertThat(SimulatorClock.next(old, later, NOW.plusSeconds(10))).isSameAs(old);
        assertThat(SimulatorClock.next(old, jumped, NOW.plusSeconds(10))).isSameAs(jumped);
        assertThat(SimulatorClock.next(old, stopped, NOW.plusSeconds(10))).isSameAs(stopped);
    }

    @Test
    void credentials_name_what_connections_ask_for_and_do_not_print_it(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("credentials.properties");
        Files.writeString(file, """
                ocean.app-id=17
                ocean.secret=geheim-1
                ocean.refresh-token=geheim-2
                pos.secret=geheim-3
                crm.secret=geheim-4
                tencent-ads.client-id=geheim-6
                control.token=geheim-5
                """);
        DemoCredentials credentials = DemoCredentials.read(URI.create("http://127.0.0.1:7070"), file);

        assertThat(credentials.environment())
                .containsEntry("OCEANENGINE_HOST", "http://127.0.0.1:7070")
                .containsEntry("POS_WEBHOOK_SECRET", "geheim-3")
                .containsEntry("TENCENT_ADS_CLIENT_ID", "geheim-6")
                .containsEntry("TENCENT_ADS_HOST", "http://127.0.0.1:7070/tencent-ads")
                .hasSize(8);
        assertThat(credentials.toString()).doesNotContain("geheim");
    }

    @Test
    void credentials_that_lack_something_are_named(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("credentials.properties");
        Files.writeString(file, "ocean.app-id=17\n");

        assertThatThrownBy(() -> DemoCredentials.read(URI.create("http://127.0.0.1:7070"), file))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining(" lacks ");
    }
}
