package cockpit.core.dashboard;

import cockpit.core.metric.Comparison;
import cockpit.core.tenant.OrgTree;
import cockpit.spi.Text;
import java.util.List;
import java.util.Optional;

/**
 * A dashboard as it is built. Immutable: every change makes a new one, which is what undo keeps.
 *
 * @param slug part of its address, unique in its tenant: {@code group-overview}
 * @param title what readers call it
 * @param audience who may open it, each entry as {@link Audience} writes it: {@code EAST}, {@code HQ only}; the root means
 *     everyone, none means those at the root only
 * @param period text form of the {@link cockpit.core.metric.Period} that it opens with
 * @param comparison what its tiles are compared with
 * @param tiles in reading order
 */
public record Cockpit(
        String slug, Text title, List<String> audience, String period, Comparison comparison, List<Tile> tiles) {

    public Cockpit {
        audience = List.copyOf(audience);
        tiles = List.copyOf(tiles);
    }

    /** Whether somebody who stands at a unit may open it. */
    public boolean reaches(OrgTree org, String viewerUnit) {
        if (audience.isEmpty()) {
            return viewerUnit.equals(org.root().code());
        }
        return audience.stream()
                .flatMap(written -> Audience.parse(written).stream())
                .anyMatch(entry -> entry.reaches(org, viewerUnit));
    }

    public Optional<Tile> tile(String id) {
        return tiles.stream().filter(tile -> tile.id().equals(id)).findFirst();
    }

    public Cockpit with(List<Tile> newTiles) {
        return new Cockpit(slug, title, audience, period, comparison, newTiles);
    }

    /** With a tile replaced, or added at the end if its id is new. */
    public Cockpit with(Tile tile) {
        List<Tile> all = new java.util.ArrayList<>(tiles);
        for (int index = 0; index < all.size(); index++) {
            if (all.get(index).id().equals(tile.id())) {
                all.set(index, tile);
                return with(all);
            }
        }
        all.add(tile);
        return with(all);
    }

    public Cockpit without(String tileId) {
        return with(tiles.stream().filter(tile -> !tile.id().equals(tileId)).toList());
    }
}
