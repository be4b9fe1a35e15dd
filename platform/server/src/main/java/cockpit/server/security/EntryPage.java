package cockpit.server.security;

import cockpit.server.Words;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinResponse;
import com.vaadin.flow.server.VaadinServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/** The frame of the pages before one is in: one card, a heading, and the choice of language. */
@StyleSheet("/entry/entry.css")
abstract class EntryPage extends Main {

    private final Div card = new Div();
    private final Paragraph notice = new Paragraph();

    EntryPage(String heading) {
        addClassName("entry");
        Div brand = new Div();
        brand.addClassName("entry-brand");
        Span mark = new Span();
        mark.addClassName("entry-mark");
        mark.getElement().setAttribute("aria-hidden", "true");
        brand.add(mark, new Span(Words.say("数据驾驶舱", "Cockpit")));
        card.addClassName("entry-card");
        notice.addClassName("entry-notice");
        notice.getElement().setAttribute("role", "alert");
        notice.setVisible(false);
        card.add(new H1(heading), notice);
        add(brand, card, languages());
    }

    /** Puts something into the card. */
    final void show(com.vaadin.flow.component.Component... content) {
        card.add(content);
    }

    /** What went wrong, in one sentence. */
    final void complain(String sentence) {
        notice.setText(sentence);
        notice.setClassName("entry-good", false);
        notice.setVisible(true);
    }

    /** What went well, in one sentence. */
    final void reassure(String sentence) {
        notice.setText(sentence);
        notice.setClassName("entry-good", true);
        notice.setVisible(true);
    }

    private static Div languages() {
        Div row = new Div();
        row.addClassName("entry-languages");
        row.add(language("中文", Locale.SIMPLIFIED_CHINESE), language("English", Locale.ENGLISH));
        return row;
    }

    private static NativeButton language(String name, Locale language) {
        NativeButton button = new NativeButton(name, _ -> {
            HttpServletRequest request = PageDefaults.servlet(VaadinRequest.getCurrent());
            if (request != null && VaadinResponse.getCurrent() instanceof VaadinServletResponse response) {
                EntryCookies.remember(request, response.getHttpServletResponse(), language);
            }
            UI.getCurrent().getPage().reload();
        });
        button.getElement().setAttribute("lang", language.toLanguageTag());
        if (Words.language().equals(language)) {
            button.getElement().setAttribute("aria-current", "true");
        }
        return button;
    }
}
