package cockpit.server.demo;

import cockpit.core.tenant.StartProblem;
import cockpit.server.CockpitSettings;
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
}
