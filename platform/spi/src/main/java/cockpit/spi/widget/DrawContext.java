package cockpit.spi.widget;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/**
 * For whom and when a widget draws.
 *
 * @param locale the reader's language
 * @param zone the tenant's zone
 * @param now the time of the query
 * @param comparedWith what the comparison is with, in the reader's language: 昨日同时段; empty where nothing is compared
 */
public record DrawContext(Locale locale, ZoneId zone, Instant now, String comparedWith) {

    /** One of two texts by the reader's language. */
    public String say(String zh, String en) {
        return locale.getLanguage().equals("en") ? en : zh;
    }
}
