package cockpit.spi.widget;

import java.util.Objects;

/**
 * Words in place of a picture.
 *
 * @param kind what it is about
 * @param title a few words
 * @param sentence what the reader, or whom, can do
 */
public record Notice(Kind kind, String title, String sentence) implements Drawing {

    /** What a notice is about. */
    public enum Kind {
        /** Nothing to show, and what would fill it. */
        EMPTY,
        /** Something to know. */
        INFORMATION,
        /** Something failed. */
        FAILURE
    }

    public Notice {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(sentence, "sentence");
    }

    public static Notice empty(String title, String sentence) {
        return new Notice(Kind.EMPTY, title, sentence);
    }
}
