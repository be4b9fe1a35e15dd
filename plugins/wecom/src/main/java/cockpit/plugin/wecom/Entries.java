package cockpit.plugin.wecom;

import java.util.Map;
import java.util.Optional;

/** How somebody became a contact, by {@code add_way}: from memory, so another number is kept as it is. */
final class Entries {

    private static final Map<Long, String> BY_NUMBER = Map.ofEntries(
            Map.entry(0L, "UNKNOWN"),
            Map.entry(1L, "SCAN"),
            Map.entry(2L, "PHONE_SEARCH"),
            Map.entry(3L, "CARD"),
            Map.entry(4L, "GROUP"),
            Map.entry(5L, "PHONE_BOOK"),
            Map.entry(6L, "WECHAT_CONTACT"),
            Map.entry(8L, "SUPPORT_APP"),
            Map.entry(9L, "MAIL_SEARCH"),
            Map.entry(10L, "CHANNELS"),
            Map.entry(11L, "CALENDAR"),
            Map.entry(12L, "MEETING"),
            Map.entry(13L, "WECHAT_FRIEND"),
            Map.entry(16L, "ACQUISITION_LINK"),
            Map.entry(24L, "ACCEPTED"),
            Map.entry(201L, "INTERNAL_SHARE"),
            Map.entry(202L, "ASSIGNED"));

    private Entries() {}

    static String of(Optional<Long> addWay) {
        return addWay.map(number -> BY_NUMBER.getOrDefault(number, number.toString()))
                .orElse("UNKNOWN");
    }
}
