package cockpit.core.live;

import cockpit.core.tenant.Viewer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A board, and the mailbox of its reader. The mailbox holds no frames but the names of the tiles that have news: whenever a
 * frame may go, the latest one of the tile that has waited longest goes. Readers are called without any lock held, by one
 * thread at a time.
 */
final class LiveBoard implements Board {

    /** Frames under way to a reader that have not been acknowledged. */
    static final int MOST_UNDER_WAY = 2;

    static final int MOST_TILES = 200;

    private static final Logger LOG = LoggerFactory.getLogger(LiveBoard.class);

    private final long number;
    private final String ticket;
    private final Viewer viewer;
    private final LiveBoards home;
    private final Map<String, TileStream> tiles = new LinkedHashMap<>();
    private @Nullable Mailbox mailbox;
    private Instant withoutReaderSince;
    private boolean sending;
    private boolean closed;

    private record Sending(Mailbox to, TileStream.Frame frame) {}

    /** @param number grows from board to board */
    LiveBoard(long number, String ticket, Viewer viewer, LiveBoards home) {
        this.number = number;
        this.ticket = ticket;
        this.viewer = viewer;
        this.home = home;
        this.withoutReaderSince = home.now();
    }

    long number() {
        return number;
    }

    @Override
    public String ticket() {
        return ticket;
    }

    @Override
    public Viewer viewer() {
        return viewer;
    }

    @Override
    public void show(List<TileRequest> requests) {
        Map<String, TileRequest> wanted = new LinkedHashMap<>();
        for (TileRequest request : requests) {
            if (wanted.put(request.tile(), request) != null) {
                throw new IllegalArgumentException("Tile " + request.tile() + " stands twice on the board.");
            }
        }
        if (wanted.size() > MOST_TILES) {
            throw new IllegalArgumentException("A board has at most " + MOST_TILES + " tiles.");
        }
        synchronized (this) {
            if (closed) {
                return;
            }
            List<TileStream> gone = tiles.values().stream()
                    .filter(stream -> !stream.key().request().equals(wanted.get(stream.tile())))
                    .toList();
            for (TileStream stream : gone) {
                tiles.remove(stream.tile());
                if (mailbox != null) {
                    mailbox.forget(stream);
                }
            }
            for (TileRequest request : wanted.values()) {
                if (!tiles.containsKey(request.tile())) {
                    TileStream stream = home.acquire(TileKey.of(viewer, request), this);
                    tiles.put(request.tile(), stream);
                    if (mailbox != null) {
                        mailbox.news.add(stream);
                    }
                }
            }
            gone.forEach(stream -> home.release(stream, this));
        }
        send();
    }

    @Override
    public Reading attach(Reader reader) {
        Mailbox before;
        Mailbox mine = new Mailbox(reader);
        synchronized (this) {
            before = mailbox;
            if (!closed) {
                mailbox = mine;
                mine.news.addAll(tiles.values());
            }
        }
        if (before != null) {
            before.end();
        }
        if (isClosed()) {
            mine.end();
        }
        send();
        return mine;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** A stream has a new frame. */
    void offer(TileStream stream) {
        synchronized (this) {
            if (mailbox == null || tiles.get(stream.tile()) != stream) {
                return;
            }
            mailbox.news.add(stream);
        }
        send();
    }

    private void send() {
        Optional<Sending> next = next(false);
        while (next.isPresent()) {
            Sending sending = next.get();
            try {
                sending.to()
                        .reader
                        .send(sending.frame().sequence(), sending.frame().bytes());
            } catch (RuntimeException e) {
                LOG.warn("A reader failed and is given up: {}", e.toString());
                sending.to().close();
            }
            next = next(true);
        }
    }

    /** The next frame that may go; while one is being handed over, only the thread that does so gets another. */
    private synchronized Optional<Sending> next(boolean mine) {
        if (sending && !mine) {
            return Optional.empty();
        }
        sending = false;
        if (mailbox == null) {
            return Optional.empty();
        }
        Optional<Sending> next = mailbox.next().map(frame -> new Sending(mailbox, frame));
        sending = next.isPresent();
        return next;
    }

    synchronized boolean hasReader() {
        return mailbox != null;
    }

    /** Whether nobody has read since then. */
    synchronized boolean isIdleSince(Instant time) {
        return mailbox == null && !withoutReaderSince.isAfter(time);
    }

    @Override
    public void close() {
        Mailbox last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = mailbox;
            mailbox = null;
            tiles.values().forEach(stream -> home.release(stream, this));
            tiles.clear();
        }
        home.forget(this);
        if (last != null) {
            last.end();
        }
    }

    /** What is guarded by the board's lock here: everything but the reader. */
    private final class Mailbox implements Reading {

        private final Reader reader;
        private final Set<TileStream> news = new LinkedHashSet<>();
        private final Map<TileStream, Long> lastSent = new HashMap<>();
        private final Set<Long> underWay = new HashSet<>();

        Mailbox(Reader reader) {
            this.reader = reader;
        }

        private Optional<TileStream.Frame> next() {
            while (underWay.size() < MOST_UNDER_WAY && !news.isEmpty()) {
                TileStream stream = news.iterator().next();
                news.remove(stream);
                TileStream.Frame frame = stream.latest();
                if (frame != null && frame.sequence() > lastSent.getOrDefault(stream, -1L)) {
                    lastSent.put(stream, frame.sequence());
                    underWay.add(frame.sequence());
                    return Optional.of(frame);
                }
            }
            return Optional.empty();
        }

        private void forget(TileStream stream) {
            news.remove(stream);
            lastSent.remove(stream);
        }

        @Override
        public void acknowledge(long sequence) {
            synchronized (LiveBoard.this) {
                underWay.remove(sequence);
            }
            send();
        }

        @Override
        public void close() {
            synchronized (LiveBoard.this) {
                if (mailbox == this) {
                    mailbox = null;
                    withoutReaderSince = home.now();
                }
            }
        }

        private void end() {
            try {
                reader.end();
            } catch (RuntimeException e) {
                LOG.debug("A reader failed when it was told to go", e);
            }
        }
    }
}
