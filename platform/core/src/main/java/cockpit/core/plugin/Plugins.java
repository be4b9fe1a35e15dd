package cockpit.core.plugin;

import cockpit.spi.source.DataSource;
import cockpit.spi.widget.Widget;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The plugins of this install and what they contribute. All calls may come from any thread. */
public interface Plugins {

    /** Loaded plugins, and jars that were refused with the reason. */
    List<PluginEntry> all();

    /** Widgets by title order of the palette. */
    List<Contribution<Widget>> widgets();

    Optional<Contribution<Widget>> widget(String id);

    List<Contribution<DataSource>> sources();

    Optional<Contribution<DataSource>> source(String id);

    /**
     * Takes an uploaded jar, checks it, puts it into the plugins directory and loads it. Replaces the same plugin's older
     * version.
     *
     * @param fileName for messages only
     * @throws PluginRefused with a sentence: no plugin, needs a newer platform, id taken, too large, …
     */
    PluginEntry install(String fileName, InputStream jar) throws PluginRefused;

    /**
     * Unloads a plugin and deletes its jar.
     *
     * @throws PluginRefused if there is no such plugin
     */
    void remove(String pluginId) throws PluginRefused;

    /** A file below {@code web/} of a plugin's jar, from an index in memory. */
    Optional<byte[]> asset(String pluginId, String version, String path);

    /** Calls back after plugins came or went. */
    AutoCloseable onChange(Runnable listener);
}
