package cockpit.core.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * The link that creates the first admin. Its token is random, stored as a hash only, works once, for a day, and only while
 * there is no user at all. A new one makes older ones worthless.
 */
public final class SetupLinks {

    /** How long a link works. */
    public static final Duration LIFE = Duration.ofHours(24);

    private static final int BYTES = 32;

    private final Metadata metadata;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public SetupLinks(Metadata metadata, InstantSource clock) {
        this.metadata = metadata;
        this.clock = clock;
    }

    /** A new token, or empty if there is a user already. */
    public Optional<String> create() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return metadata.inTransaction(session -> {
            if (anyUser(session)) {
                return Optional.empty();
            }
            session.createMutationQuery("delete from SetupLinkRow").executeUpdate();
            SetupLinkRow row = new SetupLinkRow();
            row.tokenHash = hash(token);
            row.createdAt = clock.instant();
            row.expiresAt = row.createdAt.plus(LIFE);
            session.persist(row);
            return Optional.of(token);
        });
    }

    /** Whether a token would work now. */
    public boolean works(String token) {
        return metadata.inTransaction(session -> usable(session, token, LockMode.READ) != null);
    }

    /**
     * Does the work of the link and makes it worthless, in one transaction: if the work fails, the link works on.
     *
     * @return what the work brings; empty, and nothing done, if the token does not work
     */
    <T> Optional<T> use(String token, Function<Session, T> work) {
        return metadata.inTransaction(session -> {
            SetupLinkRow row = usable(session, token, LockMode.PESSIMISTIC_WRITE);
            if (row == null) {
                return Optional.empty();
            }
            row.usedAt = clock.instant();
            return Optional.of(work.apply(session));
        });
    }

    private @Nullable SetupLinkRow usable(Session session, String token, LockMode lock) {
        SetupLinkRow row = session.find(SetupLinkRow.class, hash(token), lock);
        Instant now = clock.instant();
        return row == null || row.usedAt != null || !row.expiresAt.isAfter(now) || anyUser(session) ? null : row;
    }

    private static boolean anyUser(Session session) {
        return session.createSelectionQuery("select count(*) from AccountRow", Long.class)
                        .getSingleResult()
                > 0;
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks SHA-256.", e);
        }
    }
}
