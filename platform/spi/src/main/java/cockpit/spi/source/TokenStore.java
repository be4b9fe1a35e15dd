package cockpit.spi.source;

import cockpit.spi.Secret;
import java.util.Optional;

/**
 * Small durable memory of a connection for tokens that the channel rotates. Encrypted at rest, shared by all servers.
 */
public interface TokenStore {

    Optional<Secret> load(String name);

    /** Stores a value; when the call returns, it survives a crash. */
    void save(String name, Secret value);

    /**
     * Runs the work while no other thread or server runs work under this connection: refresh a token here, and load it
     * again first, since another may just have refreshed it.
     */
    <T> T exclusively(Work<T> work) throws SourceFault, InterruptedException;

    /** Work that may fail as a read may. */
    interface Work<T> {
        T run() throws SourceFault, InterruptedException;
    }
}
