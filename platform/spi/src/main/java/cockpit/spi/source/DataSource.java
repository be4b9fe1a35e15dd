package cockpit.spi.source;

import cockpit.spi.Settings;
import org.pf4j.ExtensionPoint;

/**
 * A channel that facts are read from. Implementations are stateless, have a public constructor without parameters and
 * carry {@link org.pf4j.Extension}; the host makes one a plugin and may call it from any thread.
 */
public interface DataSource extends ExtensionPoint {

    /** What this source is. Cheap, without input or output, and the same at every call. */
    SourceDescription describe();

    /**
     * What one connection is: for a source whose streams depend on what the admin entered. The same settings give the same
     * description; only its streams differ from {@link #describe()}, which may then have none. By default they do not depend
     * on anything.
     *
     * @param settings checked against {@link SourceDescription#settings()}
     * @throws SourceFault SETTINGS if they contradict each other
     */
    default SourceDescription describe(Settings settings) throws SourceFault {
        return describe();
    }

    /**
     * Opens one connection. Must not use the network: the first call to it is {@link Feed#check()} or a read.
     *
     * @param settings checked against {@link SourceDescription#settings()}
     * @param context the host's services for this connection, valid until the feed is closed
     */
    Feed open(Settings settings, SourceContext context);
}
