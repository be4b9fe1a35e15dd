package cockpit.server;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.theme.lumo.Lumo;

/** The page around all views. */
@StyleSheet(Lumo.STYLESHEET)
@StyleSheet("/ck/tokens.css")
public class CockpitShell implements AppShellConfigurator {

    @Override
    public void configurePage(AppShellSettings settings) {
        settings.setPageTitle("Cockpit");
        settings.addLink("icon", "/ck/icon.svg");
        settings.setViewport("width=device-width, initial-scale=1");
    }
}
