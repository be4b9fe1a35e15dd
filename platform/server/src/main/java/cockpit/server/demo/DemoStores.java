package cockpit.server.demo;

import cockpit.core.tenant.OrgUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Keeps the first stores of a tenant and the units above them, as the simulator does with the same number: small demos start
 * sooner.
 *
 * @param stores how many
 */
public record DemoStores(int stores) implements UnaryOperator<List<OrgUnit>> {

    @Override
    public List<OrgUnit> apply(List<OrgUnit> units) {
        List<OrgUnit> kept = units.stream()
                .filter(unit -> unit.level() == OrgUnit.Level.STORE)
                .limit(stores)
                .toList();
        Set<String> needed = new HashSet<>();
        kept.forEach(unit -> {
            needed.add(unit.code());
            if (unit.parent() != null) {
                needed.add(unit.parent());
            }
        });
        return units.stream()
                .filter(unit -> unit.parent() == null || needed.contains(unit.code()))
                .toList();
    }
}
