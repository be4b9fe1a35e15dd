package cockpit.core.plugin;

import com.github.zafarkhaja.semver.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The plugins that come with the platform: put into the plugins directory at the first start, renewed at upgrades. */
public final class BundledPlugins {

    /** Remembers in the plugins directory what was put there, so that a removed plugin does not come back. */
    static final String RECORD = ".bundled-plugins";

    private BundledPlugins() {}

    private record Jar(Path file, String id, String version, String sum) {}

    /**
     * Copies each bundled jar that was never copied, and renews those whose bundled content changed, unless the operator
     * removed the plugin or installed a newer version. Call it before {@link PluginDirectory} is opened.
     *
     * @return ids of the plugins that were copied or renewed
     * @throws IOException if a directory cannot be read or written
     */
    public static List<String> seed(Path bundledDirectory, Path pluginsDirectory) throws IOException {
        Files.createDirectories(pluginsDirectory);
        Path recordFile = pluginsDirectory.resolve(RECORD);
        Map<String, String> sums = new TreeMap<>();
        if (Files.exists(recordFile)) {
            for (String line : Files.readAllLines(recordFile)) {
                int blank = line.indexOf(' ');
                if (blank > 0) {
                    sums.put(line.substring(0, blank), line.substring(blank + 1).strip());
                }
            }
        }
        List<Jar> installed = jars(pluginsDirectory);
        List<String> copied = new ArrayList<>();
        for (Jar jar : jars(bundledDirectory)) {
            String known = sums.get(jar.id());
            if (jar.sum().equals(known)) {
                continue;
            }
            List<Jar> present = installed.stream()
                    .filter(other -> other.id().equals(jar.id()))
                    .toList();
            boolean removed = known != null && present.isEmpty();
            boolean newerThere = present.stream()
                    .anyMatch(other -> Version.parse(other.version()).compareTo(Version.parse(jar.version())) > 0);
            if (!removed && !newerThere) {
                Path target = pluginsDirectory.resolve(jar.id() + "-" + jar.version() + ".jar");
                Path incomplete = pluginsDirectory.resolve(".upload-" + jar.id());
                Files.copy(jar.file(), incomplete, StandardCopyOption.REPLACE_EXISTING);
                Files.move(incomplete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                for (Jar old : present) {
                    if (!old.file().equals(target)) {
                        Files.deleteIfExists(old.file());
                    }
                }
                copied.add(jar.id());
            }
            sums.put(jar.id(), jar.sum());
        }
        Path incomplete = pluginsDirectory.resolve(RECORD + ".new");
        Files.write(
                incomplete,
                sums.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
        Files.move(incomplete, recordFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return List.copyOf(copied);
    }

    private static List<Jar> jars(Path directory) throws IOException {
        List<Jar> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
            for (Path file : files) {
                Jar jar = read(file);
                if (jar != null) {
                    jars.add(jar);
                }
            }
        }
        jars.sort((left, right) -> left.file().compareTo(right.file()));
        return jars;
    }

    /** Null for a file that is no plugin; the plugins page says why once it is read there. */
    private static @Nullable Jar read(Path file) throws IOException {
        try {
            JarInspection inspection = JarInspection.of(file, String.valueOf(file.getFileName()));
            return new Jar(file, inspection.id(), inspection.version(), sum(file));
        } catch (JarInspection.Refused _) {
            return null;
        }
    }

    private static String sum(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }
}
