package cockpit.spi.widget;

import cockpit.spi.Setting;
import cockpit.spi.Text;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a widget is, without drawing.
 *
 * @param id the plugin's folder name: {@code funnel}
 * @param title for the palette
 * @param summary one sentence: the question that it answers
 * @param icon content of an SVG of 24 by 24 units, drawn with {@code currentColor}: one or more {@code <path d="…"/>};
 *     the host takes the {@code d} attributes and nothing else
 * @param slots what the admin binds, in the order of the property panel; at least one METRIC slot
 * @param options what the admin may choose besides; kinds SECRET and URL are refused
 * @param wants what {@link WidgetData} shall hold besides the rows
 * @param size default size on the desktop, in columns of 12 and rows of 40 px
 */
public record WidgetDescription(
        String id,
        Text title,
        Text summary,
        String icon,
        List<Slot> slots,
        List<Setting> options,
        Set<Want> wants,
        Size size) {

    /** Data beside the rows. */
    public enum Want {
        /** The same rows for the compared period. */
        COMPARISON,
        /** The metrics by time over the same range, for a sparkline. */
        TIMELINE
    }

    /** Columns and rows of the grid. */
    public record Size(int columns, int rows) {
        public Size {
            if (columns < 1 || columns > 12 || rows < 1 || rows > 24) {
                throw new IllegalArgumentException("A tile is 1 to 12 columns wide and 1 to 24 rows high.");
            }
        }
    }

    public WidgetDescription {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(icon, "icon");
        Objects.requireNonNull(size, "size");
        slots = List.copyOf(slots);
        options = List.copyOf(options);
        wants = Set.copyOf(wants);
    }

    public Optional<Slot> slot(String name) {
        return slots.stream().filter(slot -> slot.name().equals(name)).findFirst();
    }
}
