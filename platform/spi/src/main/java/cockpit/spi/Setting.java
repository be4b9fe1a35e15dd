package cockpit.spi;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One typed entry of a form: a setting of a connection or an option of a widget. It is declared once; the host draws
 * the form field, checks the value and writes the documentation from it.
 *
 * <pre>{@code
 * static final Setting APP_ID = Setting.text("app-id", Text.of("应用 ID", "App ID")).asRequired();
 * static final Setting HOST = Setting.url("host", Text.of("接口地址", "API host")).defaultTo("https://api.example.com");
 * }</pre>
 *
 * @param key lower-case words with hyphens, unique in its form
 * @param title what the form shows
 * @param help one sentence below the field, or null
 * @param kind type of the value
 * @param required whether a value must be present; an entry with a default is never missing
 * @param defaultValue value where none is given, in the text form that {@link Settings} reads, or null
 * @param choices allowed values of a {@link Kind#CHOICE}; empty for other kinds
 */
public record Setting(
        String key,
        Text title,
        @Nullable Text help,
        Kind kind,
        boolean required,
        @Nullable String defaultValue,
        List<Choice> choices) {

    /** Type of a value. */
    public enum Kind {
        /** One line of text. */
        TEXT,
        /** A key, password or token: stored encrypted, never shown again. */
        SECRET,
        /** A whole number. */
        INTEGER,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** One of {@link Setting#choices()}. */
        CHOICE,
        /** An http or https address. Its host becomes one that the connection may reach. */
        URL,
        /** Texts, one a line. */
        LIST
    }

    /** One allowed value and what the form shows for it. */
    public record Choice(String value, Text title) {}

    public Setting {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(kind, "kind");
        if (!key.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "A setting's key is lower-case words with hyphens, such as app-id; found \"" + key + "\".");
        }
        choices = List.copyOf(choices);
        if ((kind == Kind.CHOICE) == choices.isEmpty()) {
            throw new IllegalArgumentException("Setting " + key + ": choices belong to kind CHOICE, and only to it.");
        }
    }

    public static Setting text(String key, Text title) {
        return new Setting(key, title, null, Kind.TEXT, false, null, List.of());
    }

    public static Setting secret(String key, Text title) {
        return new Setting(key, title, null, Kind.SECRET, false, null, List.of());
    }

    public static Setting integer(String key, Text title) {
        return new Setting(key, title, null, Kind.INTEGER, false, null, List.of());
    }

    public static Setting bool(String key, Text title) {
        return new Setting(key, title, null, Kind.BOOLEAN, false, "false", List.of());
    }

    public static Setting choice(String key, Text title, List<Choice> choices) {
        return new Setting(
                key,
                title,
                null,
                Kind.CHOICE,
                false,
                choices.isEmpty() ? null : choices.getFirst().value(),
                choices);
    }

    public static Setting url(String key, Text title) {
        return new Setting(key, title, null, Kind.URL, false, null, List.of());
    }

    public static Setting list(String key, Text title) {
        return new Setting(key, title, null, Kind.LIST, false, null, List.of());
    }

    /** The same entry, which must have a value. */
    public Setting asRequired() {
        return new Setting(key, title, help, kind, true, defaultValue, choices);
    }

    /** The same entry with a default. */
    public Setting defaultTo(String value) {
        return new Setting(key, title, help, kind, required, value, choices);
    }

    /** The same entry with a sentence below the field. */
    public Setting explained(Text sentence) {
        return new Setting(key, title, sentence, kind, required, defaultValue, choices);
    }
}
