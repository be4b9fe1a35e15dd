package cockpit.simulator;

import cockpit.simulator.oceanengine.OceanEngine;
import cockpit.simulator.world.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the simulator was started.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any free one
 * @param seed another seed, another world
 * @param stores how many stores take part
 * @param speed world seconds in a real second
 * @param days days of history
 * @param start world instant to start at, the real one if null; a state file that is further on wins
 * @param state where progress is kept, if anywhere
 * @param credentials secrets
 * @param limits Ocean Engine's calls in a second
 * @param accessLife how long access tokens work
 * @param unlimited whether the other channels have no frequency limits
 */
public record CommandLine(
        String host,
        int port,
        long seed,
        int stores,
        double speed,
        int days,
        @Nullable Instant start,
        @Nullable Path state,
        Path credentials,
        OceanEngine.Limits limits,
        Duration accessLife,
        boolean unlimited) {

    private static final Set<String> OPTIONS = Set.of(
            "--host",
            "--port",
            "--seed",
            "--stores",
            "--speed",
            "--days",
            "--start",
            "--state",
            "--credentials",
            "--ocean-limits",
            "--access-seconds",
            "--unlimited");

    /** The command line cannot be obeyed; the message is the one sentence to print. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String sentence) {
            super(sentence);
        }
    }

    /** Reads the arguments. */
    public static CommandLine of(String... arguments) throws Unusable {
        Map<String, String> given = new HashMap<>();
        for (int index = 0; index < arguments.length; index += 2) {
            String option = arguments[index];
            if (!OPTIONS.contains(option)) {
                throw new Unusable("There is no option " + option + "; the README lists them all.");
            }
            if (index + 1 == arguments.length) {
                throw new Unusable("Option " + option + " needs a value.");
            }
            given.put(option, arguments[index + 1]);
        }
        String credentials = given.get("--credentials");
        if (credentials == null) {
            throw new Unusable("Option --credentials is missing: a properties file with the secrets to use.");
        }
        String state = given.get("--state");
        return new CommandLine(
                given.getOrDefault("--host", "127.0.0.1"),
                (int) number(given, "--port", 7070, 0, 65_535),
                number(given, "--seed", 618, Long.MIN_VALUE, Long.MAX_VALUE),
                (int) number(given, "--stores", Stores.MOST, 1, Stores.MOST),
                speed(given.get("--speed")),
                (int) number(given, "--days", 120, 0, 720),
                start(given.get("--start")),
                state == null ? null : Path.of(state),
                Path.of(credentials),
                limits(given.get("--ocean-limits")),
                Duration.ofSeconds(number(given, "--access-seconds", 86_400, 1, 86_400)),
                yes(given, "--unlimited"));
    }

    private static long number(Map<String, String> given, String option, long otherwise, long least, long most)
            throws Unusable {
        String text = given.get(option);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException noNumber) {
            throw new Unusable("Option " + option + " must be a whole number, not " + text + ".");
        }
        throw new Unusable("Option " + option + " must be from " + least + " to " + most + ", not " + text + ".");
    }

    private static boolean yes(Map<String, String> given, String option) throws Unusable {
        String text = given.getOrDefault(option, "false");
        if (!text.equals("true") && !text.equals("false")) {
            throw new Unusable("Option " + option + " must be true or false, not " + text + ".");
        }
        return text.equals("true");
    }

    private static double speed(@Nullable String text) throws Unusable {
        if (text == null) {
            return 1;
        }
        try {
            double speed = Double.parseDouble(text);
            if (speed > 0 && speed <= 100_000) {
                return speed;
            }
        } catch (NumberFormatException noNumber) {
            throw new Unusable("Option --speed must be a number, not " + text + ".");
        }
        throw new Unusable("Option --speed must be above 0 and at most 100000, not " + text + ".");
    }

    private static @Nullable Instant start(@Nullable String text) throws Unusable {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException noTime) {
            throw new Unusable("Option --start must look like 2026-11-11T09:00:00+08:00, not " + text + ".");
        }
    }

    private static OceanEngine.Limits limits(@Nullable String text) throws Unusable {
        if (text == null) {
            return OceanEngine.Limits.USUAL;
        }
        if (!text.matches("\\d{1,6},\\d{1,6},\\d{1,6}")) {
            throw new Unusable(
                    "Option --ocean-limits must be three numbers developer,customer,platform, not " + text + ".");
        }
        int first = text.indexOf(',');
        int second = text.indexOf(',', first + 1);
        return new OceanEngine.Limits(
                Integer.parseInt(text.substring(0, first)),
                Integer.parseInt(text.substring(first + 1, second)),
                Integer.parseInt(text.substring(second + 1)));
    }
}
