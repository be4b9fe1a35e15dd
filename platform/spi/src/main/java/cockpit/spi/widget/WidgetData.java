package cockpit.spi.widget;

import java.util.Objects;
import java.util.Optional;

/**
 * What a widget draws.
 *
 * @param rows the bound metrics by the bound dimensions
 * @param comparison the same for the compared period, its time members those of that period; present if the widget wants
 *     it and the tile compares
 * @param timeline the metrics by time, with one TIME field of slot {@code timeline}; present if the widget wants it
 */
public record WidgetData(Rows rows, Optional<Rows> comparison, Optional<Rows> timeline) {

    public WidgetData {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(comparison, "comparison");
        Objects.requireNonNull(timeline, "timeline");
    }

    public static WidgetData of(Rows rows) {
        return new WidgetData(rows, Optional.empty(), Optional.empty());
    }
}
