package cockpit.server;

import cockpit.core.tenant.StartProblem;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.server.PortInUseException;

/** The server. It ends with 2 and one sentence on the standard error where it cannot run. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CockpitApplication {

    private static final int CANNOT_RUN = 2;

    /** @param arguments options such as {@code --data DIR}; unknown ones are refused */
    public static void main(String[] arguments) {
        Map<String, String> settings = Map.of();
        try {
            settings = ServerOptions.settings(arguments);
            StartupChecks.check(settings);
            SpringApplication.run(
                    CockpitApplication.class,
                    settings.entrySet().stream()
                            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                            .toArray(String[]::new));
        } catch (RuntimeException e) {
            Console.complain(sentence(e, settings));
            System.exit(CANNOT_RUN);
        }
    }

    private static String sentence(RuntimeException problem, Map<String, String> settings) {
        Optional<StartProblem> known = cause(problem, StartProblem.class);
        if (known.isPresent()) {
            return String.valueOf(known.get().getMessage());
        }
        Optional<PortInUseException> port = cause(problem, PortInUseException.class);
        if (port.isPresent()) {
            return String.valueOf(StartupChecks.portProblem(
                            settings.getOrDefault("server.address", "127.0.0.1"),
                            port.get().getPort(),
                            port.get())
                    .getMessage());
        }
        Logger log = LoggerFactory.getLogger(CockpitApplication.class);
        log.error("The server cannot start.", problem);
        return "The server cannot start (" + problem.getMessage() + "); the log " + settings.get("cockpit.data")
                + "/cockpit.log says more.";
    }

    private static <T extends Throwable> Optional<T> cause(@Nullable Throwable problem, Class<T> type) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
