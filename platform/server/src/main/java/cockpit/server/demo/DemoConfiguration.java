package cockpit.server.demo;

import cockpit.core.ingest.Connections;
import cockpit.core.tenant.Accounts;
import cockpit.core.tenant.StartProblem;
import cockpit.core.tenant.TenantConfigs;
import cockpit.server.CockpitSettings;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Only with {@code --demo}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("cockpit.demo.enabled")
class DemoConfiguration {

    @Bean
    DemoCredentials demoCredentials(CockpitSettings settings) {
        CockpitSettings.DemoSettings demo = settings.demo();
        if (demo == null || demo.simulator() == null || demo.credentials() == null) {
            throw new StartProblem("A demo needs the options --simulator and --credentials.");
        }
        return DemoCredentials.read(demo.simulator(), demo.credentials());
    }

    @Bean
    Simulator simulator(DemoCredentials credentials) {
        return new Simulator(credentials);
    }

    @Bean
    SimulatorClock worldClock(Simulator simulator) {
        return new SimulatorClock(simulator, InstantSource.system());
    }

    @Bean
    DemoRun demoRun(
            Simulator simulator,
            Connections connections,
            TenantConfigs tenants,
            Accounts accounts,
            CockpitSettings settings) {
        return new DemoRun(simulator, connections, tenants, accounts, settings.data());
    }
}
