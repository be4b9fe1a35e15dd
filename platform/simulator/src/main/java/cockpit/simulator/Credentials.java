package cockpit.simulator;

import cockpit.simulator.oceanengine.OceanEngine;
import cockpit.simulator.push.StandardWebhooks;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The secrets of all channels. There are no defaults. Prints without them.
 *
 * @param app the developer's app at Ocean Engine
 * @param refreshToken the refresh token that Ocean Engine accepts first
 * @param pos signs what the till sends
 * @param crm signs what the clinic system sends
 * @param controlToken opens the control API
 * @param others those of the channels that are played if their secrets are there, by key: {@code kuaishou.app-id}
 */
public record Credentials(
        OceanEngine.App app,
        String refreshToken,
        StandardWebhooks pos,
        StandardWebhooks crm,
        String controlToken,
        Map<String, String> others) {

    /**
     * Reads a properties file.
     *
     * @throws CommandLine.Unusable with one sentence if the file or one of its keys is missing or unusable
     */
    public static Credentials read(Path file) throws CommandLine.Unusable {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new CommandLine.Unusable("The credentials file " + file + " cannot be read.");
        }
        return new Credentials(
                new OceanEngine.App(
                        required(properties, file, "ocean.app-id"), required(properties, file, "ocean.secret")),
                required(properties, file, "ocean.refresh-token"),
                signer(properties, file, "pos.secret"),
                signer(properties, file, "crm.secret"),
                required(properties, file, "control.token"),
                properties.stringPropertyNames().stream()
                        .filter(key -> !properties.getProperty(key).isBlank())
                        .collect(Collectors.toUnmodifiableMap(
                                Function.identity(),
                                key -> properties.getProperty(key).strip())));
    }

    /** The secret of a key, if the file holds it. */
    public Optional<String> find(String key) {
        return Optional.ofNullable(others.get(key));
    }

    private static String required(Properties properties, Path file, String key) throws CommandLine.Unusable {
        String value = properties.getProperty(key, "").strip();
        if (value.isEmpty()) {
            throw new CommandLine.Unusable("The credentials file " + file + " lacks the key " + key + ".");
        }
        return value;
    }

    private static StandardWebhooks signer(Properties properties, Path file, String key) throws CommandLine.Unusable {
        try {
            return StandardWebhooks.of(required(properties, file, key));
        } catch (IllegalArgumentException unusable) {
            throw new CommandLine.Unusable(
                    "The key " + key + " of the credentials file " + file + " " + unusable.getMessage() + ".");
        }
    }

    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
