package cockpit.core.metric;

/** What a value is compared with, cut off at the same time of day where the range ends today. */
public enum Comparison {
    NONE,
    /** The range of equal length just before. For today: yesterday up to the same time. */
    PREVIOUS_PERIOD,
    /** The same weekdays a week earlier. */
    LAST_WEEK
}
