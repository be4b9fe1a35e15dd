package cockpit.plugin.cliniccrm;

import cockpit.spi.Text;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.WebhookDelivery;
import cockpit.spi.source.WebhookFeed;
import cockpit.spi.source.WebhookRejection;
import cockpit.spi.source.WebhookRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the CRM sends, with leads that are read from their channel as well marked as repeated: a metric of leads counts the
 * channel's own then, and the CRM's row still tells what became of it.
 */
final class CrmFeed implements WebhookFeed {

    private final WebhookFeed feed;
    private final String leads;
    private final Set<String> counted;

    /**
     * @param leads name of the stream of leads
     * @param counted channels whose leads are read from the channel itself
     */
    CrmFeed(WebhookFeed feed, String leads, Set<String> counted) {
        this.feed = feed;
        this.leads = leads;
        this.counted = counted;
    }

    private Row marked(String stream, Row row) {
        if (!stream.equals(leads)
                || !counted.contains(text(row, "channel"))
                || text(row, "channel_lead_id").isEmpty()
                || !text(row, "duplicate_of").isEmpty()) {
            return row;
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>(row.values());
        values.put("duplicate_of", text(row, "channel_lead_id"));
        return new Row(values, row.origin());
    }

    private static String text(Row row, String column) {
        Object value = row.values().get(column);
        return value == null ? "" : String.valueOf(value).strip();
    }

    private List<Row> marked(String stream, List<Row> rows) {
        return rows.stream().map(row -> marked(stream, row)).toList();
    }

    @Override
    public Text check() throws SourceFault, InterruptedException {
        return feed.check();
    }

    @Override
    public Page read(String stream, @Nullable String cursor) throws SourceFault, InterruptedException {
        Page page = feed.read(stream, cursor);
        return new Page(marked(stream, page.rows()), page.next(), page.more());
    }

    @Override
    public Row dropped(String stream, Row record) {
        return marked(stream, feed.dropped(stream, record));
    }

    @Override
    public WebhookDelivery receive(WebhookRequest request) throws WebhookRejection {
        WebhookDelivery delivery = feed.receive(request);
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        delivery.rows().forEach((stream, pushed) -> rows.put(stream, marked(stream, pushed)));
        return new WebhookDelivery(delivery.eventId(), rows);
    }

    @Override
    public void verifyUpload(WebhookRequest request) throws WebhookRejection {
        feed.verifyUpload(request);
    }

    @Override
    public void close() {
        feed.close();
    }
}
