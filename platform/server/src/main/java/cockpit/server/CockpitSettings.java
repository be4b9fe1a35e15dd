package cockpit.server;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the operator states.
 *
 * @param data where everything of this install rests
 * @param plugins directory of the jars; {@code plugins} in the data directory where it is not stated
 * @param bundledPlugins jars that come with the platform and are put into the plugins directory
 * @param tenants directory with a folder a tenant; {@code tenants} in the data directory where it is not stated
 * @param metadata where metadata rest
 * @param demo the demo beside a channel simulator
 */
@ConfigurationProperties("cockpit")
public record CockpitSettings(
        Path data,
        @Nullable Path plugins,
        @Nullable Path bundledPlugins,
        @Nullable Path tenants,
        @Nullable MetadataSettings metadata,
        @Nullable DemoSettings demo) {

    /** PostgreSQL's address, user and password; all empty for the embedded database. */
    public record MetadataSettings(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password) {

        @Override
        public String toString() {
            return "MetadataSettings[url=" + url + ", user=" + user + "]";
        }
    }

    /**
     * @param simulator address of the channel simulator
     * @param credentials properties file with the secrets that the simulator knows
     * @param stores how many of the stores take part; null for all
     */
    public record DemoSettings(
            boolean enabled,
            @Nullable URI simulator,
            @Nullable Path credentials,
            @Nullable Integer stores) {}

    public CockpitSettings {
        data = data.toAbsolutePath().normalize();
    }

    public Path pluginsDirectory() {
        return plugins == null ? data.resolve("plugins") : plugins;
    }

    public Path tenantsDirectory() {
        return tenants == null ? data.resolve("tenants") : tenants;
    }

    public boolean isDemo() {
        return demo != null && demo.enabled();
    }
}
