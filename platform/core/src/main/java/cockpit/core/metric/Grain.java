package cockpit.core.metric;

/** Width of a bucket of time. Weeks begin on Monday. */
public enum Grain {
    HOUR,
    DAY,
    WEEK,
    MONTH
}
