package cockpit.core.identity;

/** What somebody decided about keys. It holds until it is taken back, whatever the channels deliver again. */
public enum Decision {
    /** Two keys that stand together in facts are not one person's. */
    CUT,
    /** Two keys are one person's though no fact says so. */
    JOINED,
    /** A key belongs to several persons and joins nobody. */
    SHARED
}
