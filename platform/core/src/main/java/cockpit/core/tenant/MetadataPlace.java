package cockpit.core.tenant;

import cockpit.spi.Secret;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where metadata rests: our own H2 file, or a PostgreSQL database. There is no way to state another driver or a driver
 * parameter that is not listed here: addresses are taken apart, checked against what is allowed, and put together again.
 */
public sealed interface MetadataPlace {

    /** The file {@code metadata.mv.db} in a directory. */
    record Embedded(Path directory) implements MetadataPlace {
        public Embedded {
            directory = directory.toAbsolutePath().normalize();
            if (directory.toString().contains(";")) {
                throw new StartProblem("The data directory " + directory
                        + " has a semicolon in its name, which the embedded database cannot take; choose another.");
            }
        }
    }

    /**
     * @param parameters by name, only those of {@link #PARAMETERS}
     */
    record PostgreSql(
            String host, int port, String database, Map<String, String> parameters, String user, Secret password)
            implements MetadataPlace {

        /** What may be stated, and which values. */
        public static final Map<String, Pattern> PARAMETERS = Map.of(
                "sslmode", Pattern.compile("disable|allow|prefer|require|verify-ca|verify-full"),
                "currentSchema", Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}"));

        private static final Pattern ADDRESS =
                Pattern.compile("jdbc:postgresql://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?/"
                        + "([A-Za-z0-9_][A-Za-z0-9_.-]*)(?:\\?(.*))?");

        public PostgreSql {
            parameters = Map.copyOf(parameters);
        }

        private static PostgreSql of(String address, String user, Secret password) {
            Matcher matcher = ADDRESS.matcher(address);
            if (!matcher.matches()) {
                throw new StartProblem("cockpit.metadata.url must read jdbc:postgresql://HOST:PORT/DATABASE"
                        + " and nothing else is accepted; leave it out for the embedded database.");
            }
            Map<String, String> parameters = new TreeMap<>();
            String query = matcher.group(4);
            if (query != null) {
                Arrays.stream(query.split("&")).forEach(pair -> {
                    String[] parts = pair.split("=", 2);
                    Pattern allowed = PARAMETERS.get(parts[0]);
                    if (allowed == null
                            || parts.length < 2
                            || !allowed.matcher(parts[1]).matches()) {
                        throw new StartProblem("cockpit.metadata.url: the parameter " + parts[0]
                                + " or its value is not accepted; known are sslmode and currentSchema.");
                    }
                    parameters.put(parts[0], parts[1]);
                });
            }
            String port = matcher.group(2);
            return new PostgreSql(
                    matcher.group(1),
                    port == null ? 5432 : Integer.parseInt(port),
                    matcher.group(3),
                    parameters,
                    user,
                    password);
        }
    }

    /**
     * The place that the settings state.
     *
     * @param url {@code jdbc:postgresql://…}; null or blank for the embedded database
     * @throws StartProblem if the address is none that is accepted
     */
    static MetadataPlace of(Path data, @Nullable String url, @Nullable String user, @Nullable Secret password) {
        if (url == null || url.isBlank()) {
            return new Embedded(data);
        }
        if (user == null || user.isBlank()) {
            throw new StartProblem("cockpit.metadata.user is missing: PostgreSQL needs a user.");
        }
        return PostgreSql.of(url.strip(), user, password == null ? Secret.of("") : password);
    }

    /** The address that the driver is given. */
    default String driverAddress() {
        return switch (this) {
            case Embedded(Path directory) ->
                "jdbc:h2:file:" + directory.resolve("metadata") + ";DB_CLOSE_ON_EXIT=FALSE";
            case PostgreSql(
                    String host,
                    int port,
                    String database,
                    Map<String, String> parameters,
                    String _,
                    Secret _) -> {
                StringBuilder address = new StringBuilder("jdbc:postgresql://" + host + ":" + port + "/" + database);
                char separator = '?';
                for (Map.Entry<String, String> parameter : new TreeMap<>(parameters).entrySet()) {
                    address.append(separator)
                            .append(parameter.getKey())
                            .append('=')
                            .append(parameter.getValue());
                    separator = '&';
                }
                yield address.toString();
            }
        };
    }
}
