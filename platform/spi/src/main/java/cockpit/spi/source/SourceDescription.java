package cockpit.spi.source;

import cockpit.spi.Setting;
import cockpit.spi.Text;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a data source is, without opening it.
 *
 * @param id the plugin's folder name: {@code douyin}
 * @param title brand and product: 巨量引擎
 * @param summary one sentence: what it reads
 * @param settings form of a connection; secrets have kind SECRET, addresses kind URL
 * @param streams what a connection delivers; none only where that {@linkplain DataSource#describe(cockpit.spi.Settings)
 *     depends on its settings}
 */
public record SourceDescription(String id, Text title, Text summary, List<Setting> settings, List<Stream> streams) {

    public SourceDescription {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(summary, "summary");
        settings = List.copyOf(settings);
        streams = List.copyOf(streams);
    }

    /** The same source with the streams of one connection. */
    public SourceDescription withStreams(List<Stream> ofConnection) {
        return new SourceDescription(id, title, summary, settings, ofConnection);
    }

    public Optional<Stream> stream(String name) {
        return streams.stream().filter(stream -> stream.name().equals(name)).findFirst();
    }
}
