package cockpit.core.plugin;

import cockpit.spi.Text;
import java.util.List;
import java.util.Optional;

/**
 * A plugin as the plugin page shows it.
 *
 * @param id the manifest's Plugin-Id; the file's name where it has none
 * @param version the manifest's, or empty
 * @param provider who made it, or empty; shown as text and never as markup
 * @param description one sentence, or empty
 * @param fileName name of the jar
 * @param widgets ids of its widgets
 * @param sources ids of its data sources
 * @param refusal why it is not loaded; empty for a loaded one
 */
public record PluginEntry(
        String id,
        String version,
        String provider,
        String description,
        String fileName,
        List<String> widgets,
        List<String> sources,
        Optional<Text> refusal) {}
