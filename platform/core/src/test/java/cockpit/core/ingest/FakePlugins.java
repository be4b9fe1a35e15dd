package cockpit.core.ingest;

import cockpit.core.plugin.Contribution;
import cockpit.core.plugin.PluginEntry;
import cockpit.core.plugin.PluginRefused;
import cockpit.core.plugin.Plugins;
import cockpit.spi.source.DataSource;
import cockpit.spi.widget.Widget;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Plugins that a test puts in and takes out. */
final class FakePlugins implements Plugins {

    private final Map<String, Contribution<DataSource>> sources = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    void put(DataSource source) {
        sources.put(
                source.describe().id(),
                new Contribution<>("plugin-" + source.describe().id(), "1.0.0", source));
        listeners.forEach(Runnable::run);
    }

    void take(String id) {
        sources.remove(id);
        listeners.forEach(Runnable::run);
    }

    @Override
    public List<PluginEntry> all() {
        return List.of();
    }

    @Override
    public List<Contribution<Widget>> widgets() {
        return List.of();
    }

    @Override
    public Optional<Contribution<Widget>> widget(String id) {
        return Optional.empty();
    }

    @Override
    public List<Contribution<DataSource>> sources() {
        return List.copyOf(sources.values());
    }

    @Override
    public Optional<Contribution<DataSource>> source(String id) {
        return Optional.ofNullable(sources.get(id));
    }

    @Override
    public PluginEntry install(String fileName, InputStream jar) throws PluginRefused {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(String pluginId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<byte[]> asset(String pluginId, String version, String path) {
        return Optional.empty();
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
