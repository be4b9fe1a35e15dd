package cockpit.server.security;

import cockpit.core.tenant.Account;
import cockpit.server.SignedIn;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What holds for every page before its view is made: language and theme are those of the user or of the browser's last choice,
 * and whoever has a one-time password changes it first.
 */
@Component
class PageDefaults implements VaadinServiceInitListener {

    private final SessionSignedIn signedIn;

    PageDefaults(SessionSignedIn signedIn) {
        this.signedIn = signedIn;
    }

    @Override
    public void serviceInit(ServiceInitEvent init) {
        init.addIndexHtmlRequestListener(page -> {
            Locale language = language(page.getVaadinRequest());
            page.getDocument()
                    .getElementsByTag("html")
                    .attr("lang", language.getLanguage().equals("en") ? "en" : "zh-CN");
            if (signedIn.theme() == SignedIn.Theme.DARK) {
                page.getDocument()
                        .getElementsByTag("html")
                        .attr("theme", "dark")
                        .attr("style", "color-scheme: dark");
            }
        });
        init.getSource().addUIInitListener(event -> {
            UI page = event.getUI();
            page.setLocale(language(VaadinRequest.getCurrent()));
            page.addBeforeEnterListener(enter -> {
                boolean mustChange = signedIn.account().map(Account::mustChange).orElse(false);
                if (mustChange && enter.getNavigationTarget() != PasswordView.class) {
                    enter.forwardTo(PasswordView.class);
                }
            });
        });
    }

    private Locale language(@Nullable VaadinRequest request) {
        return signedIn.account().map(Account::locale).orElseGet(() -> EntryCookies.language(servlet(request)));
    }

    static @Nullable HttpServletRequest servlet(@Nullable VaadinRequest request) {
        return request instanceof VaadinServletRequest servlet ? servlet.getHttpServletRequest() : null;
    }
}
