package cockpit.core.tenant;

/** What a user may do. What is not granted is denied. */
public enum Right {
    /** Open published cockpits. */
    VIEW,
    /** Build and publish cockpits. */
    BUILD,
    /** See connections, their quarantine, and change them. */
    MANAGE_CONNECTIONS,
    /** Install and remove plugins. */
    MANAGE_PLUGINS,
    /** Create users and change their rights. */
    MANAGE_USERS,
    /** Find one person, and see names and keys that are masked for all others. Each look is audited. */
    SEE_PERSONAL_DATA,
    /** Join and part persons, and erase one. */
    MANAGE_PERSONS
}
