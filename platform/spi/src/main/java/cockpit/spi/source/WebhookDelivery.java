package cockpit.spi.source;

import java.util.List;
import java.util.Map;

/**
 * What a genuine push brought.
 *
 * @param eventId the channel's id of the event, the same on a resend
 * @param rows rows by stream name; empty for a ping
 */
public record WebhookDelivery(String eventId, Map<String, List<Row>> rows) {

    public WebhookDelivery {
        rows = Map.copyOf(rows);
    }
}
