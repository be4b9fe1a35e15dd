package cockpit.core.warehouse;

import cockpit.spi.data.Dataset;
import java.util.List;
import java.util.Optional;

/**
 * What is stored together.
 *
 * @param connection whose facts
 * @param stream whose cursor
 * @param dataset which table
 * @param facts if a key stands twice, the one with the larger version, or else the later, is stored
 * @param cursor where to read on; empty keeps the stored one
 * @param eventId the channel's id of a push, remembered so that a repeat changes nothing; empty for pulled pages
 */
public record Batch(
        String connection,
        String stream,
        Dataset dataset,
        List<Fact> facts,
        Optional<String> cursor,
        Optional<String> eventId) {

    public Batch {
        facts = List.copyOf(facts);
    }
}
