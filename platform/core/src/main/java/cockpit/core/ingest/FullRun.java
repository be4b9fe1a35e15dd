package cockpit.core.ingest;

import cockpit.core.warehouse.Batch;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A run that reads a stream from no cursor to the end, while it is under way. Used by the one thread that reads the stream. */
final class FullRun {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private @Nullable String cursor;
    private boolean uncertain;

    /** Where the next page begins; empty before the first. */
    Optional<String> cursor() {
        return Optional.ofNullable(cursor);
    }

    void moveTo(@Nullable String next) {
        cursor = next;
    }

    /** A row came whose key cannot be read: whichever fact it belongs to must not vanish, so none does. */
    void cannotTell() {
        uncertain = true;
    }

    /**
     * What the warehouse must know of a page.
     *
     * @param seen keys of rows that were set aside
     * @param last whether no page follows
     */
    Batch.Refresh refresh(Set<String> seen, boolean last) {
        return new Batch.Refresh(number, seen, last && !uncertain);
    }

    /** What kind of page is stored. */
    record Part(FullRun run, boolean last) {}
}
