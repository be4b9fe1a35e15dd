package cockpit.server.view;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A row of buttons of which one is chosen. */
final class Segments<T> extends Div {

    private final Map<T, Button> buttons = new LinkedHashMap<>();
    private final Consumer<T> listener;

    /**
     * @param label what is chosen, for those who hear the page
     * @param listener hears what the user chooses, also when it is chosen already
     */
    Segments(String label, Consumer<T> listener) {
        this.listener = listener;
        addClassName("cv-segments");
        getElement().setAttribute("role", "group");
        getElement().setAttribute("aria-label", label);
    }

    Button add(T value, String title) {
        Button button = new Button(title, _ -> listener.accept(value));
        button.addClassName("cv-segment");
        button.getElement().setAttribute("aria-pressed", "false");
        buttons.put(value, button);
        add(button);
        return button;
    }

    /** Shows a choice; one that is not among the buttons shows none. */
    void choose(T value) {
        buttons.forEach((key, button) ->
                button.getElement().setAttribute("aria-pressed", key.equals(value) ? "true" : "false"));
    }
}
