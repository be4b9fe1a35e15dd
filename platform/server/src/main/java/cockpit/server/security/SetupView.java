package cockpit.server.security;

import cockpit.core.tenant.Account;
import cockpit.core.tenant.AccountProblem;
import cockpit.core.tenant.Accounts;
import cockpit.core.tenant.PasswordRule;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Role;
import cockpit.core.tenant.SetupLinks;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.TenantConfigs;
import cockpit.server.Words;
import cockpit.spi.Secret;
import cockpit.spi.Text;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import java.util.Comparator;
import java.util.Optional;

/** Creates the first admin, for whoever has the link that the server printed. */
@Route(value = "setup/:token", autoLayout = false)
@AnonymousAllowed
public class SetupView extends EntryPage implements BeforeEnterObserver, HasDynamicTitle {

    private final Accounts accounts;
    private final SetupLinks links;
    private final TenantConfigs tenants;

    private final Select<Tenant> tenant = new Select<>();
    private final TextField tenantCode = new TextField(Words.say("租户代码", "Tenant code"));
    private final TextField tenantName = new TextField(Words.say("公司名称", "Company name"));
    private final TextField user = new TextField(Words.say("用户名", "User name"));
    private final TextField name = new TextField(Words.say("姓名", "Name"));
    private final PasswordField password = new PasswordField(Words.say("密码", "Password"));
    private final PasswordField again = new PasswordField(Words.say("再次输入密码", "Password again"));
    private final Button create = new Button(Words.say("创建", "Create"), _ -> create());
    private String token = "";

    public SetupView(Accounts accounts, SetupLinks links, TenantConfigs tenants) {
        super(Words.say("创建第一位管理员", "Create the first administrator"));
        this.accounts = accounts;
        this.links = links;
        this.tenants = tenants;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        token = event.getRouteParameters().get("token").orElse("");
        if (!links.works(token)) {
            refuse();
            return;
        }
        Div fields = new Div();
        fields.addClassName("entry-fields");
        if (tenants.all().isEmpty()) {
            tenantCode.setHelperText(Words.say("小写字母、数字和连字符，例如 yanjiusuo", "Lower-case letters, digits and hyphens"));
            fields.add(tenantCode, tenantName);
        } else {
            tenant.setLabel(Words.say("租户", "Tenant"));
            tenant.setItems(tenants.all());
            tenant.setItemLabelGenerator(item -> Words.say(item.name()));
            tenant.setValue(tenants.all().getFirst());
            fields.add(tenant);
        }
        password.setHelperText(Words.say(
                "至少 " + PasswordRule.SHORTEST + " 个字符，不要用常见密码",
                "At least " + PasswordRule.SHORTEST + " characters, none of the common ones"));
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClassName("entry-action");
        create.getElement().setAttribute("data-action", "set-up");
        create.addClickShortcut(com.vaadin.flow.component.Key.ENTER);
        create.setDisableOnClick(true);
        fields.add(user, name, password, again, create);
        show(fields);
    }

    private void refuse() {
        complain(
                Words.say(
                        "这个链接无效、已使用或已过期。如果还没有任何用户，重新启动服务器会打印新的链接。",
                        "This link is unknown, used or expired. While there is no user, restarting the server prints a new one."));
    }

    private void create() {
        try {
            if (!password.getValue().equals(again.getValue())) {
                complain(Words.say("两次输入的密码不一致。", "The passwords differ."));
                return;
            }
            if (!links.works(token)) {
                refuse();
                return;
            }
            Optional<Text> objection = PasswordRule.objection(user.getValue(), Secret.of(password.getValue()));
            if (objection.isPresent()) {
                complain(Words.say(objection.get()));
                return;
            }
            Tenant chosen = tenants.all().isEmpty()
                    ? tenants.create(tenantCode.getValue().strip(), tenantName.getValue())
                    : tenant.getValue();
            Optional<Role> role = adminRole(chosen.code());
            if (role.isEmpty()) {
                complain(Words.say(
                        "租户 " + chosen.code() + " 的 roles.yaml 里没有拥有 manage_users 权限的角色，请先补上。",
                        "roles.yaml of tenant " + chosen.code()
                                + " has no role with the right manage_users; add one first."));
                return;
            }
            Account.New stated = new Account.New(
                    user.getValue(),
                    name.getValue(),
                    role.get().code(),
                    chosen.org().root().code(),
                    Words.language());
            if (accounts.createFirst(links, token, chosen.code(), stated, Secret.of(password.getValue()))) {
                UI.getCurrent().getPage().setLocation("/login?created");
            } else {
                refuse();
            }
        } catch (AccountProblem e) {
            complain(Words.say(e.sentence()));
        } catch (IllegalArgumentException e) {
            complain(String.valueOf(e.getMessage()));
        } finally {
            create.setEnabled(true);
        }
    }

    /** The role with the most rights among those that may manage users. */
    private Optional<Role> adminRole(String code) {
        return tenants.roles(code).stream()
                .filter(role -> role.rights().contains(Right.MANAGE_USERS))
                .max(Comparator.comparingInt(role -> role.rights().size()));
    }

    @Override
    public String getPageTitle() {
        return Words.say("初始设置 · 数据驾驶舱", "Set-up · Cockpit");
    }
}
