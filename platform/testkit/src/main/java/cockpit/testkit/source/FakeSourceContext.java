package cockpit.testkit.source;

import cockpit.spi.source.Json;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The host's services for one connection, all in memory. Two contexts over the same token store are two servers with the
 * same connection.
 *
 * @param gateway the recorded channel
 * @param tokens the connection's token store
 * @param time the clock
 * @param zone the tenant's zone
 * @param historyDays how far back the first read goes
 */
public record FakeSourceContext(
        RecordedGateway gateway, InMemoryTokenStore tokens, MovableTime time, ZoneId zone, int historyDays)
        implements SourceContext {

    /** A context in Shanghai's zone with an empty token store and 30 days of history. */
    public static FakeSourceContext of(RecordedGateway gateway, MovableTime time) {
        return new FakeSourceContext(gateway, new InMemoryTokenStore(), time, ZoneId.of("Asia/Shanghai"), 30);
    }

    public FakeSourceContext withTokens(InMemoryTokenStore store) {
        return new FakeSourceContext(gateway, store, time, zone, historyDays);
    }

    public FakeSourceContext withZone(ZoneId tenantZone) {
        return new FakeSourceContext(gateway, tokens, time, tenantZone, historyDays);
    }

    public FakeSourceContext withHistoryDays(int days) {
        return new FakeSourceContext(gateway, tokens, time, zone, days);
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public Json json(byte[] body) throws SourceFault {
        return JsonReading.parse(body);
    }
}
