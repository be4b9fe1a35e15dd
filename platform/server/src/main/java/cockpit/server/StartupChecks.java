package cockpit.server;

import cockpit.core.tenant.StartProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must be right before anything is started. Each problem is one sentence that names the thing and the mend. */
final class StartupChecks {

    private StartupChecks() {}

    /**
     * @param settings of the command line
     * @throws StartProblem at the first thing that is wrong
     */
    static void check(Map<String, String> settings) {
        String data = settings.get("cockpit.data");
        if (data == null || data.isBlank()) {
            throw new StartProblem("The option --data is missing: say where data and keys shall rest.");
        }
        Path directory = Path.of(data).toAbsolutePath().normalize();
        writable("data", directory);
        writable("plugins", path(settings, "cockpit.plugins", directory.resolve("plugins")));
        String tenants = settings.get("cockpit.tenants");
        if (tenants == null) {
            writable("tenants", directory.resolve("tenants"));
        } else {
            readable("tenants", Path.of(tenants));
        }
        String bundled = settings.get("cockpit.bundled-plugins");
        if (bundled != null) {
            readable("bundled plugins", Path.of(bundled));
        }
        String credentials = settings.get("cockpit.demo.credentials");
        if (credentials != null && !Files.isReadable(Path.of(credentials))) {
            throw new StartProblem("The credentials file " + credentials + " cannot be read.");
        }
        port(settings.getOrDefault("server.address", "127.0.0.1"), settings.getOrDefault("server.port", "8080"));
    }

    private static Path path(Map<String, String> settings, String setting, Path otherwise) {
        String stated = settings.get(setting);
        return stated == null ? otherwise : Path.of(stated);
    }

    /** Creates it where its parent allows, for its owner alone. */
    private static void writable(String what, Path directory) {
        if (!Files.exists(directory)) {
            try {
                Path parent = directory.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (IOException e) {
                throw new StartProblem(
                        "The " + what + " directory " + directory + " is not there and cannot be created" + reason(e)
                                + "; create it and make it writable for this user.",
                        e);
            }
        }
        if (!Files.isDirectory(directory)) {
            throw new StartProblem("The " + what + " directory " + directory + " is a file; state a directory.");
        }
        try {
            Files.delete(Files.createTempFile(directory, ".write", ".check"));
        } catch (IOException e) {
            throw new StartProblem(
                    "The " + what + " directory " + directory + " cannot be written" + reason(e)
                            + "; make it writable for this user.",
                    e);
        }
    }

    private static void readable(String what, Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new StartProblem("The " + what + " directory " + directory + " is not there; state another.");
        }
        if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
            throw new StartProblem(
                    "The " + what + " directory " + directory + " cannot be read; make it readable for this user.");
        }
    }

    private static String reason(IOException problem) {
        String message = problem.getMessage();
        return message != null && message.contains("No space left") ? " because the disk is full" : "";
    }

    private static void port(String host, String port) {
        int number = Integer.parseInt(port);
        if (number == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), number));
        } catch (UnknownHostException e) {
            throw new StartProblem("The address " + host + " of --host is not known on this machine.", e);
        } catch (IOException e) {
            throw portProblem(host, number, e);
        }
    }

    static StartProblem portProblem(String host, int port, @Nullable Throwable cause) {
        String message = cause == null ? "" : String.valueOf(cause.getMessage());
        if (message.contains("assign")) {
            return new StartProblem("The address " + host + " of --host is none of this machine's.", cause);
        }
        if (message.contains("ermission")) {
            return new StartProblem(
                    "This user may not listen on port " + port + "; choose one above 1023 with --port.", cause);
        }
        return new StartProblem(
                "Port " + port + " on " + host + " is in use; stop what listens there or choose another with --port.",
                cause);
    }
}
