package cockpit.server;

import cockpit.spi.Text;
import com.vaadin.flow.component.UI;
import java.util.Locale;

/**
 * The interface's words, Chinese and English side by side where they are used: {@code Words.say("登录", "Sign in")}. The
 * language is that of the page; a change of language reloads it.
 */
public final class Words {

    /** The languages of the interface, the first being the default. */
    public static final java.util.List<Locale> LANGUAGES = java.util.List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH);

    private Words() {}

    /** In the language of the current page; Chinese where there is none. */
    public static String say(String zh, String en) {
        return language().getLanguage().equals("en") ? en : zh;
    }

    /** In the language of the current page; Chinese where there is none. */
    public static String say(Text text) {
        return text.in(language());
    }

    /** The language of the current page: one of {@link #LANGUAGES}. */
    public static Locale language() {
        UI page = UI.getCurrent();
        return page == null ? LANGUAGES.getFirst() : nearest(page.getLocale().toLanguageTag());
    }

    /** The language that a tag such as {@code en-GB} stands for; Chinese where it is none of ours. */
    public static Locale nearest(String tag) {
        return Locale.forLanguageTag(tag).getLanguage().equals("en") ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
    }
}
