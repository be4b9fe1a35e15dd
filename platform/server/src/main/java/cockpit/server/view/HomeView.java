package cockpit.server.view;

import cockpit.server.Words;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.orderedlayout.VerticalLayout;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;

/** Where somebody lands after signing in. */
@Route("")
@PermitAll
public class HomeView extends VerticalLayout {

    public HomeView() {
        add(new H1(Words.say("数据驾驶舱", "Cockpit")));
    }
}
