package cockpit.spi.source.kit;

import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Gateway;
import cockpit.spi.source.Json;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.TokenStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host for one connection: a clock that a test moves, and tokens in memory. */
final class Desk implements SourceContext {

    Instant now = Instant.parse("2026-03-02T02:00:00Z");
    int historyDays = 100;
    final Map<String, Secret> stored = new HashMap<>();
    final List<String> log = new ArrayList<>();

    static SourceFault limit() {
        return SourceFault.limit(Text.of("请稍候。", "Wait."), Duration.ofMinutes(1));
    }

    static SourceFault broken() {
        return new SourceFault(Fault.UPSTREAM, Text.of("坏了。", "Broken."));
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Gateway gateway() {
        throw new IllegalStateException("Nothing here needs the network.");
    }

    @Override
    public TokenStore tokens() {
        return new TokenStore() {
            @Override
            public Optional<Secret> load(String name) {
                return Optional.ofNullable(stored.get(name));
            }

            @Override
            public void save(String name, Secret value) {
                log.add("saved");
                stored.put(name, value);
            }

            @Override
            public <T> T exclusively(Work<T> work) throws SourceFault, InterruptedException {
                return work.run();
            }
        };
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public ZoneId zone() {
        return DailyPlan.SHANGHAI;
    }

    @Override
    public int historyDays() {
        return historyDays;
    }

    @Override
    public Json json(byte[] body) {
        throw new IllegalStateException("Nothing here reads JSON.");
    }
}
