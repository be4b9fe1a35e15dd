package cockpit.core.live;

import cockpit.core.tenant.Viewer;

/** A tile's frame once, without a board. */
@FunctionalInterface
public interface Preview {

    /**
     * Runs the tile's queries for the viewer and draws it.
     *
     * @return the JSON of a frame as {@link LiveBoards} describes it, with the sequence number 0; what went wrong stands in
     *     it as well
     */
    String frame(Viewer viewer, TileRequest request);
}
