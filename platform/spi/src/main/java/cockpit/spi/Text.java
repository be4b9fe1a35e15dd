package cockpit.spi;

import java.util.Locale;
import java.util.Objects;

/**
 * A text that a person reads, in the two languages of the product. Neither language may be blank: a plugin that lacks
 * one is refused by the contract tests and when it is installed.
 *
 * @param zh Chinese, the first language of the interface
 * @param en English
 */
public record Text(String zh, String en) {

    /** @throws IllegalArgumentException if a language is blank */
    public Text {
        Objects.requireNonNull(zh, "zh");
        Objects.requireNonNull(en, "en");
        if (zh.isBlank() || en.isBlank()) {
            throw new IllegalArgumentException(
                    "A text needs both languages, found zh \"" + zh + "\", en \"" + en + "\".");
        }
    }

    public static Text of(String zh, String en) {
        return new Text(zh, en);
    }

    /** The same word in both languages: a brand name, a code, a number. */
    public static Text same(String word) {
        return new Text(word, word);
    }

    /** English where the locale is English, Chinese everywhere else. */
    public String in(Locale locale) {
        return locale.getLanguage().equals("en") ? en : zh;
    }
}
