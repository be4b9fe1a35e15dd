package cockpit.server.demo;

import cockpit.core.tenant.OrgUnit;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Keeps the first stores of a tenant, as the simulator does with the same number: small demos start sooner. All units above
 * stores stay, with stores or without, since connections name them.
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
        return units.stream()
                .filter(unit -> unit.level() != OrgUnit.Level.STORE || kept.contains(unit))
                .toList();
    }
}
