package cockpit.core.live;

import cockpit.core.tenant.Viewer;
import java.util.Optional;

/** The frame channel: which tiles are looked at, and the frames that go to those who look. */
public interface Live {

    /** A board for one open page. Without a reader for two minutes it closes by itself. */
    Board open(Viewer viewer);

    /** The board that a ticket was given for. */
    Optional<Board> find(String ticket);
}
