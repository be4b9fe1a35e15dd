package cockpit.testkit.source;

import cockpit.spi.source.Request;
import java.util.function.Predicate;

/**
 * A recorded channel that takes each refresh token once, as the real one does.
 *
 * @param gateway answers reads only with the newest access token, and a refresh only with the newest refresh token
 * @param refreshes whether a request asks for a new token
 * @param expire from now on the channel says that its newest access token has expired
 */
public record RotatingChannel(RecordedGateway gateway, Predicate<Request> refreshes, Runnable expire) {

    /** How often a new token was asked for. */
    long refreshCount() {
        return gateway.requests().stream().filter(refreshes).count();
    }
}
