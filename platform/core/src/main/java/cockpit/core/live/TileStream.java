package cockpit.core.live;

import cockpit.core.ingest.Freshness;
import cockpit.core.live.TileRenderer.Rendered;
import cockpit.core.tenant.OrgTree;
import cockpit.core.warehouse.Change;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The frames of one key, run once for everybody who looks at it.
 *
 * <p>A mark asks for a run. Marks that come while one waits or runs become one further run, which begins after the last of
 * them, so that the last change is never lost; two runs begin at least {@link #PAUSE} apart.
 */
final class TileStream {

    static final Duration PAUSE = Duration.ofMillis(250);

    /** A comparison with the same time of day is never older than this. */
    private static final Duration CLOCK = Duration.ofSeconds(60);

    /** Nor is it run for the clock's sake oftener than this, however fast the facts' clock goes. */
    private static final Duration LEAST_CLOCK = Duration.ofSeconds(5);

    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration FRESHNESS = Duration.ofSeconds(5);

    private final TileKey key;
    private final LiveBoards home;
    private final Set<LiveBoard> boards = new CopyOnWriteArraySet<>();

    private boolean marked;
    private boolean waiting;
    private boolean running;
    private boolean closed;
    private Instant lastBegin = Instant.MIN;
    private Instant lastFrame = Instant.MIN;
    private @Nullable Rendered rendered;
    private Trust trust = Trust.UNKNOWN;
    private @Nullable Frame latest;

    /**
     * Bytes for everyone.
     *
     * @param sequence unique on this server and growing from frame to frame of a stream
     */
    record Frame(long sequence, byte[] bytes) {}

    /** How far the datasets of the tile can be trusted, taken together: the oldest, the worst, and the first problem. */
    record Trust(
            @Nullable Instant at,
            Freshness.Trust trust,
            @Nullable String sentence) {

        static final Trust UNKNOWN = new Trust(null, Freshness.Trust.UNKNOWN, null);

        private static final List<Freshness.Trust> FROM_BEST =
                List.of(Freshness.Trust.FRESH, Freshness.Trust.UNKNOWN, Freshness.Trust.LATE, Freshness.Trust.PARTIAL);

        static Trust of(Set<Dataset> datasets, List<Freshness> known, java.util.Locale language) {
            Instant oldest = null;
            int worst = datasets.isEmpty() ? 1 : 0;
            Text problem = null;
            for (Dataset dataset : datasets) {
                Optional<Freshness> one = known.stream()
                        .filter(freshness -> freshness.dataset() == dataset)
                        .findFirst();
                Instant at = one.flatMap(Freshness::at).orElse(null);
                if (at != null && (oldest == null || at.isBefore(oldest))) {
                    oldest = at;
                }
                int rank = FROM_BEST.indexOf(one.map(Freshness::trust).orElse(Freshness.Trust.UNKNOWN));
                Text sentence = one.flatMap(Freshness::problem).orElse(null);
                if (sentence != null && (problem == null || rank > worst)) {
                    problem = sentence;
                }
                worst = Math.max(worst, rank);
            }
            return new Trust(oldest, FROM_BEST.get(worst), problem == null ? null : problem.in(language));
        }

        private boolean saysTheSameAs(Trust other) {
            return trust == other.trust && java.util.Objects.equals(sentence, other.sentence);
        }
    }

    TileStream(TileKey key, LiveBoards home) {
        this.key = key;
        this.home = home;
    }

    TileKey key() {
        return key;
    }

    String tile() {
        return key.request().tile();
    }

    void add(LiveBoard board) {
        boards.add(board);
    }

    /** @return whether nobody is left */
    boolean remove(LiveBoard board) {
        boards.remove(board);
        return boards.isEmpty();
    }

    synchronized void close() {
        closed = true;
    }

    synchronized @Nullable Frame latest() {
        return latest;
    }

    /** Asks for a run that begins after this call. */
    synchronized void mark() {
        marked = true;
        schedule();
    }

    private void schedule() {
        if (!marked || waiting || running || closed) {
            return;
        }
        Duration since = lastBegin.equals(Instant.MIN) ? PAUSE : Duration.between(lastBegin, home.now());
        Duration left = since.isNegative() ? PAUSE : PAUSE.minus(since);
        waiting = true;
        if (!home.later(this::run, left.isNegative() ? Duration.ZERO : left)) {
            waiting = false;
        }
    }

    private void run() {
        synchronized (this) {
            waiting = false;
            if (closed) {
                return;
            }
            marked = false;
            running = true;
            lastBegin = home.now();
        }
        try {
            Rendered fresh = home.renderer().render(key);
            publish(fresh, home.freshness(key.tenant()));
        } finally {
            synchronized (this) {
                running = false;
                schedule();
            }
        }
    }

    private void publish(Rendered fresh, List<Freshness> freshness) {
        synchronized (this) {
            Trust now = Trust.of(fresh.datasets(), freshness, key.language());
            Rendered before = rendered;
            boolean news = before == null
                    || before.state() != fresh.state()
                    || !before.drawing().equals(fresh.drawing())
                    || !before.note().equals(fresh.note())
                    || !now.saysTheSameAs(trust);
            rendered = fresh;
            if (!news) {
                return;
            }
            trust = now;
            encode(fresh, now);
        }
        offer();
    }

    /** Looks at the clock: a run if the day, the hour or a compared time has moved on, a frame if only freshness has. */
    void tick(Instant now, LocalDateTime local, List<Freshness> freshness) {
        synchronized (this) {
            Rendered known = rendered;
            if (known == null || closed) {
                return;
            }
            if (isOver(known, now, local)) {
                mark();
                return;
            }
            Trust fresh = Trust.of(known.datasets(), freshness, key.language());
            boolean due = !now.isBefore(lastFrame.plus(FRESHNESS));
            if (fresh.equals(trust) || (fresh.saysTheSameAs(trust) && !due)) {
                return;
            }
            trust = fresh;
            encode(known, fresh);
        }
        offer();
    }

    private boolean isOver(Rendered known, Instant now, LocalDateTime local) {
        boolean hourPassed =
                !local.truncatedTo(ChronoUnit.HOURS).equals(known.moment().truncatedTo(ChronoUnit.HOURS));
        boolean minutePassed = !local.isBefore(known.moment().plus(CLOCK));
        Duration age = Duration.between(lastBegin, now);
        return hourPassed
                || (known.toDate() && minutePassed && age.compareTo(LEAST_CLOCK) >= 0)
                || (known.passing() && age.compareTo(RETRY) >= 0);
    }

    /** Whether a change may alter what this stream shows. */
    boolean reads(Change change, OrgTree org) {
        if (!change.tenant().equals(key.tenant())) {
            return false;
        }
        Rendered known;
        synchronized (this) {
            known = rendered;
        }
        if (known == null) {
            return true;
        }
        return known.datasets().contains(change.dataset())
                && known.ranges().stream()
                        .anyMatch(range -> !change.to().isBefore(range.first())
                                && !change.from().isAfter(range.last()))
                && (key.scope().equals(org.root().code())
                        || change.orgUnits().stream().anyMatch(unit -> org.within(unit, key.scope()))
                        || (known.state() == TileRenderer.State.EMPTY && standsAbove(change, org)));
    }

    /** Facts that come to stand above may be the reason why there is nothing here. */
    private boolean standsAbove(Change change, OrgTree org) {
        return change.orgUnits().stream().anyMatch(unit -> unit.isEmpty() || org.within(key.scope(), unit));
    }

    private void offer() {
        boards.forEach(board -> board.offer(this));
    }

    private void encode(Rendered drawn, Trust now) {
        long sequence = home.nextSequence();
        lastFrame = home.now();
        latest = new Frame(sequence, gzip(json(key.request().tile(), sequence, home.factTime(), drawn, now)));
    }

    /** The text of a frame. */
    static String json(String tile, long sequence, Instant at, Rendered drawn, Trust trust) {
        StringWriter text = new StringWriter(drawn.drawing().length() + 256);
        try (JsonGenerator json = DrawingJson.MAPPER.createGenerator(text)) {
            json.writeStartObject();
            DrawingJson.text(json, "tile", tile);
            json.writeName("seq");
            json.writeNumber(sequence);
            DrawingJson.text(json, "at", at.truncatedTo(ChronoUnit.MILLIS).toString());
            DrawingJson.text(json, "state", drawn.state().code());
            json.writeName("freshness");
            json.writeStartObject();
            DrawingJson.text(json, "at", trust.at() == null ? null : trust.at().toString());
            DrawingJson.text(json, "trust", trust.trust().name().toLowerCase(java.util.Locale.ROOT));
            DrawingJson.text(
                    json, "sentence", trust.sentence() == null ? drawn.note().orElse(null) : trust.sentence());
            json.writeEndObject();
            json.writeName("drawing");
            json.writeRawValue(drawn.drawing());
            json.writeEndObject();
        }
        return text.toString();
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() / 3 + 64);
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
