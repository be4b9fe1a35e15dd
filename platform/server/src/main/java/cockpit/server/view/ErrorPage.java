package cockpit.server.view;

import cockpit.server.Words;
import cockpit.spi.Text;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;

/** A page in place of one that cannot be shown. */
abstract class ErrorPage extends Div {

    void show(Text title, Text sentence) {
        removeAll();
        addClassName("cv-page");
        add(Parts.empty(title, sentence, new Anchor("", Words.say(ErrorWords.HOME))));
    }
}
