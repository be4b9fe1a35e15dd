package cockpit.plugin.kuaishou;

import cockpit.spi.source.kit.Refusals.Meaning;
import java.util.Map;

/**
 * The likely meaning of codes. The channel's table is not published; these are guesses, which the setting codes corrects.
 * Where a code is not here, the HTTP status and the words of the message decide.
 */
final class Codes {

    static final Map<String, Meaning> LIKELY = Map.of(
            "400000", Meaning.PARAMETER,
            "401001", Meaning.TOKEN,
            "401002", Meaning.TOKEN,
            "401003", Meaning.CONSENT,
            "401004", Meaning.APP,
            "402000", Meaning.FREQUENCY,
            "403000", Meaning.PERMISSION,
            "500000", Meaning.BUSY);

    private Codes() {}
}
