package cockpit.spi.source;

import cockpit.spi.Text;
import java.time.Instant;
import java.time.ZoneId;

/** The host's services for one connection. */
public interface SourceContext {

    Gateway gateway();

    TokenStore tokens();

    /**
     * The way to the database that the connection's {@link DatabaseSettings} name.
     *
     * @throws SourceFault SETTINGS if they name none or are not well formed; BUG if the source does not declare them
     */
    default Database database() throws SourceFault {
        throw new SourceFault(Fault.BUG, Text.of("这里没有数据库可读。", "There is no way to a database here."));
    }

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
