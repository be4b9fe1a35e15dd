package cockpit.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.tenant.Accounts.Entry;
import cockpit.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {

    private static final Secret GOOD = Secret.of("correct horse battery");

    @TempDir
    Path data;

    private final TestClock clock = new TestClock();
    private final List<String> ended = new ArrayList<>();
    private Metadata metadata;
    private TenantConfigs tenants;
    private AuditLog audit;
    private Accounts accounts;
    private Viewer admin;

    @BeforeEach
    void open() throws IOException {
        Path folder = Files.createDirectories(data.resolve("tenants/yanjiusuo"));
        Files.writeString(folder.resolve("tenant.yaml"), "code: yanjiusuo\nname: 颜究所\n");
        Files.writeString(folder.resolve("roles.yaml"), """
                roles:
                  - {code: admin, title: 管理员, rights: [view, build, manage_connections, manage_plugins, manage_users]}
                  - {code: keeper, title: 用户管理员, rights: [view, manage_users]}
                  - {code: reader, title: 查看者, rights: [view]}
                """);
        Files.writeString(folder.resolve("org.yaml"), """
                org:
                  - {code: HQ, name: 总部, level: hq}
                  - {code: EAST, parent: HQ, name: 华东, level: region}
                  - {code: SOUTH, parent: HQ, name: 华南, level: region}
                  - {code: S001, parent: EAST, name: 西湖店, level: store}
                """);
        metadata = Metadata.open(new MetadataPlace.Embedded(data), List.of());
        tenants = new TenantConfigs(data.resolve("tenants"));
        tenants.reload();
        audit = new AuditLog(metadata, clock);
        accounts = accounts();
        accounts.onEnd((tenant, user) -> ended.add(tenant + "/" + user));
        SetupLinks links = new SetupLinks(metadata, clock);
        assertThat(accounts.createFirst(
                        links, links.create().orElseThrow(), "yanjiusuo", stated("admin", "admin", "HQ"), GOOD))
                .isTrue();
        admin = accounts.viewer("yanjiusuo", "admin").orElseThrow();
    }

    private Accounts accounts() {
        return new Accounts(metadata, tenants, new Passwords(64, 1), audit, clock);
    }

    @AfterEach
    void close() {
        metadata.close();
    }

    private static Account.New stated(String user, String role, String unit) {
        return new Account.New(user, "某人", role, unit, Locale.SIMPLIFIED_CHINESE);
    }

    private Entry enter(String user, Secret password) {
        return accounts.enter("yanjiusuo", user, password, "10.0.0.1");
    }

    private Viewer keeperOfEast() {
        accounts.create(admin, stated("keeper", "keeper", "EAST"));
        return accounts.viewer("yanjiusuo", "keeper").orElseThrow();
    }

    @Test
    void the_right_password_enters_whatever_the_case_of_the_name() {
        assertThat(enter(" Admin ", GOOD)).isInstanceOf(Entry.Entered.class);
    }

    @Test
    void wrong_password_unknown_user_unknown_tenant_and_disabled_account_are_refused_alike() {
        Secret password = accounts.create(admin, stated("east", "reader", "EAST"));
        accounts.change(admin, "east", "reader", "EAST", false);

        assertThat(enter("admin", Secret.of("wrong"))).isEqualTo(new Entry.Refused());
        assertThat(enter("nobody", GOOD)).isEqualTo(new Entry.Refused());
        assertThat(accounts.enter("nowhere", "admin", GOOD, "10.0.0.1")).isEqualTo(new Entry.Refused());
        assertThat(enter("east", password)).isEqualTo(new Entry.Refused());
    }

    @Test
    void guessing_has_to_wait_even_with_the_right_password() {
        for (int time = 0; time < 5; time++) {
            enter("admin", Secret.of("guess " + time));
        }

        assertThat(enter("admin", GOOD)).isInstanceOf(Entry.Wait.class);
        clock.advance(java.time.Duration.ofSeconds(3));
        assertThat(enter("admin", GOOD)).isInstanceOf(Entry.Entered.class);
    }

    @Test
    void a_new_user_has_a_one_time_password_and_sees_their_org_unit() {
        Secret password = accounts.create(admin, stated("East", "reader", "EAST"));

        assertThat(enter("east", password)).isInstanceOfSatisfying(Entry.Entered.class, entered -> {
            assertThat(entered.account().mustChange()).isTrue();
            assertThat(entered.account().orgUnit()).isEqualTo("EAST");
        });
        Viewer viewer = accounts.viewer("yanjiusuo", "east").orElseThrow();
        assertThat(viewer.rights()).containsExactly(Right.VIEW);
        accounts.changePassword(viewer, password, Secret.of("三月的西湖下着小雨吗"), "10.0.0.1");
        assertThat(accounts.find("yanjiusuo", "east"))
                .get()
                .extracting(Account::mustChange)
                .isEqualTo(false);
    }

    @Test
    void a_name_is_taken_once() {
        assertThatThrownBy(() -> accounts.create(admin, stated("ADMIN", "reader", "HQ")))
                .isInstanceOf(AccountProblem.class)
                .hasMessage("The user name admin is taken.");
    }

    @Test
    void changes_end_the_sessions_of_whom_they_concern() {
        Secret password = accounts.create(admin, stated("east", "reader", "EAST"));
        Viewer east = accounts.viewer("yanjiusuo", "east").orElseThrow();
        accounts.chooseTheme(east, "dark");
        accounts.chooseLocale(east, Locale.ENGLISH);
        assertThat(ended).isEmpty();

        accounts.changePassword(east, password, Secret.of("三月的西湖下着小雨吗"), "10.0.0.1");
        accounts.change(admin, "east", "reader", "SOUTH", true);
        accounts.resetPassword(admin, "east");
        accounts.change(admin, "east", "reader", "SOUTH", false);

        assertThat(ended).containsOnly("yanjiusuo/east").hasSize(4);
        assertThat(accounts.find("yanjiusuo", "east"))
                .get()
                .extracting(Account::stamp)
                .isEqualTo(4L);
        assertThat(accounts.viewer("yanjiusuo", "east")).isEmpty();
    }

    @Test
    void choices_survive_a_restart() {
        accounts.chooseTheme(admin, "dark");
        accounts.chooseLocale(admin, Locale.ENGLISH);

        assertThat(accounts().find("yanjiusuo", "admin")).get().satisfies(account -> {
            assertThat(account.theme()).isEqualTo("dark");
            assertThat(account.locale()).isEqualTo(Locale.ENGLISH);
        });
    }

    @Test
    void without_the_right_nothing_is_managed() {
        accounts.create(admin, stated("east", "reader", "EAST"));
        Viewer east = accounts.viewer("yanjiusuo", "east").orElseThrow();

        assertThatThrownBy(() -> accounts.list(east)).isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> accounts.create(east, stated("x", "reader", "EAST")))
                .isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> accounts.resetPassword(east, "admin")).isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> accounts.change(east, "admin", "reader", "EAST", false))
                .isInstanceOf(AccessDenied.class);
    }

    @Test
    void nobody_manages_beyond_their_part_of_the_tree() {
        Viewer keeper = keeperOfEast();
        accounts.create(admin, stated("south", "reader", "SOUTH"));

        assertThat(accounts.list(keeper)).extracting(Account::user).containsExactly("keeper");
        assertThatThrownBy(() -> accounts.create(keeper, stated("x", "reader", "SOUTH")))
                .isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> accounts.resetPassword(keeper, "south")).isInstanceOf(AccountProblem.class);
        accounts.create(keeper, stated("xihu", "reader", "S001"));
        assertThatThrownBy(() -> accounts.change(keeper, "xihu", "reader", "HQ", true))
                .isInstanceOf(AccessDenied.class);
    }

    @Test
    void nobody_gives_away_more_rights_than_they_have() {
        Viewer keeper = keeperOfEast();

        assertThat(accounts.grantable(keeper)).extracting(Role::code).containsExactly("keeper", "reader");
        assertThatThrownBy(() -> accounts.create(keeper, stated("x", "admin", "EAST")))
                .isInstanceOf(AccessDenied.class);
    }

    @Test
    void nobody_resets_the_password_of_somebody_stronger() {
        Viewer keeper = keeperOfEast();
        accounts.create(admin, stated("chief", "admin", "S001"));

        assertThatThrownBy(() -> accounts.resetPassword(keeper, "chief")).isInstanceOf(AccessDenied.class);
    }

    @Test
    void ones_own_account_is_changed_by_somebody_else() {
        assertThatThrownBy(() -> accounts.change(admin, "admin", "reader", "HQ", true))
                .isInstanceOf(AccountProblem.class);
    }

    @Test
    void a_role_that_is_gone_gives_no_rights_at_all() throws IOException {
        accounts.create(admin, stated("east", "reader", "EAST"));
        Path roles = data.resolve("tenants/yanjiusuo/roles.yaml");
        Files.writeString(roles, Files.readString(roles).replace("code: reader", "code: viewer"));
        tenants.reload();

        assertThat(accounts.viewer("yanjiusuo", "east")).isEmpty();
    }

    @Test
    void the_first_admins_bad_password_leaves_the_link_usable(@TempDir Path other) {
        try (Metadata fresh = Metadata.open(new MetadataPlace.Embedded(other), List.of())) {
            SetupLinks links = new SetupLinks(fresh, clock);
            Accounts first = new Accounts(fresh, tenants, new Passwords(64, 1), new AuditLog(fresh, clock), clock);
            String token = links.create().orElseThrow();

            assertThatThrownBy(() -> first.createFirst(
                            links, token, "yanjiusuo", stated("admin", "admin", "HQ"), Secret.of("admin123")))
                    .isInstanceOf(AccountProblem.class);
            assertThat(links.works(token)).isTrue();
            assertThat(first.any()).isFalse();
        }
    }

    @Test
    void what_was_done_is_in_the_audit_log_without_secrets() {
        Secret password = accounts.create(admin, stated("east", "reader", "EAST"));
        enter("east", Secret.of("wrong-4711"));

        assertThat(audit.latest(admin, 10))
                .extracting(AuditLog.Entry::action)
                .contains("account.create", "sign-in.refused");
        assertThat(audit.latest(admin, 10).toString())
                .doesNotContain(password.reveal())
                .doesNotContain("wrong-4711");
    }
}
