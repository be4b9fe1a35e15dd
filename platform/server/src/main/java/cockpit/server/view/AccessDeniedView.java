package cockpit.server.view;

import cockpit.core.tenant.AccessDenied;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.ParentLayout;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletResponse;

/** A page that needs a right which the viewer lacks. */
@ParentLayout(MainLayout.class)
@PermitAll
public class AccessDeniedView extends ErrorPage implements HasErrorParameter<AccessDenied> {

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<AccessDenied> parameter) {
        show(ErrorWords.DENIED, ErrorWords.DENIED_SENTENCE);
        return HttpServletResponse.SC_FORBIDDEN;
    }
}
