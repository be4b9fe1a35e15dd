package cockpit.plugin.xiaohongshu;

import cockpit.spi.source.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Reads figures that arrive as numbers, or as text with commas. */
final class Figures {

    private Figures() {}

    /** A count, without commas; as it came where it is none, so that the host can say so. */
    static Optional<String> count(Json value) {
        return plain(value).map(text -> text.matches("-?\\d+\\.0+") ? text.substring(0, text.indexOf('.')) : text);
    }

    /** An amount in yuan with at most two decimals. */
    static Optional<String> yuan(Json value) {
        return plain(value)
                .map(text -> text.matches("-?\\d{1,15}\\.\\d{3,20}")
                        ? new BigDecimal(text)
                                .setScale(2, RoundingMode.HALF_EVEN)
                                .toPlainString()
                        : text);
    }

    /** A sum of counts; empty where none of them is told. */
    static Optional<Object> sum(Json left, Json right) {
        Optional<Long> one = number(left);
        Optional<Long> other = number(right);
        return one.isEmpty() && other.isEmpty() ? Optional.empty() : Optional.of(one.orElse(0L) + other.orElse(0L));
    }

    private static Optional<Long> number(Json value) {
        return count(value).filter(text -> text.matches("\\d{1,15}")).map(Long::parseLong);
    }

    /** The text without commas; empty where the channel writes a dash. */
    private static Optional<String> plain(Json value) {
        return value.text()
                .map(text -> text.replace(",", "").strip())
                .filter(text -> !text.isEmpty() && !text.equals("-"));
    }
}
