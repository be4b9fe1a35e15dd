package cockpit.core.identity;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Phone numbers made comparable. */
public final class Phones {

    private static final Pattern NUMBER = Pattern.compile("(?:0086|86)?(1[0-9]{10})");

    private Phones() {}

    /**
     * {@code +86} and eleven digits; empty for what is no phone number: masked, virtual with an extension, foreign,
     * landline.
     */
    public static Optional<String> normalised(String written) {
        String text = written.strip();
        if (!text.matches("\\+?[0-9()（） -]+")) {
            return Optional.empty();
        }
        Matcher digits = NUMBER.matcher(text.replaceAll("[^0-9]", ""));
        return digits.matches() ? Optional.of("+86" + digits.group(1)) : Optional.empty();
    }
}
