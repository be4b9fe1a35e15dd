package cockpit.core.metric;

import cockpit.core.tenant.OrgTree;
import java.util.Optional;

/**
 * The org units whose facts a query may read: one subtree, or none. Only the whole tree includes facts that name no unit.
 *
 * @param unit code of the subtree's top
 * @param range its numbers in the tree
 * @param whole whether it is the whole tree
 */
record RowScope(String unit, OrgTree.Range range, boolean whole) {

    /**
     * The viewer's subtree, narrowed by a filter.
     *
     * @param viewerUnit a unit of the tree
     * @return empty where the filter names a unit that is unknown or not within the viewer's; a filter never widens
     */
    static Optional<RowScope> of(OrgTree org, String viewerUnit, Optional<String> filter) {
        String unit = filter.orElse(viewerUnit);
        if (!org.within(unit, viewerUnit)) {
            return Optional.empty();
        }
        return Optional.of(
                new RowScope(unit, org.range(unit), unit.equals(org.root().code())));
    }
}
