package cockpit.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.tenant.ApiTokens.Bearer;
import cockpit.core.tenant.ApiTokens.Scope;
import cockpit.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTokensTest {

    private static final Set<Scope> READ = Set.of(Scope.CONNECTIONS_READ);

    @TempDir
    Path data;

    private final TestClock clock = new TestClock();
    private Metadata metadata;
    private Accounts accounts;
    private ApiTokens tokens;
    private Viewer admin;

    @BeforeEach
    void open() throws IOException {
        Path folder = Files.createDirectories(data.resolve("tenants/acme"));
        Files.writeString(folder.resolve("tenant.yaml"), "code: acme\nname: Acme\n");
        Files.writeString(folder.resolve("roles.yaml"), """
                roles:
                  - {code: admin, title: 管理员, rights: [view, manage_connections, manage_users]}
                  - {code: reader, title: 查看者, rights: [view]}
                """);
        Files.writeString(folder.resolve("org.yaml"), "org:\n  - {code: HQ, name: 总部, level: hq}\n");
        metadata = Metadata.open(new MetadataPlace.Embedded(data), List.of());
        TenantConfigs tenants = new TenantConfigs(data.resolve("tenants"));
        tenants.reload();
        AuditLog audit = new AuditLog(metadata, clock);
        accounts = new Accounts(metadata, tenants, new Passwords(64, 1), audit, clock);
        accounts.createBySystem("acme", new Account.New("admin", "管理员", "admin", "HQ", Locale.CHINA));
        accounts.createBySystem("acme", new Account.New("boss", "老板", "admin", "HQ", Locale.CHINA));
        tokens = new ApiTokens(metadata, accounts, audit, clock);
        admin = accounts.viewer("acme", "admin").orElseThrow();
    }

    @AfterEach
    void close() {
        metadata.close();
    }

    @Test
    void a_token_works_until_it_ends_and_only_its_hash_is_kept() {
        Secret token = tokens.create(admin, " monitoring ", READ, Duration.ofDays(30));
        assertThat(token.reveal()).startsWith("ck_").hasSizeGreaterThan(40);
        Bearer bearer = tokens.find(token.reveal()).orElseThrow();
        assertThat(bearer.scopes()).isEqualTo(READ);
        assertThat(bearer.viewer().tenant()).isEqualTo("acme");
        assertThat(bearer.viewer().user()).isEqualTo("token:monitoring");
        assertThat(bearer.viewer().rights()).containsExactly(Right.MANAGE_CONNECTIONS);
        String stored = metadata.inTransaction(session -> session.createSelectionQuery(
                        "select tokenHash || beginning || name from ApiTokenRow", String.class)
                .getSingleResult());
        assertThat(stored).doesNotContain(token.reveal().substring(8));
        clock.advance(Duration.ofDays(30));
        assertThat(tokens.find(token.reveal())).isEmpty();
    }

    @Test
    void a_revoked_token_and_what_is_none_do_not_work() {
        Secret token = tokens.create(admin, "a", READ, Duration.ofDays(30));
        tokens.revoke(admin, tokens.list(admin).getFirst().id());
        assertThat(tokens.find(token.reveal())).isEmpty();
        assertThat(tokens.list(admin).getFirst().revokedAt()).isPresent();
        assertThat(tokens.find("")).isEmpty();
        assertThat(tokens.find("ck_")).isEmpty();
        assertThat(tokens.find(token.reveal() + "x")).isEmpty();
        assertThat(tokens.find("ck_" + "x".repeat(100_000))).isEmpty();
    }

    @Test
    void a_token_ends_with_the_right_of_its_creator() {
        Secret token = tokens.create(admin, "a", READ, Duration.ofDays(30));
        Viewer boss = accounts.viewer("acme", "boss").orElseThrow();
        accounts.change(boss, "admin", "reader", "HQ", true);
        assertThat(tokens.find(token.reveal())).isEmpty();
        accounts.change(boss, "admin", "admin", "HQ", false);
        assertThat(tokens.find(token.reveal())).isEmpty();
        accounts.change(boss, "admin", "admin", "HQ", true);
        assertThat(tokens.find(token.reveal())).isPresent();
    }

    @Test
    void a_token_is_made_by_whoever_manages_connections_and_for_a_year_at_most() {
        Viewer reader = new Viewer("acme", "r", "R", Set.of(Right.VIEW), "HQ", Locale.CHINA);
        assertThatThrownBy(() -> tokens.create(reader, "a", READ, Duration.ofDays(1)))
                .isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> tokens.list(reader)).isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> tokens.revoke(reader, 1)).isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> tokens.create(admin, " ", READ, Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tokens.create(admin, "a", Set.of(), Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tokens.create(admin, "a", READ, Duration.ofDays(367)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tokens.create(admin, "a", READ, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobody_revokes_a_token_of_another_tenant() {
        tokens.create(admin, "a", READ, Duration.ofDays(1));
        long id = tokens.list(admin).getFirst().id();
        Viewer stranger = new Viewer("rival", "x", "X", Set.of(Right.MANAGE_CONNECTIONS), "HQ", Locale.CHINA);
        assertThatThrownBy(() -> tokens.revoke(stranger, id)).isInstanceOf(IllegalArgumentException.class);
        assertThat(tokens.list(stranger)).isEmpty();
    }
}
