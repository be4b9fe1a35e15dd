package cockpit.spi.source;

import java.util.Optional;

/** A channel's answer. */
public interface Reply {

    int status();

    Optional<String> header(String name);

    byte[] body();

    /**
     * The body as JSON.
     *
     * @throws SourceFault DATA if it is none
     */
    Json json() throws SourceFault;
}
