package cockpit.plugin.douyin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Feiyu's numbers mean to us: the one place to correct when a live account shows others. */
final class LeadCodes {

    static final String[] ENTRIES = {"FORM", "ONLINE_CHAT", "CALL", "PRIVATE_MESSAGE", "COUPON", "OTHER"};
    static final String[] STATES = {
        "NEW", "INTERESTED", "OPPORTUNITY", "INVALID", "FRIEND_ADDED", "FOLLOW_AGAIN", "OTHER"
    };
    static final String[] VALIDITIES = {"UNKNOWN", "VALID", "INVALID"};

    /** {@code clue_type}. */
    private static final Map<Long, String> ENTRY =
            Map.of(0L, "FORM", 1L, "ONLINE_CHAT", 2L, "CALL", 3L, "CALL", 4L, "COUPON", 5L, "OTHER");

    private record State(String state, String validity) {}

    /** {@code clue_state}. Nobody has spoken yet to a lead that is new or to be followed again. */
    private static final Map<Long, State> STATE = Map.of(
            1L, new State("NEW", "UNKNOWN"),
            2L, new State("INTERESTED", "VALID"),
            3L, new State("OPPORTUNITY", "VALID"),
            4L, new State("INVALID", "INVALID"),
            5L, new State("FRIEND_ADDED", "VALID"),
            7L, new State("FOLLOW_AGAIN", "UNKNOWN"));

    private static final State OTHER = new State("OTHER", "UNKNOWN");

    /** {@code clue_source} of leads that no customer left: abnormal traffic and the advertiser's own previews. */
    private static final long ABNORMAL = 3;

    private static final long PREVIEW = 4;
    private static final long PRIVATE_MESSAGE = 5;

    /** Names in {@code mid_info}, the likeliest first; from memory, not seen in a live answer. */
    static final List<String> MATERIALS = List.of("video_material_id", "image_material_id", "material_id");

    private LeadCodes() {}

    static String entry(Optional<Long> type, Optional<Long> source) {
        return source.filter(code -> code == PRIVATE_MESSAGE).isPresent()
                ? "PRIVATE_MESSAGE"
                : type.map(code -> ENTRY.getOrDefault(code, "OTHER")).orElse("OTHER");
    }

    static String state(Optional<Long> state) {
        return known(state).state();
    }

    static String validity(Optional<Long> state, Optional<Long> source) {
        return source.filter(code -> code == ABNORMAL || code == PREVIEW).isPresent()
                ? "INVALID"
                : known(state).validity();
    }

    private static State known(Optional<Long> state) {
        return state.map(code -> STATE.getOrDefault(code, OTHER)).orElse(OTHER);
    }
}
