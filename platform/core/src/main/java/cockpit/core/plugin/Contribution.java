package cockpit.core.plugin;

/**
 * An extension and the plugin that it came from. Hold it no longer than one piece of work: it pins the plugin's class
 * loader.
 */
public record Contribution<T>(String pluginId, String version, T extension) {}
