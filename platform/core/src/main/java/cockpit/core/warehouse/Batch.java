package cockpit.core.warehouse;

import cockpit.spi.data.Dataset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is stored together.
 *
 * @param connection whose facts
 * @param stream whose cursor
 * @param dataset which table
 * @param facts if a key stands twice, the one with the larger version, or else the later, is stored
 * @param cursor where to read on; empty keeps the stored one
 * @param eventId the channel's id of a push, remembered so that a repeat changes nothing; empty for pulled pages
 * @param refresh the run that a page of a stream that is read in full belongs to; empty for all other batches
 */
public record Batch(
        String connection,
        String stream,
        Dataset dataset,
        List<Fact> facts,
        Optional<String> cursor,
        Optional<String> eventId,
        Optional<Refresh> refresh) {

    /**
     * A run that reads a stream from its beginning to its end.
     *
     * @param run tells it from other runs of the stream; the first batch with another number ends the one before, which then
     *     takes nothing away
     * @param alsoSeen keys of rows that the channel still has, though their facts are not in the batch
     * @param complete whether this was the last page: what no batch of the run has brought vanishes. A push to the stream
     *     while the run is under way counts as brought
     */
    public record Refresh(long run, Set<String> alsoSeen, boolean complete) {

        public Refresh {
            alsoSeen = Set.copyOf(alsoSeen);
        }
    }

    public Batch {
        facts = List.copyOf(facts);
    }

    public Batch(
            String connection,
            String stream,
            Dataset dataset,
            List<Fact> facts,
            Optional<String> cursor,
            Optional<String> eventId) {
        this(connection, stream, dataset, facts, cursor, eventId, Optional.empty());
    }
}
