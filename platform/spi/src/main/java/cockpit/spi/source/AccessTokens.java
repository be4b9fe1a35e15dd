package cockpit.spi.source;

import cockpit.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The access token of a channel that gives one for an id and a secret and gives another when asked again. It is asked for by
 * one thread and server at a time, stored before it is used, and shared by all of them.
 */
public final class AccessTokens {

    private static final String VERSION = "1";
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final SourceContext context;
    private final String name;
    private final Secret credentials;
    private final Fetch fetch;

    /**
     * A token as the channel gave it.
     *
     * @param life how long it works, unless it dies early
     */
    public record Fetched(Secret token, Duration life) {}

    /** Asks the channel for a token. */
    @FunctionalInterface
    public interface Fetch {
        Fetched fetch() throws SourceFault, InterruptedException;
    }

    /**
     * @param name of the token in the connection's store
     * @param credentials id and secret: a token that others brought counts for nothing
     */
    public AccessTokens(SourceContext context, String name, Secret credentials, Fetch fetch) {
        this.context = context;
        this.name = name;
        this.credentials = credentials;
        this.fetch = fetch;
    }

    /** A token that should work. */
    public Secret current() throws SourceFault, InterruptedException {
        Optional<Kept> kept = load();
        if (kept.isPresent()) {
            return kept.get().token();
        }
        TokenStore.Work<Secret> work = () -> {
            Optional<Kept> latest = load();
            return latest.isPresent() ? latest.get().token() : renew();
        };
        return context.tokens().exclusively(work);
    }

    /** Another token than one that the channel refused: the one that somebody else just got, or a new one. */
    public Secret insteadOf(Secret refused) throws SourceFault, InterruptedException {
        TokenStore.Work<Secret> work = () -> {
            Optional<Kept> other = load().filter(kept -> !kept.token().equals(refused));
            return other.isPresent() ? other.get().token() : renew();
        };
        return context.tokens().exclusively(work);
    }

    private Secret renew() throws SourceFault, InterruptedException {
        Fetched fetched = fetch.fetch();
        Duration tenth = fetched.life().dividedBy(10);
        Instant renewAt = context.now().plus(fetched.life()).minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
        context.tokens()
                .save(
                        name,
                        Secret.of(String.join(
                                "\n",
                                VERSION,
                                fingerprint(),
                                fetched.token().reveal(),
                                Long.toString(renewAt.getEpochSecond()))));
        return fetched.token();
    }

    private record Kept(Secret token, Instant renewAt) {}

    private Optional<Kept> load() {
        return context.tokens().load(name).flatMap(this::kept).filter(kept -> kept.renewAt()
                .isAfter(context.now()));
    }

    private Optional<Kept> kept(Secret text) {
        List<String> lines = text.reveal().lines().toList();
        return lines.size() == 4
                        && lines.get(0).equals(VERSION)
                        && lines.get(1).equals(fingerprint())
                        && lines.get(3).matches("\\d{1,11}")
                ? Optional.of(new Kept(Secret.of(lines.get(2)), Instant.ofEpochSecond(Long.parseLong(lines.get(3)))))
                : Optional.empty();
    }

    private String fingerprint() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(credentials.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }
}
