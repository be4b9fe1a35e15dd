package cockpit.core.dashboard;

import cockpit.core.dashboard.Tile.Layout;
import cockpit.core.dashboard.Tile.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where tiles stand in each layout; what an admin has not placed is derived from the desktop. Derived places overlap
 * nothing.
 */
public final class Layouts {

    /** A wall page is so many rows high where that can be done without making tiles illegible or bloated. */
    public static final int WALL_ROWS = 24;

    private static final double MOST_SHRUNK = 0.6;
    private static final double MOST_STRETCHED = 1.5;

    /** Tiles up to this many desktop columns are small figures, which stand side by side on the phone. */
    private static final int SMALL = 3;

    private Layouts() {}

    /** A place for every tile, by its id, in reading order of the layout. */
    public static Map<String, Place> places(Cockpit cockpit, Layout layout) {
        Map<String, Place> all = new LinkedHashMap<>();
        List<Tile> unplaced = new ArrayList<>();
        for (Tile tile : cockpit.tiles()) {
            Place own = tile.places().get(layout);
            if (own == null) {
                unplaced.add(tile);
            } else {
                all.put(tile.id(), own);
            }
        }
        unplaced.sort(Comparator.comparing(Layouts::desktop, READING));
        switch (layout) {
            case DESKTOP -> {}
            case WALL -> deriveWall(cockpit, unplaced, all);
            case PHONE -> derivePhone(unplaced, all);
        }
        Map<String, Place> ordered = new LinkedHashMap<>();
        all.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(READING))
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }

    /** The same cockpit with a place for every tile in that layout. */
    public static Cockpit derive(Cockpit cockpit, Layout layout) {
        Map<String, Place> places = places(cockpit, layout);
        return cockpit.with(cockpit.tiles().stream()
                .map(tile -> tile.at(layout, places.getOrDefault(tile.id(), desktop(tile))))
                .toList());
    }

    static boolean overlap(Place one, Place other) {
        return one.x() < other.x() + other.w()
                && other.x() < one.x() + one.w()
                && one.y() < other.y() + other.h()
                && other.y() < one.y() + one.h();
    }

    private static final Comparator<Place> READING =
            Comparator.comparingInt(Place::y).thenComparingInt(Place::x);

    private static Place desktop(Tile tile) {
        Place desktop = tile.places().get(Layout.DESKTOP);
        if (desktop == null) {
            throw new IllegalArgumentException("Tile " + tile.id() + " has no place on the desktop.");
        }
        return desktop;
    }

    /** Twice the columns; heights in proportion, so that the page fills 16:9. */
    private static void deriveWall(Cockpit cockpit, List<Tile> unplaced, Map<String, Place> all) {
        int rows = cockpit.tiles().stream()
                .map(Layouts::desktop)
                .mapToInt(place -> place.y() + place.h())
                .max()
                .orElse(WALL_ROWS);
        double factor = Math.clamp((double) WALL_ROWS / rows, MOST_SHRUNK, MOST_STRETCHED);
        for (Tile tile : unplaced) {
            Place desktop = desktop(tile);
            // Edges are rounded, not heights, so that neighbours still meet and never overlap.
            int top = (int) Math.round(desktop.y() * factor);
            int bottom = Math.max(top + 1, (int) Math.round((desktop.y() + desktop.h()) * factor));
            all.put(tile.id(), free(new Place(desktop.x() * 2, top, desktop.w() * 2, bottom - top), all));
        }
    }

    /** Small figures in pairs, everything else across, one after another; a small one without a partner goes across too. */
    private static void derivePhone(List<Tile> unplaced, Map<String, Place> all) {
        int bottom = all.values().stream()
                .mapToInt(place -> place.y() + place.h())
                .max()
                .orElse(0);
        @Nullable Tile partner = null;
        for (Tile tile : unplaced) {
            Place desktop = desktop(tile);
            if (partner != null && isSmall(desktop)) {
                int height = Math.max(desktop(partner).h(), desktop.h());
                all.put(partner.id(), new Place(0, bottom, 1, height));
                all.put(tile.id(), new Place(1, bottom, 1, height));
                bottom += height;
                partner = null;
                continue;
            }
            if (partner != null) {
                bottom = across(partner, bottom, all);
            }
            partner = isSmall(desktop) ? tile : null;
            if (partner == null) {
                bottom = across(tile, bottom, all);
            }
        }
        if (partner != null) {
            across(partner, bottom, all);
        }
    }

    private static int across(Tile tile, int top, Map<String, Place> all) {
        int height = desktop(tile).h();
        all.put(tile.id(), new Place(0, top, 2, height));
        return top + height;
    }

    private static boolean isSmall(Place desktop) {
        return desktop.w() <= SMALL;
    }

    /** The place itself, or the next one below it where nothing stands. */
    private static Place free(Place wanted, Map<String, Place> taken) {
        Place place = wanted;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Place other : taken.values()) {
                if (overlap(place, other)) {
                    place = new Place(place.x(), other.y() + other.h(), place.w(), place.h());
                    moved = true;
                }
            }
        }
        return place;
    }
}
