package cockpit.simulator.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fact with all its revisions, oldest first.
 *
 * @param revisions at least one; they become visible in this order
 */
public record Fact(List<? extends Row> revisions) {

    /** The first revision. */
    public Row first() {
        return revisions.getFirst();
    }

    /** The newest revision that is visible at an instant. */
    public @Nullable Row at(long now) {
        Row found = null;
        for (Row row : revisions) {
            if (row.visibleAt() > now) {
                break;
            }
            found = row;
        }
        return found;
    }
}
