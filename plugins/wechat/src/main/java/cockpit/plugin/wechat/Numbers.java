package cockpit.plugin.wechat;

import cockpit.spi.source.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns averages into sums, which add up. */
final class Numbers {

    private Numbers() {}

    /** An average times the count that it was taken over, in whole seconds; null where one of them is missing. */
    static @Nullable Long total(Json average, Json count) {
        Optional<BigDecimal> one = decimal(average);
        Optional<BigDecimal> many = decimal(count);
        return one.isEmpty() || many.isEmpty()
                ? null
                : Long.valueOf(one.get()
                        .multiply(many.get())
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValue());
    }

    private static Optional<BigDecimal> decimal(Json value) {
        return value.text()
                .filter(text -> text.matches("\\d{1,12}(\\.\\d{1,18})?"))
                .map(BigDecimal::new);
    }
}
