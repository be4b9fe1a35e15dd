package cockpit.spi.source;

import cockpit.spi.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The feed of a source whose rows come from tables of a database, from pushes, from files, or from several of them. A
 * source that uses it names the tables, and needs no code of its own.
 */
public final class TableFeed implements WebhookFeed {

    private final EventFeed events;
    private final SourceContext context;
    private final Map<String, DatabaseTable> tables;

    /**
     * @param events takes the pushes, and what is not pulled
     * @param tables table by name of the stream that it fills
     */
    public TableFeed(EventFeed events, SourceContext context, Map<String, DatabaseTable> tables) {
        this.events = events;
        this.context = context;
        this.tables = new LinkedHashMap<>(tables);
    }

    @Override
    public Text check() throws SourceFault, InterruptedException {
        Optional<Text> sentence = Optional.empty();
        for (DatabaseTable table : tables.values()) {
            Text one = table.check(context.database());
            sentence = Optional.of(sentence.map(all -> Text.of(all.zh() + one.zh(), all.en() + " " + one.en()))
                    .orElse(one));
        }
        return sentence.isPresent() ? sentence.get() : events.check();
    }

    @Override
    public Page read(String stream, @Nullable String cursor) throws SourceFault, InterruptedException {
        DatabaseTable table = tables.get(stream);
        return table == null ? events.read(stream, cursor) : table.read(context.database(), cursor);
    }

    @Override
    public WebhookDelivery receive(WebhookRequest request) throws WebhookRejection {
        return events.receive(request);
    }

    @Override
    public void verifyUpload(WebhookRequest request) throws WebhookRejection {
        events.verifyUpload(request);
    }
}
