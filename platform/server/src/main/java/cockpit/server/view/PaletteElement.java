package cockpit.server.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.shared.Registration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The browser's {@code <ck-palette>}: widgets to drag onto a {@code <ck-cockpit>}, or to add by keyboard. */
@Tag("ck-palette")
final class PaletteElement extends Component implements HasStyle {

    /** A widget as the palette shows it. */
    record WidgetProperty(String id, String title, String summary, String icon, int w, int h) {}

    PaletteElement(Locale language) {
        Assets.load(this);
        getElement().setProperty("locale", language.getLanguage().equals("en") ? "en" : "zh-CN");
    }

    void setWidgets(List<WidgetProperty> widgets) {
        getElement().setPropertyList("widgets", widgets);
    }

    /** Hears the id of a widget that was chosen without dragging. */
    Registration onAdd(Consumer<String> listener) {
        return getElement()
                .addEventListener("widget-add", heard -> {
                    String widget = heard.getEventData()
                            .path("event.detail")
                            .path("widget")
                            .asString("");
                    if (!widget.isEmpty()) {
                        listener.accept(widget);
                    }
                })
                .addEventData("event.detail");
    }
}
