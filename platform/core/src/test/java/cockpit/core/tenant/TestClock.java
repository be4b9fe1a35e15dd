package cockpit.core.tenant;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that moves when a test says so. */
final class TestClock implements InstantSource {

    private Instant now = Instant.parse("2026-11-23T02:00:00Z");

    void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
