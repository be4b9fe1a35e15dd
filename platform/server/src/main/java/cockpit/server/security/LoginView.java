package cockpit.server.security;

import cockpit.core.tenant.TenantConfigs;
import cockpit.server.Words;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Input;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.web.csrf.CsrfToken;

/** Tenant, user and password, posted as a plain form to the framework's own sign-in. */
@Route(value = "login", autoLayout = false)
@AnonymousAllowed
public class LoginView extends EntryPage implements BeforeEnterObserver, HasDynamicTitle {

    private final SessionSignedIn signedIn;

    public LoginView(TenantConfigs tenants, SessionSignedIn signedIn) {
        super(Words.say("登录", "Sign in"));
        this.signedIn = signedIn;
        HttpServletRequest request = PageDefaults.servlet(VaadinRequest.getCurrent());

        TextField tenant = new TextField(Words.say("租户", "Tenant"));
        tenant.getElement().setAttribute("name", "tenant");
        tenant.setRequired(true);
        tenant.getElement().setAttribute("autocomplete", "organization");
        if (tenants.all().size() == 1) {
            tenant.setValue(tenants.all().getFirst().code());
        } else {
            EntryCookies.tenant(request).ifPresent(tenant::setValue);
        }

        TextField user = new TextField(Words.say("用户名", "User name"));
        user.getElement().setAttribute("name", "username");
        user.setRequired(true);
        user.setAutocapitalize(com.vaadin.flow.component.textfield.Autocapitalize.NONE);
        user.setAutocomplete(com.vaadin.flow.component.textfield.Autocomplete.USERNAME);

        PasswordField password = new PasswordField(Words.say("密码", "Password"));
        password.getElement().setAttribute("name", "password");
        password.setRequired(true);
        password.setAutocomplete(com.vaadin.flow.component.textfield.Autocomplete.CURRENT_PASSWORD);

        if (tenant.isEmpty()) {
            tenant.setAutofocus(true);
        } else {
            user.setAutofocus(true);
        }

        NativeButton enter = new NativeButton(Words.say("登录", "Sign in"));
        enter.addClassName("entry-action");
        enter.getElement().setAttribute("type", "submit").setAttribute("data-action", "sign-in");

        show(form(request, tenant, user, password, enter));
    }

    private static Component form(@org.jspecify.annotations.Nullable HttpServletRequest request, Component... fields) {
        Element form = new Element("form");
        form.setAttribute("method", "post").setAttribute("action", "login");
        Div content = new Div(fields);
        content.addClassName("entry-fields");
        Object token = request == null ? null : request.getAttribute(CsrfToken.class.getName());
        if (token instanceof CsrfToken csrf) {
            Input hidden = new Input();
            hidden.setType("hidden");
            hidden.getElement().setAttribute("name", csrf.getParameterName());
            hidden.getElement().setAttribute("value", csrf.getToken());
            content.add(hidden);
        }
        form.appendChild(content.getElement());
        return new Wrapped(form);
    }

    /** A plain element as a component. */
    private static final class Wrapped extends Component {
        Wrapped(Element element) {
            super(element);
        }
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        if (signedIn.find().isPresent()) {
            event.forwardTo("");
            return;
        }
        QueryParameters stated = event.getLocation().getQueryParameters();
        Optional<String> wait = stated.getSingleParameter("wait").filter(seconds -> seconds.matches("\\d{1,4}"));
        if (wait.isPresent()) {
            complain(Words.say(
                    "尝试次数过多，请 " + wait.get() + " 秒后再试。", "Too many tries. Try again in " + wait.get() + " seconds."));
        } else if (stated.getParameters().containsKey("refused")) {
            complain(Words.say("租户、用户名或密码不正确。", "The tenant, user name or password is wrong."));
        } else if (stated.getParameters().containsKey("changed")) {
            reassure(Words.say("密码已修改，请用新密码登录。", "Your password is changed. Sign in with the new one."));
        } else if (stated.getParameters().containsKey("created")) {
            reassure(Words.say("管理员已创建，请登录。", "The administrator is created. Sign in."));
        }
    }

    @Override
    public String getPageTitle() {
        return Words.say("登录 · 数据驾驶舱", "Sign in · Cockpit");
    }
}
