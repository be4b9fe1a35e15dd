package cockpit.core.dashboard;

import cockpit.core.tenant.OrgTree;
import java.util.Optional;

/**
 * One entry of a cockpit's audience: {@code EAST} are the people of a unit and of all units below it; {@code EAST only} are
 * those who stand at the unit itself, and nobody below. Who stands above may open it in both cases, since they see those
 * numbers anyway. So the root means everyone, and the root {@code only} means headquarters.
 *
 * @param unit code of the org unit
 * @param only whether units below are left out
 */
public record Audience(String unit, boolean only) {

    private static final String ONLY = "only";

    /** Reads an entry as it is written; empty where it is neither a code nor a code and {@code only}. */
    public static Optional<Audience> parse(String written) {
        String[] words = written.strip().split("\\s+", -1);
        boolean only = words.length == 2 && words[1].equals(ONLY);
        return !words[0].isEmpty() && (words.length == 1 || only)
                ? Optional.of(new Audience(words[0], only))
                : Optional.empty();
    }

    /** Whether somebody who stands at a unit belongs to it; false where either unit is not in the tree. */
    public boolean reaches(OrgTree org, String viewerUnit) {
        return org.within(unit, viewerUnit) || (!only && org.within(viewerUnit, unit));
    }

    /** As it is written. */
    @Override
    public String toString() {
        return only ? unit + " " + ONLY : unit;
    }
}
