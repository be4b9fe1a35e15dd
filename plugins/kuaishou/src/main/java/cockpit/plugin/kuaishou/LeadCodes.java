package cockpit.plugin.kuaishou;

import java.util.Map;
import java.util.Optional;

/** What the numbers of a lead mean to us: the one place to correct when a live account shows others. */
final class LeadCodes {

    static final String[] ENTRIES = {"FORM", "CALL", "ONLINE_CHAT", "OTHER"};
    static final String[] STATES = {
        "NEW", "FOLLOWING", "OPPORTUNITY", "CONVERTED", "DEPOSIT", "ARRIVED", "INVALID", "DELETED", "OTHER"
    };
    static final String[] VALIDITIES = {"UNKNOWN", "VALID", "INVALID"};

    /** {@code source_type}. */
    private static final Map<Long, String> ENTRY = Map.of(1L, "FORM", 2L, "CALL", 3L, "ONLINE_CHAT");

    private record State(String state, String validity) {}

    private static final State BAD = new State("INVALID", "INVALID");
    private static final State OTHER = new State("OTHER", "UNKNOWN");

    /** {@code schedule_id}. */
    private static final Map<Long, State> STATE = Map.ofEntries(
            Map.entry(0L, new State("NEW", "UNKNOWN")),
            Map.entry(1L, new State("FOLLOWING", "UNKNOWN")),
            Map.entry(2L, new State("OPPORTUNITY", "VALID")),
            Map.entry(3L, new State("OPPORTUNITY", "VALID")),
            Map.entry(4L, new State("CONVERTED", "VALID")),
            Map.entry(5L, new State("FOLLOWING", "UNKNOWN")),
            Map.entry(6L, new State("FOLLOWING", "UNKNOWN")),
            Map.entry(7L, new State("FOLLOWING", "UNKNOWN")),
            Map.entry(8L, BAD),
            Map.entry(9L, new State("DEPOSIT", "VALID")),
            Map.entry(10L, new State("DELETED", "INVALID")),
            Map.entry(11L, new State("ARRIVED", "VALID")));

    /** {@code clue_tag} of a lead that is worth nothing, whatever is scheduled. */
    private static final long INVALID_TAG = 3;

    private LeadCodes() {}

    static String entry(Optional<Long> source) {
        return source.map(code -> ENTRY.getOrDefault(code, "OTHER")).orElse("OTHER");
    }

    static String state(Optional<Long> schedule, Optional<Long> tag) {
        return known(schedule, tag).state();
    }

    static String validity(Optional<Long> schedule, Optional<Long> tag) {
        return known(schedule, tag).validity();
    }

    private static State known(Optional<Long> schedule, Optional<Long> tag) {
        return tag.filter(code -> code == INVALID_TAG).isPresent()
                ? BAD
                : schedule.map(code -> STATE.getOrDefault(code, OTHER)).orElse(OTHER);
    }
}
