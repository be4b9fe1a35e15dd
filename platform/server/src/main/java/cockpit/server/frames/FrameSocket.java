package cockpit.server.frames;

import cockpit.core.live.Board;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * One browser's connection. Writing happens on a virtual thread of its own, so whoever hands over a frame returns at once
 * and a slow reader delays nobody else. The board keeps at most two frames under way; the queue is a few messages long and
 * a connection that overflows it is closed.
 */
final class FrameSocket implements Board.Reader {

    private static final Logger LOG = LoggerFactory.getLogger(FrameSocket.class);
    private static final int QUEUE = 32;

    private final WebSocketSession session;
    private final Board board;
    private final Duration ping;
    private final BlockingQueue<WebSocketMessage<?>> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong lastHeard = new AtomicLong(System.nanoTime());
    private final Thread writer;
    private Board.@Nullable Reading reading;

    FrameSocket(WebSocketSession session, Board board, Duration ping) {
        this.session = session;
        this.board = board;
        this.ping = ping;
        writer = Thread.ofVirtual().name("frames-" + session.getId()).unstarted(this::write);
    }

    /** Greets the browser and begins to read the board. */
    synchronized void open() {
        put(new TextMessage("{\"hello\":{\"pingSeconds\":" + ping.toSeconds() + "}}"));
        writer.start();
        reading = board.attach(this);
        if (closed.get()) {
            reading.close();
        }
    }

    Board board() {
        return board;
    }

    @Override
    public void send(long sequence, byte[] frame) {
        put(new BinaryMessage(frame));
    }

    @Override
    public void end() {
        close(CloseStatus.GOING_AWAY);
    }

    /** Tells the browser that the page it shows is not the newest. */
    void structure(long number) {
        put(new TextMessage("{\"structure\":" + number + "}"));
    }

    void heard() {
        lastHeard.set(System.nanoTime());
    }

    synchronized void acknowledge(long sequence) {
        if (reading != null) {
            reading.acknowledge(sequence);
        }
    }

    /** Ends the connection; returns at once and may be called again. */
    void close(CloseStatus status) {
        if (closed.compareAndSet(false, true)) {
            synchronized (this) {
                if (reading != null) {
                    reading.close();
                }
            }
            // closing writes to the network, which may wait for the browser
            Thread.ofVirtual().name("frames-close-" + session.getId()).start(() -> {
                writer.interrupt();
                try {
                    session.close(status);
                } catch (IOException | IllegalStateException gone) {
                    LOG.debug("Frame connection {} was gone already", session.getId(), gone);
                }
            });
        }
    }

    private void put(WebSocketMessage<?> message) {
        if (!closed.get() && !queue.offer(message)) {
            close(CloseStatus.SESSION_NOT_RELIABLE);
        }
    }

    private void write() {
        long pings = 0;
        try {
            while (!closed.get()) {
                WebSocketMessage<?> next = queue.poll(ping.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    session.sendMessage(next);
                } else if (System.nanoTime() - lastHeard.get()
                        > ping.multipliedBy(5).toNanos() / 2) {
                    close(CloseStatus.SESSION_NOT_RELIABLE);
                } else {
                    pings++;
                    session.sendMessage(new TextMessage("{\"ping\":" + pings + "}"));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalStateException gone) {
            LOG.debug("Frame connection {} is gone", session.getId(), gone);
            close(CloseStatus.SESSION_NOT_RELIABLE);
        }
    }
}
