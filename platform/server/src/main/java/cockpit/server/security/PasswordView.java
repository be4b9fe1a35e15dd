package cockpit.server.security;

import cockpit.core.tenant.Account;
import cockpit.core.tenant.AccountProblem;
import cockpit.core.tenant.Accounts;
import cockpit.core.tenant.PasswordRule;
import cockpit.server.Words;
import cockpit.spi.Secret;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletRequest;

/** Changes one's own password. All of one's sessions end by it, this one too. */
@Route(value = "password", autoLayout = false)
@PermitAll
public class PasswordView extends EntryPage implements HasDynamicTitle {

    private final Accounts accounts;
    private final SessionSignedIn signedIn;
    private final PasswordField old = new PasswordField(Words.say("当前密码", "Current password"));
    private final PasswordField password = new PasswordField(Words.say("新密码", "New password"));
    private final PasswordField again = new PasswordField(Words.say("再次输入新密码", "New password again"));

    public PasswordView(Accounts accounts, SessionSignedIn signedIn) {
        super(Words.say("修改密码", "Change password"));
        this.accounts = accounts;
        this.signedIn = signedIn;
        if (signedIn.account().map(Account::mustChange).orElse(false)) {
            reassure(Words.say("这是一次性密码，请先设置自己的密码。", "This password works once. Choose your own first."));
        }
        old.setAutocomplete(Autocomplete.CURRENT_PASSWORD);
        password.setAutocomplete(Autocomplete.NEW_PASSWORD);
        again.setAutocomplete(Autocomplete.NEW_PASSWORD);
        password.setHelperText(Words.say(
                "至少 " + PasswordRule.SHORTEST + " 个字符，不要用常见密码",
                "At least " + PasswordRule.SHORTEST + " characters, none of the common ones"));
        Button change = new Button(Words.say("修改", "Change"), _ -> change());
        change.addThemeVariants(ButtonVariant.PRIMARY);
        change.addClassName("entry-action");
        change.getElement().setAttribute("data-action", "change-password");
        change.addClickShortcut(Key.ENTER);
        Div fields = new Div(old, password, again, change);
        fields.addClassName("entry-fields");
        show(fields);
    }

    private void change() {
        if (!password.getValue().equals(again.getValue())) {
            complain(Words.say("两次输入的密码不一致。", "The passwords differ."));
            return;
        }
        HttpServletRequest request = PageDefaults.servlet(VaadinRequest.getCurrent());
        try {
            accounts.changePassword(
                    signedIn.viewer(),
                    Secret.of(old.getValue()),
                    Secret.of(password.getValue()),
                    request == null ? "" : request.getRemoteAddr());
            UI.getCurrent().getPage().setLocation("/login?changed");
        } catch (AccountProblem e) {
            complain(Words.say(e.sentence()));
        }
    }

    @Override
    public String getPageTitle() {
        return Words.say("修改密码 · 数据驾驶舱", "Change password · Cockpit");
    }
}
