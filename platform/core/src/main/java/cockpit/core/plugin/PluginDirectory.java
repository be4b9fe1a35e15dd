package cockpit.core.plugin;

import cockpit.spi.Text;
import cockpit.spi.source.DataSource;
import cockpit.spi.widget.Widget;
import com.github.zafarkhaja.semver.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Collator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of one directory of jars. Jars that arrive, change or go are noticed within a second, also when somebody copies
 * them there by hand; a jar that is still being copied is waited for. Of two jars with one plugin id the newer version runs.
 * Every jar has its own class loader on a private copy, so the directory's files are never held open.
 */
public final class PluginDirectory implements Plugins, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginDirectory.class);

    /** How long a file must not have changed before it is read. */
    private static final Duration SETTLE = Duration.ofMillis(300);

    /** How long a file that is no jar must not have changed before it counts as refused. */
    private static final Duration SETTLE_UNREADABLE = Duration.ofSeconds(2);

    /** How often the directory is read even if nothing was announced: some file systems announce nothing. */
    private static final Duration RESCAN = Duration.ofSeconds(5);

    private final Path directory;
    private final Path workDirectory;
    private final String platformVersion;
    private final Map<String, Slot> slots = new TreeMap<>();
    private final Map<String, Seen> seen = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread watcher;
    private volatile View view = new View(List.of(), List.of(), List.of(), Map.of());
    private volatile boolean closed;

    /** A file as it was last looked at. */
    private record Stamp(long size, long modified, @Nullable Object key) {}

    /** When a stamp was first seen, in nanoseconds of the machine's uptime. */
    private record Seen(Stamp stamp, long since) {}

    /**
     * A file that was read.
     *
     * @param again whether a refusal may be lifted when another plugin goes
     */
    private record Slot(
            Stamp stamp, PluginEntry entry, @Nullable LoadedPlugin plugin, boolean again) {}

    /** What callers see, replaced as a whole. */
    private record View(
            List<PluginEntry> entries,
            List<Contribution<Widget>> widgets,
            List<Contribution<DataSource>> sources,
            Map<String, LoadedPlugin> plugins) {}

    /**
     * Loads what is in the directory and begins to watch it.
     *
     * @param directory of the jars; made if it is not there
     * @param workDirectory for private copies; its old content is deleted
     * @param platformVersion what {@code Plugin-Requires} is compared with: {@code 0.1.0}
     */
    public PluginDirectory(Path directory, Path workDirectory, String platformVersion) {
        this.directory = directory.toAbsolutePath().normalize();
        this.workDirectory = workDirectory.toAbsolutePath().normalize();
        this.platformVersion = platformVersion;
        try {
            Files.createDirectories(this.directory);
            Files.createDirectories(this.workDirectory);
            deleteAll(this.workDirectory, "*.jar");
            deleteAll(this.directory, ".upload-*");
        } catch (IOException e) {
            throw new IllegalStateException("The plugins directory " + this.directory + " cannot be used.", e);
        }
        scan(true);
        watcher = Thread.ofPlatform().daemon().name("plugin-watch").start(this::watch);
    }

    private static void deleteAll(Path directory, String glob) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @Override
    public List<PluginEntry> all() {
        return view.entries();
    }

    @Override
    public List<Contribution<Widget>> widgets() {
        return view.widgets();
    }

    @Override
    public Optional<Contribution<Widget>> widget(String id) {
        return view.plugins().values().stream()
                .filter(plugin -> plugin.widgets().containsKey(id))
                .findFirst()
                .flatMap(plugin -> Optional.ofNullable(plugin.widgets().get(id))
                        .map(described -> contribution(plugin, described.extension())));
    }

    @Override
    public List<Contribution<DataSource>> sources() {
        return view.sources();
    }

    @Override
    public Optional<Contribution<DataSource>> source(String id) {
        return view.plugins().values().stream()
                .filter(plugin -> plugin.sources().containsKey(id))
                .findFirst()
                .flatMap(plugin -> Optional.ofNullable(plugin.sources().get(id))
                        .map(described -> contribution(plugin, described.extension())));
    }

    private static <T> Contribution<T> contribution(LoadedPlugin plugin, T extension) {
        return new Contribution<>(plugin.inspection().id(), plugin.inspection().version(), extension);
    }

    @Override
    public Optional<byte[]> asset(String pluginId, String version, String path) {
        LoadedPlugin plugin = view.plugins().get(pluginId);
        return plugin == null || !plugin.inspection().version().equals(version)
                ? Optional.empty()
                : Optional.ofNullable(plugin.inspection().assets().get(path)).map(byte[]::clone);
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public PluginEntry install(String fileName, InputStream jar) throws PluginRefused {
        String name = shortName(fileName);
        Path upload = directory.resolve(".upload-" + UUID.randomUUID());
        try {
            receive(name, jar, upload);
            PluginEntry entry;
            synchronized (this) {
                entry = take(name, upload);
            }
            scan(false);
            announce();
            return entry;
        } catch (IOException e) {
            throw new PluginRefused(Text.of(
                    name + " 无法写入插件目录：" + e.getMessage() + "。",
                    name + " cannot be written to the plugins directory: " + e.getMessage() + "."));
        } finally {
            delete(upload);
        }
    }

    private static String shortName(String fileName) {
        String last = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        String plain = last.replaceAll("[\\p{Cntrl}]", "").strip();
        return plain.isEmpty() ? "plugin.jar" : plain.substring(0, Math.min(100, plain.length()));
    }

    private static void receive(String name, InputStream jar, Path upload) throws IOException, PluginRefused {
        long size = 0;
        byte[] buffer = new byte[64 * 1024];
        try (OutputStream output = Files.newOutputStream(upload)) {
            for (int read = jar.read(buffer); read >= 0; read = jar.read(buffer)) {
                size += read;
                if (size > JarInspection.LARGEST_JAR) {
                    throw new PluginRefused(Text.of(
                            name + " 超过 64 MB；插件只应包含自己的类和少量依赖，请精简后再装。",
                            name + " is larger than 64 MB; a plugin holds its own classes and few libraries: make it"
                                    + " smaller."));
                }
                output.write(buffer, 0, read);
            }
        }
    }

    private PluginEntry take(String name, Path upload) throws IOException, PluginRefused {
        requireOpen();
        LoadedPlugin candidate;
        try {
            candidate = LoadedPlugin.open(upload, name, workDirectory, platformVersion);
        } catch (JarInspection.Refused e) {
            throw new PluginRefused(e.sentence());
        }
        String id = candidate.inspection().id();
        String version = candidate.inspection().version();
        try {
            Slot running = running(id);
            if (running != null && compare(running.entry().version(), version) > 0) {
                throw new PluginRefused(Text.of(
                        name + " 是 " + id + " 的旧版本 " + version + "，已装 "
                                + running.entry().version() + "；如需回退请先移除已装的版本。",
                        name + " is " + id + " " + version + ", older than the installed "
                                + running.entry().version() + "; remove that one first if you want to go back."));
            }
            Optional<Text> conflict = conflict(name, candidate);
            if (conflict.isPresent()) {
                throw new PluginRefused(conflict.get());
            }
            Path target = target(id, version);
            Files.move(upload, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            for (Map.Entry<String, Slot> slot : List.copyOf(slots.entrySet())) {
                if (slot.getValue().entry().id().equals(id)) {
                    unload(slot.getKey());
                    if (!slot.getKey().equals(target.getFileName().toString())) {
                        delete(directory.resolve(slot.getKey()));
                    }
                }
            }
            Slot loaded = loaded(target, candidate, stamp(target));
            refresh();
            return loaded.entry();
        } catch (IOException | PluginRefused | RuntimeException e) {
            candidate.close();
            throw e;
        }
    }

    /** The file name says what is in it, unless somebody gave another plugin's jar that name. */
    private Path target(String id, String version) {
        Slot there = slots.get(id + "-" + version + ".jar");
        String name =
                there == null || there.entry().id().equals(id) ? id + "-" + version : id + "-" + UUID.randomUUID();
        return directory.resolve(name + ".jar");
    }

    @Override
    public void remove(String pluginId) throws PluginRefused {
        synchronized (this) {
            List<String> files = slots.entrySet().stream()
                    .filter(slot -> slot.getValue().entry().id().equals(pluginId))
                    .map(Map.Entry::getKey)
                    .toList();
            if (files.isEmpty()) {
                throw new PluginRefused(Text.of(
                        "没有名为 " + pluginId + " 的插件；它可能已被移除，请刷新页面。",
                        "There is no plugin " + pluginId + "; perhaps it was removed already: reload the page."));
            }
            for (String file : files) {
                unload(file);
                try {
                    Files.deleteIfExists(directory.resolve(file));
                } catch (IOException e) {
                    throw new PluginRefused(Text.of(
                            file + " 无法删除：" + e.getMessage() + "。",
                            file + " cannot be deleted: " + e.getMessage() + "."));
                }
            }
            refresh();
        }
        scan(false);
        announce();
    }

    // ---- watching ----

    private void watch() {
        try (WatchService service = FileSystems.getDefault().newWatchService()) {
            directory.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            boolean settling = false;
            while (!closed) {
                WatchKey key =
                        service.poll((settling ? SETTLE.dividedBy(2) : RESCAN).toMillis(), TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
                settling = rescan();
            }
        } catch (IOException e) {
            if (closed) {
                return;
            }
            LOG.warn("The plugins directory cannot be watched ({}); it is read every second.", e.getMessage());
            poll();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll() {
        try {
            while (!closed) {
                Thread.sleep(rescan() ? SETTLE : Duration.ofSeconds(1));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean rescan() {
        try {
            return scan(false);
        } catch (RuntimeException e) {
            LOG.error("The plugins directory could not be read", e);
            return false;
        }
    }

    /**
     * Brings the loaded plugins in line with the directory.
     *
     * @param atOnce whether files count as complete as they are
     * @return whether some file still has to settle
     */
    private boolean scan(boolean atOnce) {
        boolean settling;
        boolean changed;
        synchronized (this) {
            if (closed) {
                return false;
            }
            View before = view;
            settling = reconcile(atOnce);
            refresh();
            changed = !before.entries().equals(view.entries())
                    || !before.plugins().equals(view.plugins());
        }
        if (changed) {
            announce();
        }
        return settling;
    }

    private boolean reconcile(boolean atOnce) {
        Map<String, Stamp> present = files();
        seen.keySet().retainAll(present.keySet());
        for (String gone : List.copyOf(slots.keySet())) {
            if (!present.containsKey(gone)) {
                unload(gone);
            }
        }
        boolean settling = false;
        boolean progress = true;
        Set<String> looked = new HashSet<>();
        while (progress) {
            progress = false;
            for (Map.Entry<String, Stamp> file : present.entrySet()) {
                Slot slot = slots.get(file.getKey());
                if (slot != null && slot.stamp().equals(file.getValue())) {
                    continue;
                }
                Seen first = seen.get(file.getKey());
                if (first == null || !first.stamp().equals(file.getValue())) {
                    first = new Seen(file.getValue(), System.nanoTime());
                    seen.put(file.getKey(), first);
                }
                Duration stable = Duration.ofNanos(System.nanoTime() - first.since());
                if (!atOnce && stable.compareTo(SETTLE) < 0) {
                    settling = true;
                } else if (looked.add(file.getKey())) {
                    int running = view.plugins().size();
                    boolean wait = load(directory.resolve(file.getKey()), file.getValue(), atOnce, stable);
                    settling |= wait;
                    refresh();
                    progress |= running > view.plugins().size();
                }
            }
        }
        return settling;
    }

    private Map<String, Stamp> files() {
        Map<String, Stamp> present = new TreeMap<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
            for (Path jar : jars) {
                String name = String.valueOf(jar.getFileName());
                if (!name.startsWith(".") && Files.isRegularFile(jar)) {
                    present.put(name, stamp(jar));
                }
            }
        } catch (IOException e) {
            LOG.debug("A jar went while the directory was read: {}", e.getMessage());
            slots.forEach((name, slot) -> {
                if (Files.exists(directory.resolve(name))) {
                    present.putIfAbsent(name, slot.stamp());
                }
            });
        }
        return present;
    }

    private static Stamp stamp(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.fileKey());
    }

    /** @return whether to wait: the file may still be on its way */
    private boolean load(Path file, Stamp stamp, boolean atOnce, Duration stable) {
        String name = String.valueOf(file.getFileName());
        LoadedPlugin candidate;
        try {
            candidate = LoadedPlugin.open(file, name, workDirectory, platformVersion);
        } catch (JarInspection.Refused e) {
            if (e.unreadable() && !atOnce && stable.compareTo(SETTLE_UNREADABLE) < 0) {
                return true;
            }
            unload(name);
            refuse(name, stamp, e.known(), e.sentence(), false);
            return false;
        }
        String id = candidate.inspection().id();
        String version = candidate.inspection().version();
        Slot running = running(id);
        boolean sameFile = running != null && running.equals(slots.get(name));
        if (running != null && !sameFile && compare(running.entry().version(), version) >= 0) {
            candidate.close();
            unload(name);
            refuse(
                    name,
                    stamp,
                    candidate.inspection(),
                    Text.of(
                            name + "：插件 " + id + " 已由 " + running.entry().fileName() + "（"
                                    + running.entry().version() + "）提供；请删除其中一个文件。",
                            name + ": the plugin " + id + " comes from "
                                    + running.entry().fileName() + " ("
                                    + running.entry().version() + "); delete one of the files."),
                    true);
            return false;
        }
        Optional<Text> conflict = conflict(name, candidate);
        if (conflict.isPresent()) {
            candidate.close();
            unload(name);
            refuse(name, stamp, candidate.inspection(), conflict.get(), true);
            return false;
        }
        if (running != null && !sameFile) {
            String old = running.entry().fileName();
            Stamp oldStamp = running.stamp();
            JarInspection oldInspection =
                    java.util.Objects.requireNonNull(running.plugin()).inspection();
            unload(old);
            refuse(
                    old,
                    oldStamp,
                    oldInspection,
                    Text.of(
                            old + " 已被更新的 " + name + "（" + version + "）取代，可以删除。",
                            old + " is superseded by the newer " + name + " (" + version + ") and can be deleted."),
                    true);
        } else {
            unload(name);
        }
        loaded(file, candidate, stamp);
        return false;
    }

    private @Nullable Slot running(String id) {
        return slots.values().stream()
                .filter(slot -> slot.plugin() != null && slot.entry().id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private int compare(String left, String right) {
        return Version.parse(left).compareTo(Version.parse(right));
    }

    /** An id of the candidate's that another plugin has taken. */
    private Optional<Text> conflict(String name, LoadedPlugin candidate) {
        String id = candidate.inspection().id();
        for (Slot slot : slots.values()) {
            LoadedPlugin other = slot.plugin();
            if (other == null || other.inspection().id().equals(id)) {
                continue;
            }
            for (String widget : candidate.widgets().keySet()) {
                if (other.widgets().containsKey(widget)) {
                    return Optional.of(taken(name, "组件", "widget", widget, slot.entry()));
                }
            }
            for (String source : candidate.sources().keySet()) {
                if (other.sources().containsKey(source)) {
                    return Optional.of(taken(name, "数据源", "source", source, slot.entry()));
                }
            }
        }
        return Optional.empty();
    }

    private static Text taken(String name, String kind, String english, String id, PluginEntry by) {
        return Text.of(
                name + "：" + kind + "标识 " + id + " 已被插件 " + by.id() + "（" + by.fileName() + "）占用；请换一个标识或先移除它。",
                name + ": the " + english + " id " + id + " is taken by the plugin " + by.id() + " (" + by.fileName()
                        + "); choose another id or remove that plugin first.");
    }

    private Slot loaded(Path file, LoadedPlugin plugin, Stamp stamp) {
        String name = String.valueOf(file.getFileName());
        JarInspection inspection = plugin.inspection();
        Slot slot = new Slot(
                stamp,
                new PluginEntry(
                        inspection.id(),
                        inspection.version(),
                        inspection.provider(),
                        inspection.description(),
                        name,
                        List.copyOf(plugin.widgets().keySet()),
                        List.copyOf(plugin.sources().keySet()),
                        Optional.empty()),
                plugin,
                false);
        slots.put(name, slot);
        LOG.info("Plugin {} {} is loaded", inspection.id(), inspection.version());
        return slot;
    }

    private void refuse(String name, Stamp stamp, @Nullable JarInspection known, Text sentence, boolean again) {
        boolean named = known != null && !known.id().isEmpty();
        slots.put(
                name,
                new Slot(
                        stamp,
                        new PluginEntry(
                                named ? known.id() : name,
                                known == null ? "" : known.version(),
                                known == null ? "" : known.provider(),
                                known == null ? "" : known.description(),
                                name,
                                List.of(),
                                List.of(),
                                Optional.of(sentence)),
                        null,
                        again));
        LOG.info("Plugin refused: {}", sentence.en());
    }

    /** Takes a file out; others that stood back for it are read again at the next scan. */
    private void unload(String name) {
        Slot slot = slots.remove(name);
        if (slot == null || slot.plugin() == null) {
            return;
        }
        slots.values().removeIf(Slot::again);
        String id = slot.plugin().inspection().id();
        refresh();
        slot.plugin().close();
        LOG.info("Plugin {} is unloaded", id);
    }

    private void refresh() {
        Collator order = Collator.getInstance(Locale.CHINA);
        Map<String, LoadedPlugin> plugins = new TreeMap<>();
        List<PluginEntry> entries = new ArrayList<>();
        for (Slot slot : slots.values()) {
            entries.add(slot.entry());
            if (slot.plugin() != null) {
                plugins.put(slot.entry().id(), slot.plugin());
            }
        }
        entries.sort(Comparator.comparing(PluginEntry::id).thenComparing(PluginEntry::fileName));
        record Titled<T>(String title, Contribution<T> contribution) {}
        List<Titled<Widget>> widgets = new ArrayList<>();
        List<Titled<DataSource>> sources = new ArrayList<>();
        plugins.values().forEach(plugin -> {
            plugin.widgets()
                    .values()
                    .forEach(widget -> widgets.add(
                            new Titled<>(widget.description().title().zh(), contribution(plugin, widget.extension()))));
            plugin.sources()
                    .values()
                    .forEach(source -> sources.add(
                            new Titled<>(source.description().title().zh(), contribution(plugin, source.extension()))));
        });
        view = new View(
                List.copyOf(entries),
                widgets.stream()
                        .sorted((left, right) -> order.compare(left.title(), right.title()))
                        .map(Titled::contribution)
                        .toList(),
                sources.stream()
                        .sorted((left, right) -> order.compare(left.title(), right.title()))
                        .map(Titled::contribution)
                        .toList(),
                Map.copyOf(plugins));
    }

    private void announce() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.error("A listener failed on a change of plugins", e);
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The plugins directory is closed.");
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", file, e.getMessage());
        }
    }

    /** Unloads all plugins; their jars stay. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            List.copyOf(slots.keySet()).forEach(this::unload);
            slots.clear();
            refresh();
        }
        watcher.interrupt();
    }
}
