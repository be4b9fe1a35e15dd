package cockpit.spi.source.kit;

import cockpit.spi.Secret;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.TokenStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A connection's access token. A renewal may kill what came before at once, so it is done by one server at a time, and
 * what it brought is stored, whole and in one step, before anybody uses it. May be used from any thread.
 */
public final class AccessTokens {

    private static final String NAME = "token-pair";
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final SourceContext context;
    private final Secret consented;
    private final Renewal renewal;

    /**
     * What a renewal brought.
     *
     * @param access the token to use
     * @param refresh the refresh token from now on; empty where the one that was used stays
     * @param life how long the access token works
     */
    public record Grant(Secret access, Optional<Secret> refresh, Duration life) {}

    /** Asks the channel for a new access token. */
    public interface Renewal {
        /** @throws SourceFault if the channel refused; nothing is stored then */
        Grant renew(Secret refreshToken) throws SourceFault, InterruptedException;
    }

    /** @param consented the refresh token that the admin entered after the consent */
    public AccessTokens(SourceContext context, Secret consented, Renewal renewal) {
        this.context = context;
        this.consented = consented;
        this.renewal = renewal;
    }

    /** A token that should work. */
    public Secret current() throws SourceFault, InterruptedException {
        Optional<Pair> pair = load().filter(this::isFresh);
        if (pair.isPresent()) {
            return pair.get().access();
        }
        TokenStore.Work<Secret> work = () -> {
            Optional<Pair> latest = load();
            return latest.filter(this::isFresh).isPresent() ? latest.get().access() : renew(latest);
        };
        return context.tokens().exclusively(work);
    }

    /** Another token than one that the channel refused: the one that somebody else just got, or a new one. */
    public Secret insteadOf(Secret refused) throws SourceFault, InterruptedException {
        TokenStore.Work<Secret> work = () -> {
            Optional<Pair> latest = load();
            return latest.filter(this::isFresh)
                            .filter(pair -> !pair.access().equals(refused))
                            .isPresent()
                    ? latest.get().access()
                    : renew(latest);
        };
        return context.tokens().exclusively(work);
    }

    private Secret renew(Optional<Pair> latest) throws SourceFault, InterruptedException {
        Secret refreshToken = latest.map(Pair::refresh).orElse(consented);
        Grant grant = renewal.renew(refreshToken);
        Pair pair = new Pair(
                grant.access(),
                grant.refresh().orElse(refreshToken),
                context.now().plus(usefulLife(grant.life())));
        context.tokens().save(NAME, pair.toText(fingerprint()));
        return pair.access();
    }

    /** A token is renewed a little before its end, so that it does not run out on the way. */
    private static Duration usefulLife(Duration life) {
        Duration tenth = life.dividedBy(10);
        return life.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
    }

    private boolean isFresh(Pair pair) {
        return pair.renewAt().isAfter(context.now());
    }

    private Optional<Pair> load() {
        return context.tokens().load(NAME).flatMap(text -> Pair.fromText(text, fingerprint()));
    }

    /** Ties a stored pair to the consent that it came from: after a new consent the old pair counts for nothing. */
    private String fingerprint() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(consented.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }

    private record Pair(Secret access, Secret refresh, Instant renewAt) {

        private static final String VERSION = "1";

        Secret toText(String consent) {
            return Secret.of(String.join(
                    "\n",
                    VERSION,
                    consent,
                    access.reveal(),
                    refresh.reveal(),
                    Long.toString(renewAt.getEpochSecond())));
        }

        static Optional<Pair> fromText(Secret text, String consent) {
            List<String> lines = text.reveal().lines().toList();
            return lines.size() == 5
                            && lines.get(0).equals(VERSION)
                            && lines.get(1).equals(consent)
                            && lines.get(4).matches("\\d{1,11}")
                    ? Optional.of(new Pair(
                            Secret.of(lines.get(2)),
                            Secret.of(lines.get(3)),
                            Instant.ofEpochSecond(Long.parseLong(lines.get(4)))))
                    : Optional.empty();
        }
    }
}
