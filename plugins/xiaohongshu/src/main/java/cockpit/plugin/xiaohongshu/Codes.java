package cockpit.plugin.xiaohongshu;

import cockpit.spi.source.kit.Refusals.Meaning;
import java.util.Map;

/**
 * The likely meaning of codes. The channel's table is not published; these are guesses, which the setting codes corrects.
 * Where a code is not here, the HTTP status and the words of the message decide.
 */
final class Codes {

    static final Map<String, Meaning> LIKELY = Map.of(
            "400", Meaning.PARAMETER,
            "401", Meaning.TOKEN,
            "403", Meaning.PERMISSION,
            "429", Meaning.FREQUENCY,
            "500", Meaning.BUSY);

    private Codes() {}
}
