package cockpit.core.tenant;

import cockpit.spi.Secret;
import cockpit.spi.Text;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/**
 * The users of all tenants: who may come in, and who may change whom. Rights are checked here, at every call; nobody gives
 * away more than they have, or beyond their own part of the org tree.
 */
public final class Accounts {

    private static final Pattern USER = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{0,59}");
    /** Letters and digits that are not mistaken for one another when read aloud or copied by hand. */
    private static final String READABLE = "abcdefghjkmnpqrstuvwxyz23456789";

    private final Metadata metadata;
    private final TenantConfigs tenants;
    private final Passwords passwords;
    private final Throttle throttle;
    private final AuditLog audit;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<Name, Account> known = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, String>> listeners = new CopyOnWriteArrayList<>();

    private record Name(String tenant, String user) {}

    /** How an attempt to sign in ended. */
    public sealed interface Entry {
        /** The password was right and the account is enabled. */
        record Entered(Account account) implements Entry {}

        /** Tenant, user or password is wrong, or the account is disabled; which of them is nobody's business. */
        record Refused() implements Entry {}

        /** Too many failures: nothing was checked, try again after this long. */
        record Wait(Duration remaining) implements Entry {}
    }

    public Accounts(
            Metadata metadata, TenantConfigs tenants, Passwords passwords, AuditLog audit, InstantSource clock) {
        this.metadata = metadata;
        this.tenants = tenants;
        this.passwords = passwords;
        this.throttle = new Throttle(clock);
        this.audit = audit;
        this.clock = clock;
    }

    /** Checks who wants to sign in. Takes the same time whether the user exists or not. */
    public Entry enter(String tenant, String user, Secret password, String address) {
        String name = normalised(user);
        String account = tenant + "/" + name;
        Duration wait = throttle.begin(account, address);
        if (!wait.isZero()) {
            return new Entry.Wait(wait);
        }
        AccountRow row = metadata.inTransaction(session -> row(session, tenant, name));
        boolean right;
        if (row == null) {
            passwords.matchNobody(password);
            right = false;
        } else {
            right = passwords.matches(password, row.passwordHash);
        }
        if (!right || row == null || !row.enabled || viewer(tenant, name).isEmpty()) {
            audit.add(tenant, name, "sign-in.refused", name, "from " + address);
            return new Entry.Refused();
        }
        throttle.succeeded(account, address);
        Account entered = change(tenant, name, false, changed -> changed.lastEntryAt = clock.instant());
        audit.add(tenant, name, "sign-in", name, "from " + address);
        return new Entry.Entered(entered);
    }

    public Optional<Account> find(String tenant, String user) {
        Name name = new Name(tenant, normalised(user));
        return Optional.ofNullable(known.computeIfAbsent(name, this::load));
    }

    private @Nullable Account load(Name name) {
        return metadata.inTransaction(session -> {
            AccountRow row = row(session, name.tenant, name.user);
            return row == null ? null : account(row);
        });
    }

    /**
     * What a user may do and see now; empty if the account is gone or disabled, or its tenant, role or org unit is not
     * there.
     */
    public Optional<Viewer> viewer(String tenant, String user) {
        return find(tenant, user).filter(Account::enabled).flatMap(account -> tenants.find(tenant)
                .filter(there -> there.org().find(account.orgUnit()).isPresent())
                .flatMap(_ -> tenants.role(tenant, account.role()))
                .map(role -> new Viewer(
                        tenant, account.user(), account.name(), role.rights(), account.orgUnit(), account.locale())));
    }

    /** Whether there is any user in any tenant. */
    public boolean any() {
        return metadata.inTransaction(
                session -> session.createSelectionQuery("select count(*) from AccountRow", Long.class)
                                .getSingleResult()
                        > 0);
    }

    /** The users in the viewer's part of the org tree, by name. @throws AccessDenied without MANAGE_USERS */
    public List<Account> list(Viewer viewer) {
        viewer.require(Right.MANAGE_USERS);
        OrgTree org = tenants.get(viewer.tenant()).org();
        return metadata
                .inTransaction(session -> session.createSelectionQuery(
                                "from AccountRow where tenant = :tenant order by name", AccountRow.class)
                        .setParameter("tenant", viewer.tenant())
                        .getResultList())
                .stream()
                .map(Accounts::account)
                .filter(account -> org.within(account.orgUnit(), viewer.orgUnit())
                        || (org.find(account.orgUnit()).isEmpty()
                                && org.root().code().equals(viewer.orgUnit())))
                .toList();
    }

    public Optional<Role> role(String tenant, String code) {
        return tenants.role(tenant, code);
    }

    /** The roles that a viewer may give away: those with no right that they lack themselves. */
    public List<Role> grantable(Viewer viewer) {
        return tenants.roles(viewer.tenant()).stream()
                .filter(role -> viewer.rights().containsAll(role.rights()))
                .toList();
    }

    /**
     * Makes a user with a one-time password, which has to be changed at the first sign-in.
     *
     * @return the password, to be shown once
     * @throws AccountProblem if the name is taken or something stated is unknown
     * @throws AccessDenied without MANAGE_USERS, or beyond what the viewer has and sees
     */
    public Secret create(Viewer viewer, Account.New stated) {
        viewer.require(Right.MANAGE_USERS);
        requireWithin(viewer, stated.role(), stated.orgUnit());
        Secret password = readable();
        insert(viewer.tenant(), stated, password, true);
        audit.add(viewer, "account.create", normalised(stated.user()), stated.role() + " of " + stated.orgUnit());
        return password;
    }

    /**
     * Makes a user on behalf of the install itself: demo accounts.
     *
     * @return the password, to be shown once
     */
    public Secret createBySystem(String tenant, Account.New stated) {
        Secret password = readable();
        insert(tenant, stated, password, false);
        audit.add(tenant, "system", "account.create", normalised(stated.user()), stated.role());
        return password;
    }

    /**
     * Makes the first admin through a set-up link, which is used up by it.
     *
     * @return false, and nothing done, if the link does not work any more
     * @throws AccountProblem if something stated does not do; the link works on
     */
    public boolean createFirst(SetupLinks links, String token, String tenant, Account.New stated, Secret password) {
        requireGood(stated.user(), password);
        AccountRow row = row(tenant, stated, password, false);
        boolean done = links.use(token, session -> {
                    session.persist(row);
                    return true;
                })
                .isPresent();
        if (done) {
            audit.add(tenant, "system", "account.create", row.name, "first admin, by the set-up link");
        }
        return done;
    }

    /**
     * Changes role, org unit, or whether somebody may sign in; their sessions end.
     *
     * @throws AccountProblem if there is no such user, or it is the viewer's own account
     * @throws AccessDenied without MANAGE_USERS, or beyond what the viewer has and sees
     */
    public Account change(Viewer viewer, String user, String role, String orgUnit, boolean enabled) {
        Account before = manageable(viewer, user);
        requireWithin(viewer, role, orgUnit);
        requireKnown(viewer.tenant(), role, orgUnit);
        Account after = change(viewer.tenant(), before.user(), true, row -> {
            row.role = role;
            row.orgUnit = orgUnit;
            row.enabled = enabled;
        });
        audit.add(viewer, "account.change", before.user(), role + " of " + orgUnit + (enabled ? "" : ", disabled"));
        return after;
    }

    /**
     * Gives somebody a one-time password, which has to be changed at the next sign-in; their sessions end.
     *
     * @return the password, to be shown once
     */
    public Secret resetPassword(Viewer viewer, String user) {
        Account account = manageable(viewer, user);
        Secret password = readable();
        String hash = passwords.hash(password);
        change(viewer.tenant(), account.user(), true, row -> {
            row.passwordHash = hash;
            row.mustChange = true;
        });
        audit.add(viewer, "account.reset-password", account.user(), "");
        return password;
    }

    /**
     * Changes one's own password; all of one's sessions end.
     *
     * @throws AccountProblem if the old one is wrong, or the new one does not do
     */
    public void changePassword(Viewer viewer, Secret old, Secret password, String address) {
        String account = viewer.tenant() + "/" + viewer.user();
        Duration wait = throttle.begin(account, address);
        if (!wait.isZero()) {
            throw new AccountProblem(Text.of(
                    "尝试次数过多，请 " + (wait.toSeconds() + 1) + " 秒后再试。",
                    "Too many tries; wait " + (wait.toSeconds() + 1) + " seconds."));
        }
        AccountRow row = metadata.inTransaction(session -> row(session, viewer.tenant(), viewer.user()));
        if (row == null || !passwords.matches(old, row.passwordHash)) {
            throw new AccountProblem(Text.of("当前密码不正确。", "The current password is wrong."));
        }
        throttle.succeeded(account, address);
        requireGood(viewer.user(), password);
        if (old.equals(password)) {
            throw new AccountProblem(Text.of("新密码不能与当前密码相同。", "The new password is the old one."));
        }
        String hash = passwords.hash(password);
        change(viewer.tenant(), viewer.user(), true, changed -> {
            changed.passwordHash = hash;
            changed.mustChange = false;
        });
        audit.add(viewer, "account.change-password", viewer.user(), "");
    }

    /** Stores one's own language. */
    public void chooseLocale(Viewer viewer, Locale locale) {
        change(viewer.tenant(), viewer.user(), false, row -> row.locale = locale.toLanguageTag());
    }

    /** Stores one's own theme: {@code light} or {@code dark}. */
    public void chooseTheme(Viewer viewer, String theme) {
        change(viewer.tenant(), viewer.user(), false, row -> row.theme = theme);
    }

    /** Calls back with (tenant, user) when the sessions of somebody must end. */
    public void onEnd(BiConsumer<String, String> listener) {
        listeners.add(listener);
    }

    /** One form for all spellings of a name. */
    public static String normalised(String user) {
        return Normalizer.normalize(user, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }

    private Account manageable(Viewer viewer, String user) {
        viewer.require(Right.MANAGE_USERS);
        if (normalised(user).equals(viewer.user())) {
            throw new AccountProblem(
                    Text.of("不能在这里修改自己的账号，请让另一位管理员来做。", "Your own account is changed by another admin."));
        }
        Account account = list(viewer).stream()
                .filter(listed -> listed.user().equals(normalised(user)))
                .findFirst()
                .orElseThrow(() -> new AccountProblem(Text.of("没有用户 " + user + "。", "There is no user " + user + ".")));
        boolean stronger = tenants.role(viewer.tenant(), account.role())
                .map(role -> !viewer.rights().containsAll(role.rights()))
                .orElse(false);
        if (stronger) {
            throw new AccessDenied("User " + account.user() + " has rights that you lack.");
        }
        return account;
    }

    private void requireWithin(Viewer viewer, String role, String orgUnit) {
        OrgTree org = tenants.get(viewer.tenant()).org();
        if (org.find(orgUnit).isPresent() && !org.within(orgUnit, viewer.orgUnit())) {
            throw new AccessDenied("Org unit " + orgUnit + " is not yours.");
        }
        Optional<Role> granted = tenants.role(viewer.tenant(), role);
        if (granted.isPresent() && !viewer.rights().containsAll(granted.get().rights())) {
            throw new AccessDenied("Role " + role + " has rights that you lack.");
        }
    }

    private void requireKnown(String tenant, String role, String orgUnit) {
        if (tenants.role(tenant, role).isEmpty()) {
            throw new AccountProblem(Text.of("没有角色 " + role + "。", "There is no role " + role + "."));
        }
        if (tenants.get(tenant).org().find(orgUnit).isEmpty()) {
            throw new AccountProblem(Text.of("没有组织 " + orgUnit + "。", "There is no org unit " + orgUnit + "."));
        }
    }

    private static void requireGood(String user, Secret password) {
        PasswordRule.objection(user, password).ifPresent(sentence -> {
            throw new AccountProblem(sentence);
        });
    }

    private void insert(String tenant, Account.New stated, Secret password, boolean mustChange) {
        AccountRow row = row(tenant, stated, password, mustChange);
        AccountProblem taken = new AccountProblem(
                Text.of("用户名 " + row.name + " 已被使用，请换一个。", "The user name " + row.name + " is taken."));
        if (find(tenant, row.name).isPresent()) {
            throw taken;
        }
        try {
            metadata.doInTransaction(session -> session.persist(row));
        } catch (ConstraintViolationException _) {
            throw taken;
        }
    }

    private AccountRow row(String tenant, Account.New stated, Secret password, boolean mustChange) {
        String user = normalised(stated.user());
        if (!USER.matcher(user).matches()) {
            throw new AccountProblem(Text.of(
                    "用户名由字母、数字和 . _ @ - 组成，最多 60 个字符。",
                    "A user name has letters, digits and . _ @ -, at most 60 characters."));
        }
        if (stated.name().isBlank() || stated.name().length() > 100) {
            throw new AccountProblem(Text.of("请填写姓名，最多 100 个字符。", "A name is needed, with at most 100 characters."));
        }
        requireKnown(tenant, stated.role(), stated.orgUnit());
        AccountRow row = new AccountRow();
        row.tenant = tenant;
        row.name = user;
        row.displayName = stated.name().strip();
        row.passwordHash = passwords.hash(password);
        row.role = stated.role();
        row.orgUnit = stated.orgUnit();
        row.locale = stated.locale().toLanguageTag();
        row.theme = "light";
        row.enabled = true;
        row.mustChange = mustChange;
        row.createdAt = clock.instant();
        return row;
    }

    private Account change(String tenant, String user, boolean endSessions, Consumer<AccountRow> work) {
        Name name = new Name(tenant, user);
        Account changed = metadata.inTransaction(session -> {
            AccountRow row = select(session, tenant, user)
                    .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                    .getSingleResultOrNull();
            if (row == null) {
                throw new AccountProblem(Text.of("没有用户 " + user + "。", "There is no user " + user + "."));
            }
            work.accept(row);
            if (endSessions) {
                row.stamp++;
            }
            return account(row);
        });
        known.put(name, changed);
        if (endSessions) {
            listeners.forEach(listener -> listener.accept(tenant, user));
        }
        return changed;
    }

    private static @Nullable AccountRow row(Session session, String tenant, String user) {
        return select(session, tenant, user).getSingleResultOrNull();
    }

    private static SelectionQuery<AccountRow> select(Session session, String tenant, String user) {
        return session.createSelectionQuery("from AccountRow where tenant = :tenant and name = :name", AccountRow.class)
                .setParameter("tenant", tenant)
                .setParameter("name", user);
    }

    private static Account account(AccountRow row) {
        return new Account(
                row.tenant,
                row.name,
                row.displayName,
                row.role,
                row.orgUnit,
                Locale.forLanguageTag(row.locale),
                row.theme,
                row.enabled,
                row.mustChange,
                row.stamp,
                Optional.ofNullable(row.lastEntryAt));
    }

    /** Sixteen characters in four groups: some 79 bits. */
    private Secret readable() {
        StringBuilder password = new StringBuilder();
        for (int index = 0; index < 16; index++) {
            if (index > 0 && index % 4 == 0) {
                password.append('-');
            }
            password.append(READABLE.charAt(random.nextInt(READABLE.length())));
        }
        return Secret.of(password.toString());
    }
}
