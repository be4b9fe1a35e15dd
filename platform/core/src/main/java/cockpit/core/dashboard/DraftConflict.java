package cockpit.core.dashboard;

import java.time.Instant;

/** Somebody else has saved the draft meanwhile. */
public final class DraftConflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String savedBy;
    private final Instant savedAt;

    public DraftConflict(String savedBy, Instant savedAt) {
        super("The draft was saved by " + savedBy + " at " + savedAt + ".");
        this.savedBy = savedBy;
        this.savedAt = savedAt;
    }

    public String savedBy() {
        return savedBy;
    }

    public Instant savedAt() {
        return savedAt;
    }
}
