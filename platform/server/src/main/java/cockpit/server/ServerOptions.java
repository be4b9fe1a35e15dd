package cockpit.server;

import cockpit.core.tenant.StartProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command line of the server, and the settings that its options stand for. */
final class ServerOptions {

    /** Options with a value, and their settings. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("--data", "cockpit.data"),
            Map.entry("--plugins", "cockpit.plugins"),
            Map.entry("--bundled-plugins", "cockpit.bundled-plugins"),
            Map.entry("--tenants", "cockpit.tenants"),
            Map.entry("--port", "server.port"),
            Map.entry("--host", "server.address"),
            Map.entry("--simulator", "cockpit.demo.simulator"),
            Map.entry("--credentials", "cockpit.demo.credentials"),
            Map.entry("--demo-stores", "cockpit.demo.stores"));

    private static final String DEMO = "--demo";

    /** In the data directory. */
    static final String LOG = "cockpit.log";

    private ServerOptions() {}

    /**
     * Settings by name.
     *
     * @throws StartProblem in one sentence, if an option is unknown, lacks its value or has one that does not do
     */
    static Map<String, String> settings(String... arguments) {
        Map<String, String> settings = new LinkedHashMap<>();
        List<String> words = new ArrayList<>(List.of(arguments));
        while (!words.isEmpty()) {
            String option = words.removeFirst();
            if (option.equals(DEMO)) {
                settings.put("cockpit.demo.enabled", "true");
                continue;
            }
            String value = null;
            int equals = option.indexOf('=');
            if (equals > 0) {
                value = option.substring(equals + 1);
                option = option.substring(0, equals);
            }
            String setting = VALUES.get(option);
            if (setting == null) {
                throw new StartProblem("The server has no option " + option + "; known are " + DEMO + ", "
                        + String.join(", ", VALUES.keySet().stream().sorted().toList()) + ".");
            }
            if (value == null) {
                if (words.isEmpty() || words.getFirst().startsWith("--")) {
                    throw new StartProblem("The option " + option + " needs a value.");
                }
                value = words.removeFirst();
            }
            if (settings.put(setting, value) != null) {
                throw new StartProblem("The option " + option + " stands twice.");
            }
        }
        if (settings.containsKey("cockpit.data")) {
            settings.put(
                    "logging.file.name",
                    Path.of(settings.get("cockpit.data"), LOG).toString());
        }
        number(settings, "--port", "server.port", 0, 65_535);
        number(settings, "--demo-stores", "cockpit.demo.stores", 1, 100_000);
        if (settings.containsKey("cockpit.demo.enabled")) {
            for (String needed : List.of("--simulator", "--credentials")) {
                if (!settings.containsKey(String.valueOf(VALUES.get(needed)))) {
                    throw new StartProblem("A demo needs the option " + needed + "; ./cockpit demo gives it.");
                }
            }
        } else if (settings.keySet().stream().anyMatch(setting -> setting.startsWith("cockpit.demo."))) {
            throw new StartProblem("The options of a demo need --demo.");
        }
        return settings;
    }

    private static void number(Map<String, String> settings, String option, String setting, int least, int most) {
        String value = settings.get(setting);
        if (value == null) {
            return;
        }
        if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw new StartProblem(
                    "The option " + option + " is a number from " + least + " to " + most + "; found " + value + ".");
        }
    }
}
