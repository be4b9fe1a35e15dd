package cockpit.core.identity;

import cockpit.core.tenant.Viewer;
import cockpit.spi.Text;
import java.util.List;

/** Erases one person, as the law lets everybody ask for. Needs SEE_PERSONAL_DATA and MANAGE_PERSONS. */
public interface Erasures {

    /**
     * A place and how much in it tells of the person.
     *
     * @param title a dataset's, or what a {@link PersonalStore} says of itself
     */
    record Part(Text title, long count) {}

    /** What an erasure would touch; changes nothing. Empty for a person who is not known. */
    List<Part> look(Viewer viewer, long person);

    /**
     * Takes the person's keys and name out of all facts, which stay and count on, and out of the identity graph; deletes rows set
     * aside and lines of kept files; and sees to it that the channels do not bring them back. It cannot be undone. A second call
     * after a failure finishes the work.
     *
     * @param reason goes into the audit log; must not name the person
     * @return what was touched
     */
    List<Part> erase(Viewer viewer, long person, String reason);
}
