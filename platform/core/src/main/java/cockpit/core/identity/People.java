package cockpit.core.identity;

import cockpit.core.tenant.Viewer;
import java.util.List;

/**
 * Persons, as the identity graph knows them.
 *
 * <p>Looking at one needs the right SEE_PERSONAL_DATA and is audited; decisions need MANAGE_PERSONS as well, are audited, and
 * hold against whatever the channels deliver again. Nothing here narrows by row scope: a person has one, over all stores, so only
 * somebody who sees the whole tree may ask.
 */
public interface People {

    /**
     * Everybody whom a key names: a customer number may be known in several systems.
     *
     * @param written as a person writes it; a phone in clear
     * @throws cockpit.core.tenant.AccessDenied without the right, or for a viewer who does not see the whole tree
     */
    List<Person> find(Viewer viewer, KeyKind kind, String written);

    /** What channels call the person, in clear; audited. Empty where none told a name. */
    List<String> names(Viewer viewer, long person);

    /** Undoes a link: the two keys, which stand together in facts, are two persons'. What else joins them goes on to do so. */
    void cut(Viewer viewer, PersonKey one, PersonKey other, String reason);

    /** Joins two known keys that no fact joins. @throws IllegalArgumentException if one is not known */
    void join(Viewer viewer, PersonKey one, PersonKey other, String reason);

    /** A key belongs to several persons and is to join nobody. */
    void share(Viewer viewer, PersonKey key, String reason);

    /** Takes a decision back. @throws IllegalArgumentException if there is none of that number */
    void takeBack(Viewer viewer, long decision);

    /** How well facts are joined. */
    Match match(Viewer viewer);

    /**
     * @param persons known
     * @param acrossSources of them, known to more than one connection
     * @param hubs keys that join nobody
     */
    record Match(long persons, long acrossSources, long hubs) {}
}
