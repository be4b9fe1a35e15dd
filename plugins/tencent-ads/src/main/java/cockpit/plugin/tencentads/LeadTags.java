package cockpit.plugin.tencentads;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the words of a lead mean to us: the one place to correct when a live account shows others. */
final class LeadTags {

    static final String[] ENTRIES = {"FORM", "ONLINE_CHAT", "CALL", "FRIEND", "OTHER"};
    static final String[] STATES = {
        "NEW", "ASSIGNED", "FOLLOWING", "INTERESTED", "OPPORTUNITY", "CONVERTED", "INVALID", "OTHER"
    };
    static final String[] VALIDITIES = {"UNKNOWN", "VALID", "INVALID"};

    private static final String PREFIX = "LEADS_FOLLOW_TAG_";
    private static final String INVALID = "INVALID_";

    private record State(String state, String validity) {}

    /** {@code leads_follow_tag} without its common beginning. */
    private static final Map<String, State> STATE = Map.of(
            "DEFAULT", new State("NEW", "UNKNOWN"),
            "ASSIGNED", new State("ASSIGNED", "UNKNOWN"),
            "FOLLOWING", new State("FOLLOWING", "UNKNOWN"),
            "VALID", new State("INTERESTED", "VALID"),
            "VALID_HIGH_INTENTION", new State("OPPORTUNITY", "VALID"),
            "VALID_CONVERTED", new State("CONVERTED", "VALID"));

    private static final State BAD = new State("INVALID", "INVALID");
    private static final State OTHER = new State("OTHER", "UNKNOWN");

    private LeadTags() {}

    /** {@code leads_type}, whose words are not published: known by what they contain. */
    static String entry(Optional<String> type) {
        String word = type.orElse("").toUpperCase(Locale.ROOT);
        if (word.contains("FORM") || word.contains("RESERVATION")) {
            return "FORM";
        }
        if (word.contains("CONSULT") || word.contains("CHAT")) {
            return "ONLINE_CHAT";
        }
        if (word.contains("PHONE") || word.contains("CALL")) {
            return "CALL";
        }
        return word.contains("WECHAT") || word.contains("WECOM") || word.contains("FANS") ? "FRIEND" : "OTHER";
    }

    static String state(Optional<String> tag) {
        return known(tag).state();
    }

    static String validity(Optional<String> tag) {
        return known(tag).validity();
    }

    /** Why a lead is worthless: {@code REPEAT}, {@code NOTINTENTION}, …. */
    static Optional<String> invalidReason(Optional<String> tag) {
        return word(tag).filter(word -> word.startsWith(INVALID)).map(word -> word.substring(INVALID.length()));
    }

    private static State known(Optional<String> tag) {
        return word(tag)
                .map(word -> word.startsWith(INVALID) ? BAD : STATE.getOrDefault(word, OTHER))
                .orElse(OTHER);
    }

    private static Optional<String> word(Optional<String> tag) {
        return tag.filter(text -> text.startsWith(PREFIX)).map(text -> text.substring(PREFIX.length()));
    }
}
