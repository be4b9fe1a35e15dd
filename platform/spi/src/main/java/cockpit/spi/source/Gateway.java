package cockpit.spi.source;

/**
 * The only way to the network. It reaches the hosts of the connection's URL settings and no others, has time-outs, a
 * size limit and the connection's rate limit, and follows no redirects.
 */
public interface Gateway {

    /**
     * Sends a request and reads the whole answer, whatever its status.
     *
     * @throws SourceFault UPSTREAM if the host is unreachable, too slow or answers more than 32 MB; SETTINGS if the host
     *     is not one of the connection's
     */
    Reply send(Request request) throws SourceFault, InterruptedException;
}
