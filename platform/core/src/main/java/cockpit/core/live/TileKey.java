package cockpit.core.live;

import cockpit.core.tenant.Right;
import cockpit.core.tenant.Viewer;
import java.util.Locale;
import java.util.Set;

/**
 * What makes a frame the same for two readers. The viewer's org unit is part of it, so readers of different row scopes never
 * share; users and their other rights are not, since nothing that a tile shows depends on them.
 */
record TileKey(String tenant, String orgUnit, Locale language, TileRequest request) {

    static TileKey of(Viewer viewer, TileRequest request) {
        Locale language = viewer.locale().getLanguage().equals("en") ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
        return new TileKey(viewer.tenant(), viewer.orgUnit(), language, request);
    }

    /** Somebody who may see exactly what this key's readers may. */
    Viewer viewer() {
        return new Viewer(tenant, "", "", Set.of(Right.VIEW), orgUnit, language);
    }

    /** The top of the subtree that the tile reads. */
    String scope() {
        return request.orgUnit().orElse(orgUnit);
    }
}
