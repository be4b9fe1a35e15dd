package cockpit.server.view;

import cockpit.core.tenant.AccessDenied;
import cockpit.server.Words;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ErrorHandler;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The one place for what nobody expected: logged once with a number, and told to the user once with the same number. */
@Component
public class UnexpectedErrors implements VaadinServiceInitListener, ErrorHandler {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(UnexpectedErrors.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource().addSessionInitListener(session -> session.getSession().setErrorHandler(this));
    }

    @Override
    public void error(ErrorEvent event) {
        Throwable fault = event.getThrowable();
        String sentence;
        if (denied(fault)) {
            LOG.info("Denied: {}", fault.getMessage());
            sentence = Words.say(ErrorWords.DENIED);
        } else {
            sentence = ErrorWords.FAILED_SENTENCE.say(log(fault));
        }
        if (UI.getCurrent() != null) {
            Parts.tell(sentence);
        }
    }

    /** Logs a fault and gives the number under which it stands in the log. */
    static String log(Throwable fault) {
        byte[] random = new byte[4];
        RANDOM.nextBytes(random);
        String number = HexFormat.of().withUpperCase().formatHex(random);
        LOG.error("Unexpected error {}", number, fault);
        return number;
    }

    static boolean denied(Throwable fault) {
        return fault instanceof AccessDenied || (fault.getCause() != null && denied(fault.getCause()));
    }
}
