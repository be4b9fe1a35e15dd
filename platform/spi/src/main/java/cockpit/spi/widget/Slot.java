package cockpit.spi.widget;

import cockpit.spi.Text;
import java.util.Objects;

/**
 * A place that the admin binds to metrics or dimensions.
 *
 * @param name lower-case word, unique in its widget: {@code stage}, {@code measure}
 * @param title what the property panel shows
 * @param kind what may be bound
 * @param least how many must be bound
 * @param most how many may be bound
 */
public record Slot(String name, Text title, Kind kind, int least, int most) {

    /** What may be bound. */
    public enum Kind {
        /** A metric of the dictionary. */
        METRIC,
        /** Any dimension but time. */
        DIMENSION,
        /** Time; the cockpit's range decides the grain. */
        TIME,
        /** The org tree: regions or stores. */
        ORG_UNIT
    }

    public Slot {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(kind, "kind");
        if (least < 0 || most < Math.max(1, least)) {
            throw new IllegalArgumentException(
                    "Slot " + name + ": between " + least + " and " + most + " makes no sense.");
        }
    }

    public static Slot metric(String name, Text title) {
        return new Slot(name, title, Kind.METRIC, 1, 1);
    }

    public static Slot metrics(String name, Text title, int least, int most) {
        return new Slot(name, title, Kind.METRIC, least, most);
    }

    public static Slot dimension(String name, Text title) {
        return new Slot(name, title, Kind.DIMENSION, 1, 1);
    }

    public static Slot time(String name, Text title) {
        return new Slot(name, title, Kind.TIME, 1, 1);
    }

    public static Slot orgUnit(String name, Text title) {
        return new Slot(name, title, Kind.ORG_UNIT, 1, 1);
    }

    /** The same slot, which may stay empty. */
    public Slot asOptional() {
        return new Slot(name, title, kind, 0, most);
    }
}
