package cockpit.spi.source;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a genuine push brought.
 *
 * @param eventId the channel's id of the event, the same on a resend; empty where a push needs no memory, such as the
 *     verification of an address
 * @param rows rows by stream name; empty for a ping
 * @param stale names of pulled streams that the channel says have changed: they are read again soon instead of at their
 *     next turn
 * @param answer text that the channel waits for, sent with status 200; empty for the host's own answer
 */
public record WebhookDelivery(String eventId, Map<String, List<Row>> rows, Set<String> stale, Optional<String> answer) {

    public WebhookDelivery {
        rows = Map.copyOf(rows);
        stale = Set.copyOf(stale);
    }

    public WebhookDelivery(String eventId, Map<String, List<Row>> rows) {
        this(eventId, rows, Set.of(), Optional.empty());
    }

    /**
     * The same delivery, answered with a text. A channel that wants its own answer often encrypts anew at each try, so its
     * event ids alone tell events apart: one that is known already is answered with the text again, whatever its body.
     */
    public WebhookDelivery answeredWith(String text) {
        return new WebhookDelivery(eventId, rows, stale, Optional.of(text));
    }

    /** The same delivery, after which these pulled streams are read again soon. */
    public WebhookDelivery outdating(String... streams) {
        Set<String> all = new LinkedHashSet<>(stale);
        all.addAll(List.of(streams));
        return new WebhookDelivery(eventId, rows, all, answer);
    }
}
