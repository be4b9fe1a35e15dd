package cockpit.core.ingest;

import cockpit.core.ingest.ConnectionRun.Outcome;
import cockpit.core.plugin.ExtensionCall;
import cockpit.core.warehouse.Fact;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Page;
import cockpit.spi.source.SourceFault;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a stream: page after page until there is no more, something fails, or somebody ends it. */
final class ReadRun implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadRun.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration WITHOUT_HINT = Duration.ofMinutes(1);
    private static final Duration LONGEST_HINT = Duration.ofHours(24);

    private final Services services;
    private final LiveConnection connection;
    private final OpenFeed feed;
    private final StreamState stream;
    private final boolean probe;
    private final String name;

    ReadRun(Services services, LiveConnection connection, OpenFeed feed, StreamState stream, boolean probe) {
        this.services = services;
        this.connection = connection;
        this.feed = feed;
        this.stream = stream;
        this.probe = probe;
        this.name = stream.stream().name();
    }

    private enum Next {
        ANOTHER_PAGE,
        DONE,
        FAILED
    }

    @Override
    public void run() {
        Outcome outcome = Outcome.BROKEN_OFF;
        try {
            Next next = Next.ANOTHER_PAGE;
            while (next == Next.ANOTHER_PAGE && goesOn()) {
                Turns turns = stream.caughtUp() ? services.liveReads() : services.historyReads();
                Optional<Turns.Turn> turn = turns.take(
                        connection.tenant().code(), connection.config().id(), PATIENCE);
                if (turn.isPresent()) {
                    try (Turns.Turn _ = turn.get()) {
                        next = goesOn() ? readPage() : next;
                    }
                }
            }
            outcome = switch (next) {
                case ANOTHER_PAGE -> Outcome.BROKEN_OFF;
                case DONE -> Outcome.DONE;
                case FAILED -> Outcome.FAILED;
            };
        } catch (InterruptedException _) {
            // the feed was closed; the page is read again when it is open again
        } finally {
            if (probe) {
                connection.circuit().undecided();
            }
            stream.end(outcome);
        }
    }

    /** It was not begun after all. */
    void abandon() {
        if (probe) {
            connection.circuit().undecided();
        }
        stream.end(Outcome.BROKEN_OFF);
    }

    private boolean goesOn() {
        return !feed.isClosed() && stream.paused().isEmpty() && !stream.isEnding() && connection.isReadHere();
    }

    private Next readPage() throws InterruptedException {
        try {
            Optional<String> cursor = stream.readsInFull()
                    ? stream.fullRun().cursor()
                    : services.warehouse()
                            .cursor(
                                    connection.tenant().code(),
                                    connection.config().id(),
                                    name);
            ExtensionCall.Call<Page> reading = () -> feed.feed().read(name, cursor.orElse(null));
            ExtensionCall.Call<Page> yielding =
                    () -> ScopedValue.where(HttpGateway.BACK_FILL, true).call(reading::run);
            return switch (feed.call(stream.caughtUp() ? reading : yielding)) {
                case cockpit.core.plugin.Outcome.Returned<Page>(Page page) -> {
                    connection.circuit().succeeded();
                    yield store(cursor, page);
                }
                case cockpit.core.plugin.Outcome.Threw<Page>(String plugin, Throwable cause) -> {
                    failed(plugin, cause);
                    yield Next.FAILED;
                }
            };
        } catch (InterruptedException e) {
            throw e;
        } catch (RuntimeException e) {
            stream.failed(connection.landing().unstored(e), Optional.empty(), now());
            return Next.FAILED;
        }
    }

    private Instant now() {
        return services.clock().instant();
    }

    private Next store(Optional<String> cursor, @Nullable Page page) {
        if (page == null || (page.more() && (page.next() == null || cursor.equals(Optional.of(page.next()))))) {
            String zh = page == null ? "没有返回页" : "声称还有下一页，却没有前进";
            String en = page == null ? "returned no page" : "says that there is more but does not move on";
            problem(
                    Problem.of(
                            Fault.BUG,
                            Text.of(
                                    "插件 " + feed.pluginId() + " 的数据流 " + name + " " + zh + "；请联系插件作者。",
                                    "The plugin " + feed.pluginId() + ", stream " + name + ", " + en
                                            + "; ask its author.")),
                    Optional.empty());
            return Next.FAILED;
        }
        if (!connection.isReadHere()) {
            // another server reads it by now: what came too late is thrown away, and read there
            return Next.ANOTHER_PAGE;
        }
        Landing.With with = stream.readsInFull()
                ? Landing.With.part(stream.fullRun(), !page.more())
                : Landing.With.cursor(Optional.ofNullable(page.next()));
        Landing.Landed landed =
                connection.landing().land(stream, connection.reader(name), page.rows(), List.of(), with);
        if (stream.readsInFull()) {
            stream.fullRun().moveTo(page.next());
        }
        Instant now = now();
        boolean wasBehind = !stream.caughtUp();
        stream.read(
                page.more(),
                page.rows().size(),
                landed.changed(),
                landed.setAside(),
                days(landed.facts()),
                LocalDate.ofInstant(now, connection.tenant().zone()),
                now);
        connection.tally().pages.increment();
        connection.worked();
        if (wasBehind && !page.more()) {
            connection.remember(stream);
        }
        return page.more() ? Next.ANOTHER_PAGE : Next.DONE;
    }

    private static Optional<StreamState.Days> days(List<Fact> facts) {
        LocalDate oldest = LocalDate.MAX;
        LocalDate newest = LocalDate.MIN;
        for (Fact fact : facts) {
            if (fact.values().get("day") instanceof LocalDate day) {
                oldest = day.isBefore(oldest) ? day : oldest;
                newest = day.isAfter(newest) ? day : newest;
            }
        }
        return oldest.isAfter(newest) ? Optional.empty() : Optional.of(new StreamState.Days(oldest, newest));
    }

    private void failed(String plugin, Throwable cause) throws InterruptedException {
        if (feed.isClosed()) {
            throw new InterruptedException();
        }
        if (cause instanceof SourceFault fault) {
            LOG.info("{}/{}: {}", connection.config().id(), name, fault.getMessage());
            if (fault.fault() == Fault.UPSTREAM) {
                connection.circuit().failed(now());
            } else {
                connection.circuit().succeeded();
            }
            Optional<Duration> wait = fault.fault() == Fault.LIMIT
                    ? Optional.of(fault.retryAfter()
                            .filter(hint -> !hint.isNegative())
                            .map(hint -> hint.compareTo(LONGEST_HINT) > 0 ? LONGEST_HINT : hint)
                            .orElse(WITHOUT_HINT))
                    : Optional.empty();
            problem(Problem.of(fault.fault(), fault.sentence()), wait);
        } else {
            LOG.warn(
                    "The plugin {} failed in {}/{}: {}",
                    plugin,
                    connection.config().id(),
                    name,
                    Problem.trace(Objects.requireNonNull(cause)));
            problem(Problem.bug(plugin, cause), Optional.empty());
        }
    }

    private void problem(Problem what, Optional<Duration> wait) {
        connection.tally().failed(what);
        stream.failed(what, wait, now());
    }
}
