package cockpit.core.tenant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant's org units as a tree. Units are numbered depth first, so that a subtree is one range of numbers.
 */
public final class OrgTree {

    private final Map<String, OrgUnit> units = new LinkedHashMap<>();
    private final Map<String, List<OrgUnit>> children = new LinkedHashMap<>();
    private final Map<String, Range> ranges = new LinkedHashMap<>();
    private final OrgUnit root;

    /** The numbers of a subtree: the unit's own number, and the largest below it. */
    public record Range(int first, int last) {
        public boolean contains(Range other) {
            return first <= other.first && other.last <= last;
        }
    }

    /**
     * @param units exactly one root, parents known, codes unique
     * @throws IllegalArgumentException with a sentence that names the unit
     */
    public OrgTree(List<OrgUnit> units) {
        for (OrgUnit unit : units) {
            if (this.units.put(unit.code(), unit) != null) {
                throw new IllegalArgumentException("Org unit " + unit.code() + " stands twice.");
            }
        }
        List<OrgUnit> roots = new ArrayList<>();
        for (OrgUnit unit : units) {
            String parent = unit.parent();
            if (parent == null) {
                roots.add(unit);
            } else if (!this.units.containsKey(parent)) {
                throw new IllegalArgumentException("Org unit " + unit.code() + ": there is no parent " + parent + ".");
            } else {
                children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(unit);
            }
        }
        if (roots.size() != 1) {
            throw new IllegalArgumentException(
                    "An org tree has one unit without a parent; found " + roots.size() + ".");
        }
        root = roots.getFirst();
        number(root, 0);
        if (ranges.size() != this.units.size()) {
            String lost = this.units.keySet().stream()
                    .filter(code -> !ranges.containsKey(code))
                    .findFirst()
                    .orElseThrow();
            throw new IllegalArgumentException("Org unit " + lost + " is its own ancestor.");
        }
    }

    private int number(OrgUnit unit, int next) {
        int last = next;
        for (OrgUnit child : children(unit.code())) {
            last = number(child, last + 1);
        }
        ranges.put(unit.code(), new Range(next, last));
        return last;
    }

    public OrgUnit root() {
        return root;
    }

    public Optional<OrgUnit> find(String code) {
        return Optional.ofNullable(units.get(code));
    }

    /** Units in the order of the file. */
    public List<OrgUnit> units() {
        return List.copyOf(units.values());
    }

    public List<OrgUnit> children(String code) {
        return List.copyOf(children.getOrDefault(code, List.of()));
    }

    /** @throws IllegalArgumentException if there is no such unit */
    public Range range(String code) {
        Range range = ranges.get(code);
        if (range == null) {
            throw new IllegalArgumentException("There is no org unit " + code + ".");
        }
        return range;
    }

    /** Whether a unit is another or lies below it; false where either is unknown. */
    public boolean within(String code, String ancestor) {
        Range inner = ranges.get(code);
        Range outer = ranges.get(ancestor);
        return inner != null && outer != null && outer.contains(inner);
    }

    /** From the root to the unit itself; empty where it is unknown. */
    public List<OrgUnit> path(String code) {
        List<OrgUnit> path = new ArrayList<>();
        OrgUnit unit = units.get(code);
        while (unit != null) {
            path.addFirst(unit);
            String parent = unit.parent();
            unit = parent == null ? null : units.get(parent);
        }
        return List.copyOf(path);
    }
}
