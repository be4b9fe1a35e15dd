package cockpit.core.tenant;

import cockpit.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tokens with which programs call the server for a tenant. A token is shown once and kept as its hash; it ends by itself, can be
 * revoked, does only what its scopes say, and does nothing once the user who created it may not do it any more.
 */
public final class ApiTokens {

    /** The longest life of a token. */
    public static final Duration LONGEST = Duration.ofDays(366);

    private static final String PREFIX = "ck_";
    private static final int BYTES = 32;
    private static final int SHOWN = 7;
    private static final int MOST = 200;
    private static final Duration USED = Duration.ofMinutes(1);

    private final Metadata metadata;
    private final Accounts accounts;
    private final AuditLog audit;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** What a token may do. */
    public enum Scope {
        /** See connections, their runs, quarantine and mapping. */
        CONNECTIONS_READ,
        /** Run, pause, reset, map and replay. */
        CONNECTIONS_WRITE,
        /** Read the metrics of the tenant's connections. */
        METRICS_READ
    }

    /**
     * A token as its page shows it.
     *
     * @param beginning its first characters, to tell it from others
     * @param used when it was last used, to the minute
     */
    public record ApiToken(
            long id,
            String name,
            String beginning,
            Set<Scope> scopes,
            String creator,
            Instant createdAt,
            Instant expiresAt,
            Optional<Instant> revokedAt,
            Optional<Instant> used) {

        public ApiToken {
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * Who calls with a token.
     *
     * @param viewer the creator's rights, under the token's name
     */
    public record Bearer(Viewer viewer, Set<Scope> scopes) {

        public Bearer {
            scopes = Set.copyOf(scopes);
        }
    }

    public ApiTokens(Metadata metadata, Accounts accounts, AuditLog audit, InstantSource clock) {
        this.metadata = metadata;
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Creates a token.
     *
     * @return the token, which nobody sees again
     * @throws AccessDenied without the right MANAGE_CONNECTIONS
     * @throws IllegalArgumentException if the name is blank or too long, there is no scope, or the life is too short or long
     */
    public Secret create(Viewer viewer, String name, Set<Scope> scopes, Duration life) {
        viewer.require(Right.MANAGE_CONNECTIONS);
        String called = name.strip();
        if (called.isEmpty() || called.length() > 50) {
            throw new IllegalArgumentException("A token's name has 1 to 50 characters.");
        }
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("A token needs a scope.");
        }
        if (!life.isPositive() || life.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A token lives for a year at most.");
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        metadata.doInTransaction(session -> {
            long alive = session.createSelectionQuery(
                            "select count(*) from ApiTokenRow where tenant = :tenant and revokedAt is null"
                                    + " and expiresAt > :now",
                            Long.class)
                    .setParameter("tenant", viewer.tenant())
                    .setParameter("now", now)
                    .getSingleResult();
            if (alive >= MOST) {
                throw new IllegalArgumentException("There are " + MOST + " tokens; revoke one first.");
            }
            ApiTokenRow row = new ApiTokenRow();
            row.tenant = viewer.tenant();
            row.name = called;
            row.beginning = token.substring(0, SHOWN);
            row.tokenHash = hash(token);
            row.scopes = scopes.stream().map(Scope::name).sorted().collect(Collectors.joining(","));
            row.creator = viewer.user();
            row.createdAt = now;
            row.expiresAt = now.plus(life);
            session.persist(row);
        });
        audit.add(viewer, "token.create", called, scopes + " for " + life.toDays() + " days");
        return Secret.of(token);
    }

    /** The tenant's tokens, the newest first. @throws AccessDenied without the right MANAGE_CONNECTIONS */
    public List<ApiToken> list(Viewer viewer) {
        viewer.require(Right.MANAGE_CONNECTIONS);
        return metadata.inTransaction(session -> session
                .createSelectionQuery("from ApiTokenRow where tenant = :tenant order by id desc", ApiTokenRow.class)
                .setParameter("tenant", viewer.tenant())
                .setMaxResults(MOST)
                .getResultList()
                .stream()
                .map(row -> new ApiToken(
                        row.id == null ? 0 : row.id,
                        row.name,
                        row.beginning,
                        scopes(row),
                        row.creator,
                        row.createdAt,
                        row.expiresAt,
                        Optional.ofNullable(row.revokedAt),
                        Optional.ofNullable(row.usedAt)))
                .toList());
    }

    /** Ends a token at once. @throws AccessDenied without the right MANAGE_CONNECTIONS */
    public void revoke(Viewer viewer, long id) {
        viewer.require(Right.MANAGE_CONNECTIONS);
        String name = metadata.inTransaction(session -> {
            ApiTokenRow row = session.find(ApiTokenRow.class, id);
            if (row == null || !row.tenant.equals(viewer.tenant())) {
                throw new IllegalArgumentException("There is no such token.");
            }
            row.revokedAt = row.revokedAt == null ? clock.instant() : row.revokedAt;
            return row.name;
        });
        audit.add(viewer, "token.revoke", name, "");
    }

    /** Who calls with this token; empty if it is none, has ended, or its creator may not do it any more. */
    public Optional<Bearer> find(String token) {
        if (!token.startsWith(PREFIX) || token.length() > 100) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        ApiTokenRow row = metadata.<@Nullable ApiTokenRow>inTransaction(session -> {
            ApiTokenRow found = session.createSelectionQuery(
                            "from ApiTokenRow where tokenHash = :hash", ApiTokenRow.class)
                    .setParameter("hash", hash(token))
                    .getSingleResultOrNull();
            if (found == null || found.revokedAt != null || !found.expiresAt.isAfter(now)) {
                return null;
            }
            if (found.usedAt == null || found.usedAt.isBefore(now.minus(USED))) {
                found.usedAt = now;
            }
            return found;
        });
        return row == null
                ? Optional.empty()
                : accounts.viewer(row.tenant, row.creator)
                        .filter(creator -> creator.may(Right.MANAGE_CONNECTIONS))
                        .map(creator -> new Bearer(
                                new Viewer(
                                        creator.tenant(),
                                        "token:" + row.name,
                                        row.name,
                                        EnumSet.of(Right.MANAGE_CONNECTIONS),
                                        creator.orgUnit(),
                                        creator.locale()),
                                scopes(row)));
    }

    private static Set<Scope> scopes(ApiTokenRow row) {
        return Arrays.stream(row.scopes.split(",", -1)).map(Scope::valueOf).collect(Collectors.toUnmodifiableSet());
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
