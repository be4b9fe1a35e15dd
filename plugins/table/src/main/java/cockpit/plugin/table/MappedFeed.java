package cockpit.plugin.table;

import cockpit.spi.Text;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.TableFeed;
import cockpit.spi.source.WebhookDelivery;
import cockpit.spi.source.WebhookFeed;
import cockpit.spi.source.WebhookRejection;
import cockpit.spi.source.WebhookRequest;
import org.jspecify.annotations.Nullable;

/** Rows of a table or a file, with the values that the mapping gives them. */
final class MappedFeed implements WebhookFeed {

    private final TableFeed feed;
    private final Mapping mapping;
    private final SourceContext context;

    MappedFeed(TableFeed feed, Mapping mapping, SourceContext context) {
        this.feed = feed;
        this.mapping = mapping;
        this.context = context;
    }

    @Override
    public Text check() throws SourceFault, InterruptedException {
        return feed.check();
    }

    @Override
    public Page read(String stream, @Nullable String cursor) throws SourceFault, InterruptedException {
        Page page = feed.read(stream, cursor);
        return new Page(
                page.rows().stream()
                        .map(row -> mapping.meant(row, context.zone()))
                        .toList(),
                page.next(),
                page.more());
    }

    @Override
    public Row dropped(String stream, Row record) {
        return mapping.meant(record, context.zone());
    }

    /** Always refused: a table is read, or uploaded as a file. */
    @Override
    public WebhookDelivery receive(WebhookRequest request) throws WebhookRejection {
        return feed.receive(request);
    }

    @Override
    public void verifyUpload(WebhookRequest request) throws WebhookRejection {
        feed.verifyUpload(request);
    }
}
