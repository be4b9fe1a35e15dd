package cockpit.core.metric;

/** The dictionaries of all tenants. */
public interface Dictionaries {

    /** The tenant's dictionary; empty where it has none. */
    Dictionary of(String tenant);
}
