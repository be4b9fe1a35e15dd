package cockpit.core.identity;

/** How names of persons rest. */
public final class PersonNames {

    /** What a tenant's key encrypts them for. */
    public static final String PURPOSE = "person";

    private PersonNames() {}
}
