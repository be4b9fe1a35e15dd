package cockpit.spi.widget;

import java.util.Map;
import java.util.Objects;

/**
 * A value of a dimension.
 *
 * @param code stable, for filters: {@code S001}, {@code OCEANENGINE}; empty for facts that name none
 * @param label in the reader's language
 * @param attributes what else is known; org units have {@code level} (hq, region, store), {@code region},
 *     {@code province}, {@code city}, {@code lng} and {@code lat} where the tree states them
 */
public record Member(String code, String label, Map<String, String> attributes) {

    public Member {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(label, "label");
        attributes = Map.copyOf(attributes);
    }

    public static Member of(String code, String label) {
        return new Member(code, label, Map.of());
    }
}
