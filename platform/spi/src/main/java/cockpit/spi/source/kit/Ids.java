package cockpit.spi.source.kit;

import java.math.BigInteger;
import java.util.List;

/** Ids, which are text with us, as channels want them in their JSON: as numbers of any length. */
public final class Ids {

    private Ids() {}

    /** The id as a number; as it is where it reads as none, so that the channel can say what is wrong with it. */
    public static Object asNumber(String id) {
        return id.matches("[1-9]\\d*") ? new BigInteger(id) : id;
    }

    /** The same for a list. */
    public static List<Object> asNumbers(List<String> ids) {
        return ids.stream().map(Ids::asNumber).toList();
    }
}
