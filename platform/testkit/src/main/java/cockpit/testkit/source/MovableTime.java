package cockpit.testkit.source;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. May be used from any thread. */
public final class MovableTime {

    private final AtomicReference<Instant> now;

    private MovableTime(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    /** @param instant ISO-8601 with offset: {@code 2026-03-02T09:00:00+08:00} */
    public static MovableTime at(String instant) {
        return new MovableTime(java.time.OffsetDateTime.parse(instant).toInstant());
    }

    public static MovableTime at(Instant instant) {
        return new MovableTime(instant);
    }

    public Instant now() {
        return now.get();
    }

    public void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    public void moveTo(Instant instant) {
        now.set(instant);
    }
}
