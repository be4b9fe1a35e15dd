package cockpit.server.demo;

import cockpit.core.tenant.StartProblem;
import cockpit.spi.Secret;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The secrets that the launcher made for this demo; the simulator knows the same. */
public final class DemoCredentials {

    /** Environment variables of {@code connections.yaml}, and the properties that they come from. */
    private static final Map<String, String> VARIABLES = Map.of(
            "OCEANENGINE_APP_ID", "ocean.app-id",
            "OCEANENGINE_APP_SECRET", "ocean.secret",
            "OCEANENGINE_REFRESH_TOKEN", "ocean.refresh-token",
            "POS_WEBHOOK_SECRET", "pos.secret",
            "CRM_WEBHOOK_SECRET", "crm.secret");

    /** First parts of properties whose variables stand above, or that belong to no connection. */
    private static final Set<String> OWN_NAMES = Set.of("", "ocean", "pos", "crm", "control");

    private static final String CONTROL = "control.token";

    private final URI simulator;
    private final Properties properties;

    private DemoCredentials(URI simulator, Properties properties) {
        this.simulator = simulator;
        this.properties = properties;
    }

    /** @throws StartProblem if the file cannot be read or lacks one of the secrets */
    public static DemoCredentials read(URI simulator, Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new StartProblem("The credentials file " + file + " cannot be read.", e);
        }
        for (String needed : VARIABLES.values()) {
            require(file, properties, needed);
        }
        require(file, properties, CONTROL);
        return new DemoCredentials(simulator, properties);
    }

    private static void require(Path file, Properties properties, String needed) {
        if (properties.getProperty(needed, "").isBlank()) {
            throw new StartProblem("The credentials file " + file + " lacks " + needed + ".");
        }
    }

    /** Address of the simulator. */
    public URI simulator() {
        return simulator;
    }

    /** For the simulator's control interface and this server's status. */
    public Secret controlToken() {
        return Secret.of(properties.getProperty(CONTROL));
    }

    /** What placeholders in connections' settings stand for. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        VARIABLES.forEach((variable, property) -> environment.put(variable, properties.getProperty(property)));
        environment.put("OCEANENGINE_HOST", simulator.toString());
        for (String property : properties.stringPropertyNames()) {
            int dot = property.indexOf('.');
            String channel = dot < 0 ? "" : property.substring(0, dot);
            if (!OWN_NAMES.contains(channel)) {
                environment.put(variable(property), properties.getProperty(property));
                environment.put(variable(channel + ".host"), simulator + "/" + channel);
            }
        }
        return environment;
    }

    /** {@code tencent-ads.client-id} becomes {@code TENCENT_ADS_CLIENT_ID}. */
    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public String toString() {
        return "DemoCredentials[" + simulator + "]";
    }
}
