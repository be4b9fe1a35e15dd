package cockpit.core.dashboard;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One widget placed on a cockpit.
 *
 * @param id unique in its cockpit, short: {@code t1}
 * @param widget id of the widget
 * @param title what it is called; empty takes the first metric's name
 * @param bindings codes by slot
 * @param options values by key
 * @param places where it stands, by layout; DESKTOP always, others are derived where absent
 */
public record Tile(
        String id,
        String widget,
        Optional<cockpit.spi.Text> title,
        Map<String, List<String>> bindings,
        Map<String, String> options,
        Map<Layout, Place> places) {

    /** Where a cockpit is read. */
    public enum Layout {
        /** 12 columns. */
        DESKTOP(12),
        /** 24 columns. */
        WALL(24),
        /** 2 columns. */
        PHONE(2);

        private final int columns;

        Layout(int columns) {
            this.columns = columns;
        }

        public int columns() {
            return columns;
        }
    }

    /** Columns and rows from the upper left corner, from 0. */
    public record Place(int x, int y, int w, int h) {
        public Place {
            if (x < 0 || y < 0 || w < 1 || h < 1) {
                throw new IllegalArgumentException("A place has x and y from 0 and w and h from 1.");
            }
        }
    }

    public Tile {
        bindings = Map.copyOf(bindings);
        options = Map.copyOf(options);
        places = Map.copyOf(places);
        if (!places.containsKey(Layout.DESKTOP)) {
            throw new IllegalArgumentException("Tile " + id + " has no place on the desktop.");
        }
    }

    public Tile at(Layout layout, Place place) {
        Map<Layout, Place> all = new java.util.EnumMap<>(places);
        all.put(layout, place);
        return new Tile(id, widget, title, bindings, options, all);
    }

    public Tile binding(String slot, List<String> codes) {
        Map<String, List<String>> all = new java.util.HashMap<>(bindings);
        if (codes.isEmpty()) {
            all.remove(slot);
        } else {
            all.put(slot, List.copyOf(codes));
        }
        return new Tile(id, widget, title, all, options, places);
    }

    public Tile option(String key, String value) {
        Map<String, String> all = new java.util.HashMap<>(options);
        all.put(key, value);
        return new Tile(id, widget, title, bindings, all, places);
    }

    public Tile titled(Optional<cockpit.spi.Text> newTitle) {
        return new Tile(id, widget, newTitle, bindings, options, places);
    }
}
