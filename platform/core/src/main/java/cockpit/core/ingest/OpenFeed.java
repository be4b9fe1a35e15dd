package cockpit.core.ingest;

import cockpit.core.plugin.Contribution;
import cockpit.core.plugin.ExtensionCall;
import cockpit.core.plugin.Outcome;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Feed;
import cockpit.spi.source.SourceDescription;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A feed that is open, and the threads that are inside it. */
final class OpenFeed {

    private static final Logger LOG = LoggerFactory.getLogger(OpenFeed.class);

    private final Contribution<DataSource> contribution;
    private final SourceDescription description;
    private final Feed feed;
    private final Set<Thread> inside = new HashSet<>();
    private volatile boolean closed;

    OpenFeed(Contribution<DataSource> contribution, SourceDescription description, Feed feed) {
        this.contribution = contribution;
        this.description = description;
        this.feed = feed;
    }

    String pluginId() {
        return contribution.pluginId();
    }

    DataSource extension() {
        return contribution.extension();
    }

    SourceDescription description() {
        return description;
    }

    Feed feed() {
        return feed;
    }

    boolean isClosed() {
        return closed;
    }

    /** Calls into the feed, which {@link #close()} interrupts. The interrupt never outlives the call. */
    <T> Outcome<T> call(ExtensionCall.Call<T> call) {
        Thread thread = Thread.currentThread();
        synchronized (inside) {
            if (closed) {
                return new Outcome.Threw<>(pluginId(), new InterruptedException());
            }
            inside.add(thread);
        }
        try {
            return ExtensionCall.run(pluginId(), feed, call);
        } finally {
            leave(thread);
        }
    }

    private void leave(Thread thread) {
        synchronized (inside) {
            inside.remove(thread);
            if (closed) {
                Thread.interrupted();
            }
        }
    }

    void close() {
        synchronized (inside) {
            closed = true;
            inside.forEach(Thread::interrupt);
        }
        if (ExtensionCall.run(pluginId(), feed, () -> {
                    feed.close();
                    return true;
                })
                instanceof Outcome.Threw<Boolean>(String plugin, Throwable cause)) {
            LOG.warn(
                    "The plugin {} did not close a feed cleanly: {}",
                    plugin,
                    cause.getClass().getSimpleName());
        }
    }
}
