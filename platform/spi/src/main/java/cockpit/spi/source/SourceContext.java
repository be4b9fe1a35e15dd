package cockpit.spi.source;

import java.time.Instant;
import java.time.ZoneId;

/** The host's services for one connection. */
public interface SourceContext {

    Gateway gateway();

    TokenStore tokens();

    /** The time to go by; never ask the system's clock. */
    Instant now();

    /** The tenant's zone. */
    ZoneId zone();

    /** How many days back the very first read of a stream begins. */
    int historyDays();

    /**
     * Reads a JSON text that came otherwise than through the gateway, such as a webhook's body.
     *
     * @throws SourceFault DATA if it is none
     */
    Json json(byte[] body) throws SourceFault;
}
