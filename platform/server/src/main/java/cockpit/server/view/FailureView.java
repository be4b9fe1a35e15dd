package cockpit.server.view;

import cockpit.spi.Text;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.ParentLayout;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletResponse;

/** A page that failed; the log has the reason under the number that is shown. */
@ParentLayout(MainLayout.class)
@PermitAll
public class FailureView extends ErrorPage implements HasErrorParameter<Exception> {

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
        if (UnexpectedErrors.denied(parameter.getException())) {
            show(ErrorWords.DENIED, ErrorWords.DENIED_SENTENCE);
            return HttpServletResponse.SC_FORBIDDEN;
        }
        String number = UnexpectedErrors.log(parameter.getException());
        show(ErrorWords.FAILED, ErrorWords.FAILED_SENTENCE.with(Text.same(number)));
        return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }
}
