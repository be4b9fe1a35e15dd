package cockpit.core.live;

import cockpit.core.tenant.Viewer;
import java.util.List;

/** The tiles of one open page. The server decides which; a browser can ask for nothing else. */
public interface Board extends AutoCloseable {

    /** Unguessable, for the address of the frame channel; worth nothing without the viewer's session. */
    String ticket();

    Viewer viewer();

    /** Replaces the tiles. Those that are new get a frame as soon as possible; unchanged ones keep theirs. */
    void show(List<TileRequest> tiles);

    /**
     * Begins sending: first the latest frame of each tile, then each newer one. A second reader replaces the first.
     *
     * @param reader where frames go
     */
    Reading attach(Reader reader);

    @Override
    void close();

    /** Where frames go. */
    interface Reader {
        /** Hands over the bytes of one frame (gzip of JSON) and returns at once. */
        void send(long sequence, byte[] frame);

        /** The board is gone; the reader should go as well. */
        void end();
    }

    /** A reader's side of the flow control: at most two frames are under way, and of newer ones only the latest a tile. */
    interface Reading extends AutoCloseable {
        /** The browser has painted this frame. */
        void acknowledge(long sequence);

        @Override
        void close();
    }
}
