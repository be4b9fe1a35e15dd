package cockpit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees when somebody changes a tenant's YAML files. It looks every few seconds, which works on every file system, and waits
 * until files have stopped changing, so that half a copy is not read.
 */
final class TenantWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TenantWatch.class);
    private static final int DEEPEST = 4;

    private final Path directory;
    private final Duration pause;
    private final Listener listener;
    private final Thread watching;

    /** Called with the codes of the folders that changed, came or went. */
    @FunctionalInterface
    interface Listener {
        void changed(Set<String> folders);
    }

    /** What a folder's files looked like: path, size and time of each. */
    private record Look(Map<String, String> folders) {}

    TenantWatch(Path directory, Duration pause, Listener listener) {
        this.directory = directory;
        this.pause = pause;
        this.listener = listener;
        Look first = look();
        this.watching = Thread.ofVirtual().name("tenant-watch").start(() -> watch(first));
    }

    private void watch(Look first) {
        Look known = first;
        Look seen = first;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(pause);
                Look now = look();
                if (now.equals(seen) && !now.equals(known)) {
                    Set<String> changed = differences(known, now);
                    known = now;
                    listener.changed(changed);
                }
                seen = now;
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("The tenants directory {} could not be looked at: {}", directory, e.getMessage());
            }
        }
    }

    private static Set<String> differences(Look before, Look now) {
        Set<String> changed = new HashSet<>(before.folders.keySet());
        changed.addAll(now.folders.keySet());
        changed.removeIf(folder -> String.valueOf(before.folders.get(folder)).equals(now.folders.get(folder)));
        return changed;
    }

    private Look look() {
        Map<String, String> folders = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
            files.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(file -> {
                Path relative = directory.relativize(file);
                if (relative.getNameCount() > 1) {
                    folders.merge(relative.getName(0).toString(), described(file), String::concat);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Look(folders);
    }

    private static String described(Path file) {
        try {
            return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file) + "\n";
        } catch (IOException _) {
            return file + " gone\n";
        }
    }

    @Override
    public void close() {
        watching.interrupt();
    }
}
