package cockpit.server.security;

import cockpit.core.tenant.AccessDenied;
import cockpit.core.tenant.Account;
import cockpit.core.tenant.AccountProblem;
import cockpit.core.tenant.Accounts;
import cockpit.core.tenant.OrgUnit;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Role;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.server.SignedIn;
import cockpit.server.Words;
import cockpit.server.view.MainLayout;
import cockpit.spi.Secret;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Who may sign in to the viewer's part of the tenant. */
@Route(value = "users", layout = MainLayout.class)
@RolesAllowed("MANAGE_USERS")
public class UsersView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private static final int SHOWN_MILLIS = 5000;

    private final Accounts accounts;
    private final Tenants tenants;
    private final SignedIn signedIn;
    private final Grid<Account> grid = new Grid<>();

    public UsersView(Accounts accounts, Tenants tenants, SignedIn signedIn) {
        this.accounts = accounts;
        this.tenants = tenants;
        this.signedIn = signedIn;
        addClassName("cv-page");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        show();
    }

    void show() {
        Viewer viewer = signedIn.viewer();
        viewer.require(Right.MANAGE_USERS);
        removeAll();
        Button create = new Button(Words.say("新建用户", "New user"), _ -> new NewUser().open());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.getElement().setAttribute("data-action", "new-user");
        Div head = new Div(new H1(Words.say("用户", "Users")), create);
        head.addClassName("cv-head");
        Paragraph lead = new Paragraph(
                Words.say(
                        "这里是你所负责范围内的用户。每个人只能看到自己所在组织及下级的数据。",
                        "The users in your part of the organisation. Everyone sees the figures of their own org unit and below."));
        lead.addClassName("cv-lead");
        columns(tenants.get(viewer.tenant()));
        add(head, lead, grid);
        draw();
    }

    private void columns(Tenant tenant) {
        grid.removeAllColumns();
        grid.addThemeVariants(GridVariant.NO_BORDER, GridVariant.WRAP_CELL_CONTENT);
        grid.setAllRowsVisible(true);
        grid.addColumn(Account::name)
                .setHeader(Words.say("姓名", "Name"))
                .setFlexGrow(2)
                .setSortable(true);
        grid.addColumn(Account::user)
                .setHeader(Words.say("用户名", "User name"))
                .setFlexGrow(2)
                .setSortable(true);
        grid.addColumn(account -> role(account.role()))
                .setHeader(Words.say("角色", "Role"))
                .setFlexGrow(2)
                .setSortable(true);
        grid.addColumn(account -> tenant.org()
                        .find(account.orgUnit())
                        .map(unit -> Words.say(unit.name()))
                        .orElse(account.orgUnit()))
                .setHeader(Words.say("组织", "Org unit"))
                .setFlexGrow(2)
                .setSortable(true);
        grid.addColumn(account ->
                        account.lastEntry().map(at -> moment(at, tenant)).orElse(Words.say("从未登录", "never")))
                .setHeader(Words.say("最近登录", "Last sign-in"))
                .setFlexGrow(2);
        grid.addComponentColumn(account -> state(account))
                .setHeader(Words.say("状态", "State"))
                .setFlexGrow(1);
        grid.addComponentColumn(this::change).setFlexGrow(1);
    }

    private static Span state(Account account) {
        Span state = new Span(
                !account.enabled()
                        ? Words.say("已停用", "Disabled")
                        : account.mustChange() ? Words.say("待改密码", "One-time password") : Words.say("正常", "Active"));
        state.addClassNames("cv-chip", account.enabled() ? "cv-chip-plain" : "cv-chip-warn");
        return state;
    }

    private Button change(Account account) {
        Button change = new Button(Words.say("修改", "Change"), _ -> new Change(account).open());
        change.addThemeVariants(ButtonVariant.TERTIARY);
        change.getElement().setAttribute("data-user", account.user());
        change.setEnabled(!account.user().equals(signedIn.viewer().user()));
        return change;
    }

    private void draw() {
        grid.setItems(accounts.list(signedIn.viewer()));
    }

    private static String moment(Instant at, Tenant tenant) {
        return at.atZone(tenant.zone())
                .format(DateTimeFormatter.ofPattern(Words.say("M月d日 HH:mm", "d MMM HH:mm"), Words.language()));
    }

    private String role(String code) {
        return accounts.role(signedIn.viewer().tenant(), code)
                .map(role -> Words.say(role.title()))
                .orElse(code);
    }

    private Select<Role> roles() {
        Select<Role> roles = new Select<>();
        roles.setLabel(Words.say("角色", "Role"));
        roles.setItems(accounts.grantable(signedIn.viewer()));
        roles.setItemLabelGenerator(role -> Words.say(role.title()));
        return roles;
    }

    private ComboBox<OrgUnit> units() {
        Viewer viewer = signedIn.viewer();
        Tenant tenant = tenants.get(viewer.tenant());
        List<OrgUnit> own = tenant.org().units().stream()
                .filter(unit -> tenant.org().within(unit.code(), viewer.orgUnit()))
                .toList();
        ComboBox<OrgUnit> units = new ComboBox<>(Words.say("组织", "Org unit"));
        units.setItems(
                (unit, typed) -> (unit.code() + " " + unit.name().zh() + " "
                                + unit.name().en())
                        .toLowerCase(Locale.ROOT)
                        .contains(typed.toLowerCase(Locale.ROOT)),
                own);
        units.setItemLabelGenerator(unit -> Words.say(unit.name()) + " " + unit.code());
        return units;
    }

    /** Shows a password that nobody will see again. */
    private void reveal(String user, Secret password) {
        Dialog dialog = new Dialog(Words.say("一次性密码", "One-time password"));
        Span secret = new Span(password.reveal());
        secret.addClassName("cv-code");
        secret.getElement().setAttribute("data-password", user);
        secret.getStyle().set("font-family", "monospace").set("font-size", "20px");
        dialog.add(
                new Paragraph(Words.say(
                        "请把密码交给 " + user + "。它只显示这一次，首次登录后必须修改。",
                        "Hand it to " + user + ". It is shown only now and has to be changed at the first sign-in.")),
                secret);
        dialog.getFooter().add(new Button(Words.say("知道了", "Done"), _ -> dialog.close()));
        dialog.open();
    }

    private void attempt(Runnable work) {
        try {
            work.run();
            draw();
        } catch (AccountProblem e) {
            tell(Words.say(e.sentence()));
        } catch (AccessDenied _) {
            tell(Words.say("这超出了你的权限或负责范围。", "This is beyond your rights or your part of the organisation."));
        }
    }

    private static void tell(String sentence) {
        Notification.show(sentence, SHOWN_MILLIS, Notification.Position.BOTTOM_CENTER);
    }

    private final class NewUser extends Dialog {

        private NewUser() {
            setHeaderTitle(Words.say("新建用户", "New user"));
            TextField user = new TextField(Words.say("用户名", "User name"));
            TextField name = new TextField(Words.say("姓名", "Name"));
            Select<Role> role = roles();
            ComboBox<OrgUnit> unit = units();
            Div fields = new Div(user, name, role, unit);
            fields.addClassName("cv-form");
            add(fields);
            Button create = new Button(Words.say("创建", "Create"), _ -> {
                if (role.getValue() == null || unit.getValue() == null) {
                    tell(Words.say("请选择角色和组织。", "Choose a role and an org unit."));
                    return;
                }
                attempt(() -> {
                    Secret password = accounts.create(
                            signedIn.viewer(),
                            new Account.New(
                                    user.getValue(),
                                    name.getValue(),
                                    role.getValue().code(),
                                    unit.getValue().code(),
                                    Words.language()));
                    close();
                    reveal(Accounts.normalised(user.getValue()), password);
                });
            });
            create.addThemeVariants(ButtonVariant.PRIMARY);
            getFooter().add(new Button(Words.say("取消", "Cancel"), _ -> close()), create);
        }
    }

    private final class Change extends Dialog {

        private Change(Account account) {
            setHeaderTitle(account.name() + " · " + account.user());
            Select<Role> role = roles();
            accounts.grantable(signedIn.viewer()).stream()
                    .filter(known -> known.code().equals(account.role()))
                    .findFirst()
                    .ifPresent(role::setValue);
            ComboBox<OrgUnit> unit = units();
            tenants.get(account.tenant()).org().find(account.orgUnit()).ifPresent(unit::setValue);
            Div fields = new Div(role, unit);
            fields.addClassName("cv-form");
            add(fields);

            Button reset = new Button(
                    Words.say("重置密码", "Reset password"),
                    _ -> attempt(() -> {
                        Secret password = accounts.resetPassword(signedIn.viewer(), account.user());
                        close();
                        reveal(account.user(), password);
                    }));
            Button toggle = new Button(
                    account.enabled() ? Words.say("停用", "Disable") : Words.say("启用", "Enable"),
                    _ -> attempt(() -> {
                        accounts.change(
                                signedIn.viewer(),
                                account.user(),
                                account.role(),
                                account.orgUnit(),
                                !account.enabled());
                        close();
                    }));
            if (account.enabled()) {
                toggle.addThemeVariants(ButtonVariant.ERROR);
            }
            Button save = new Button(Words.say("保存", "Save"), _ -> {
                if (role.getValue() == null || unit.getValue() == null) {
                    tell(Words.say("请选择角色和组织。", "Choose a role and an org unit."));
                    return;
                }
                attempt(() -> {
                    accounts.change(
                            signedIn.viewer(),
                            account.user(),
                            role.getValue().code(),
                            unit.getValue().code(),
                            account.enabled());
                    close();
                });
            });
            save.addThemeVariants(ButtonVariant.PRIMARY);
            getFooter().add(toggle, reset, new Button(Words.say("取消", "Cancel"), _ -> close()), save);
        }
    }

    @Override
    public String getPageTitle() {
        return Words.say("用户 · 数据驾驶舱", "Users · Cockpit");
    }
}
