package cockpit.core.dashboard;

import cockpit.core.dashboard.Tile.Layout;
import cockpit.core.dashboard.Tile.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where tiles stand in each layout; what an admin has not placed is derived from the desktop. */
public final class Layouts {

    private Layouts() {}

    /** A place for every tile, by its id, in reading order of the layout. */
    public static Map<String, Place> places(Cockpit cockpit, Layout layout) {
        List<Tile> tiles = new ArrayList<>(cockpit.tiles());
        tiles.sort(Comparator.<Tile>comparingInt(
                        tile -> tile.places().get(Layout.DESKTOP).y())
                .thenComparingInt(tile -> tile.places().get(Layout.DESKTOP).x()));
        Map<String, Place> places = new LinkedHashMap<>();
        int bottom = 0;
        int column = 0;
        for (Tile tile : tiles) {
            Place own = tile.places().get(layout);
            if (own != null) {
                places.put(tile.id(), own);
                bottom = Math.max(bottom, own.y() + own.h());
            }
        }
        int rowHeight = 0;
        for (Tile tile : tiles) {
            if (places.containsKey(tile.id())) {
                continue;
            }
            Place desktop = tile.places().get(Layout.DESKTOP);
            if (layout == Layout.WALL) {
                places.put(tile.id(), new Place(desktop.x() * 2, desktop.y(), desktop.w() * 2, desktop.h()));
                continue;
            }
            int width = desktop.w() <= 3 ? 1 : 2;
            if (column + width > 2) {
                bottom += rowHeight;
                column = 0;
                rowHeight = 0;
            }
            places.put(tile.id(), new Place(column, bottom, width, desktop.h()));
            rowHeight = Math.max(rowHeight, desktop.h());
            column += width;
        }
        return places;
    }
}
