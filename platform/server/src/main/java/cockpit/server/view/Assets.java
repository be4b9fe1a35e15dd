package cockpit.server.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.page.Page;

/** Loads the host's own browser code, which is served ready-made and not bundled. */
final class Assets {

    private Assets() {}

    /** Loads module and styles of the browser elements once the component is on a page. */
    static void load(Component component) {
        component.addAttachListener(event -> {
            Page page = event.getUI().getPage();
            page.addStyleSheet("/ck/cockpit.css");
            page.addJsModule("/ck/cockpit.js");
        });
    }
}
